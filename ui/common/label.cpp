// SPDX-License-Identifier: MIT OR Apache-2.0
#include "ui/common/label.h"

#include "ui/common/wrappedtext.h"
#include "ui/text/displaytext.h"

#include <QFontDatabase>
#include <QPainter>
#include <QStyle>
#include <QTextDocument>

namespace cairn {

namespace {

/// What a label that wraps is given at least, in letters; most of their words are shorter.
constexpr int minLetters = 12;
/// And what it asks for at most; a title takes more where there is room.
constexpr int maxLetters = 80;
/// More is no name and no sentence; a megabyte would be laid out each time.
constexpr qsizetype maxText = 2000;

Label* made(QWidget* parent, double scale, QFont::Weight weight)
{
    auto* label = new Label(parent);
    QFont font = label->font();
    font.setPointSizeF(font.pointSizeF() * scale);
    font.setWeight(weight);
    label->setFont(font);
    return label;
}

} // namespace

Label::Label(QWidget* parent)
    : QLabel(parent)
{
    setTextFormat(Qt::PlainText);
}

void Label::setText(const QString& text)
{
    QLabel::setText(shortText(displayText(text), maxText));
}

void Label::setLines(const QStringList& lines)
{
    QStringList shown;
    for (const QString& line : lines)
        shown << shortText(displayText(line), maxText);
    QLabel::setText(shown.join(u'\n'));
}

/// Text that can be selected is in a document that QLabel has, the rest is painted here.
bool Label::paintsItself() const
{
    return wordWrap() && !buddy() && !(textInteractionFlags() & Qt::TextSelectableByMouse);
}

/// QLabel sets its document to break between words, each time it has something new to lay out.
void Label::breakLongWords() const
{
    auto* document = findChild<QTextDocument*>();
    if (!document || !wordWrap())
        return;
    const QTextOption option = wrappedOption(alignment(), layoutDirection());
    if (document->defaultTextOption().wrapMode() != option.wrapMode())
        document->setDefaultTextOption(option);
}

QSize Label::minimumSizeHint() const
{
    if (!wordWrap())
        return QLabel::minimumSizeHint();
    // Whatever the text is: nothing beside it moves when a longer one comes.
    const QFontMetrics metrics(font());
    return {metrics.averageCharWidth() * minLetters, metrics.height()};
}

QSize Label::sizeHint() const
{
    const QSize hint = QLabel::sizeHint();
    if (!wordWrap())
        return hint;
    // QLabel makes room for the longest word.
    const int width = std::min(hint.width(), QFontMetrics(font()).averageCharWidth() * maxLetters);
    return width == hint.width() ? hint : QSize(width, heightForWidth(width));
}

int Label::heightForWidth(int width) const
{
    if (paintsItself())
        return wrappedSize(font(), text(), width).height();
    const int between = QLabel::heightForWidth(width); // Lays it out.
    breakLongWords();
    return between < 0 || !wordWrap() ? between : QLabel::heightForWidth(width);
}

void Label::paintEvent(QPaintEvent* event)
{
    if (!paintsItself()) {
        QLabel::heightForWidth(width()); // Lays out what is new.
        breakLongWords();
        return QLabel::paintEvent(event);
    }
    QPainter painter(this);
    painter.setPen(palette().color(foregroundRole()));
    drawWrapped(painter, contentsRect(), text(),
                QStyle::visualAlignment(layoutDirection(), alignment()), layoutDirection());
}

QFont fixedFont(const QFont& beside)
{
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    if (beside.pointSizeF() > 0)
        font.setPointSizeF(beside.pointSizeF());
    else
        font.setPixelSize(beside.pixelSize());
    return font;
}

Label* headingLabel(const QString& text, QWidget* parent)
{
    auto* label = made(parent, 1.75, QFont::DemiBold);
    label->setWordWrap(true);
    label->setText(text);
    return label;
}

Label* titleLabel(QWidget* parent)
{
    auto* label = made(parent, 1.25, QFont::DemiBold);
    label->setWordWrap(true);
    return label;
}

Label* captionLabel(const QString& text, QWidget* parent)
{
    auto* label = made(parent, 1.0, QFont::DemiBold);
    label->setText(text);
    return label;
}

Label* mutedLabel(QWidget* parent)
{
    auto* label = made(parent, 1.0, QFont::Normal);
    label->setWordWrap(true);
    label->setForegroundRole(QPalette::PlaceholderText);
    return label;
}

Label* valueLabel(QWidget* parent)
{
    auto* label = made(parent, 1.0, QFont::Normal);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

} // namespace cairn
