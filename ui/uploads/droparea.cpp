// SPDX-License-Identifier: MIT OR Apache-2.0
#include "ui/uploads/droparea.h"

#include "ui/common/label.h"
#include "ui/common/picture.h"
#include "ui/style/cairnstyle.h"
#include "ui/text/referencetext.h"

#include <QDragEnterEvent>
#include <QHBoxLayout>
#include <QMimeData>
#include <QPainter>
#include <QPushButton>
#include <QUrl>

#include <algorithm>

namespace cairn {
using namespace Qt::StringLiterals;

namespace {
constexpr qsizetype maxText = 16 * 1024; ///< More is a document and no list of links.
}

DropArea::DropArea(QWidget* parent)
    : QFrame(parent)
    , m_layout(new QBoxLayout(QBoxLayout::TopToBottom, this))
    , m_picture(new Picture(u"upload"_s, Tone::Accent, 64, this))
    , m_title(titleLabel(this))
    , m_sentence(mutedLabel(this))
    , m_files(new QPushButton(tr("Choose f&iles…"), this))
    , m_folder(new QPushButton(tr("Choose f&older…"), this))
{
    setObjectName("dropArea"_L1);
    setAcceptDrops(true);
    m_title->setText(tr("Drop files or folders here"));
    m_sentence->setObjectName("dropSentence"_L1);
    m_files->setObjectName("uploadFilesButton"_L1);
    m_folder->setObjectName("uploadFolderButton"_L1);
    setLook(m_files, Look::Primary);

    auto* texts = new QVBoxLayout;
    texts->setSpacing(4);
    texts->addStretch();
    texts->addWidget(m_title);
    texts->addWidget(m_sentence);
    texts->addStretch();
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_files);
    buttons->addWidget(m_folder);
    m_layout->addStretch(2);
    m_layout->addWidget(m_picture);
    m_layout->addLayout(texts);
    m_layout->addLayout(buttons);
    m_layout->addStretch(3);

    connect(m_files, &QPushButton::clicked, this, &DropArea::filesRequested);
    connect(m_folder, &QPushButton::clicked, this, &DropArea::folderRequested);
    setReason({});
    setCompact(false);
}

void DropArea::setCompact(bool compact)
{
    const auto along = compact ? Qt::AlignLeft : Qt::AlignHCenter;
    m_layout->setDirection(compact ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
    m_layout->setContentsMargins(20, 16, 20, 16);
    m_layout->setSpacing(16);
    m_layout->setStretch(0, compact ? 0 : 2);
    m_layout->setStretch(2, compact ? 1 : 0);
    m_layout->setStretch(4, compact ? 0 : 3);
    m_layout->setAlignment(m_picture, compact ? Qt::AlignVCenter : Qt::AlignHCenter);
    m_title->setAlignment(along);
    m_sentence->setAlignment(along);
    m_layout->itemAt(3)->setAlignment(compact ? Qt::AlignVCenter : Qt::AlignHCenter);
    setSizePolicy(QSizePolicy::Preferred, compact ? QSizePolicy::Maximum : QSizePolicy::Expanding);
    m_picture->setSide(compact ? 32 : 64);
}

void DropArea::setReason(const QString& reason)
{
    const bool enabled = reason.isEmpty();
    m_sentence->setText(enabled ? tr("You get one CID for all that you drop together. Nothing is "
                                     "changed in your files.")
                                : reason);
    for (QPushButton* button : {m_files, m_folder}) {
        button->setEnabled(enabled);
        button->setToolTip(reason);
        button->setAccessibleDescription(reason);
    }
}

void DropArea::focusFiles()
{
    m_files->setFocus();
}

bool DropArea::isPromising(const QMimeData& data)
{
    return data.hasUrls() || data.hasText();
}

QStringList DropArea::contents(const QMimeData& data)
{
    QStringList contents;
    for (const QUrl& url : data.urls()) {
        if (url.isLocalFile())
            contents << url.toLocalFile();
    }
    if (!contents.isEmpty())
        return contents;
    // As text, since a QUrl has lost the capitals of a CID.
    const QString text
        = data.hasText() ? data.text() : QString::fromUtf8(data.data(u"text/uri-list"_s));
    for (const QString& line : text.first(std::min(text.size(), maxText)).split(u'\n')) {
        if (isAddress(line.trimmed()))
            contents << line.trimmed();
    }
    contents.removeDuplicates();
    return contents;
}

void DropArea::dragEnterEvent(QDragEnterEvent* event)
{
    if (!isPromising(*event->mimeData()))
        return;
    event->setDropAction(Qt::CopyAction);
    event->accept();
    m_isTarget = true;
    update();
}

void DropArea::dragLeaveEvent(QDragLeaveEvent*)
{
    m_isTarget = false;
    update();
}

void DropArea::dropEvent(QDropEvent* event)
{
    m_isTarget = false;
    update();
    event->setDropAction(Qt::CopyAction);
    event->accept();
    emit dropped(contents(*event->mimeData()));
}

void DropArea::paintEvent(QPaintEvent*)
{
    const QColor base = palette().color(QPalette::Base);
    const QColor accent = palette().color(QPalette::Link);
    const QColor text = palette().color(QPalette::Text);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QPen pen(m_isTarget ? accent : Theme::mix(text, base, 0.35), 1.4);
    pen.setDashPattern({5, 4});
    painter.setPen(pen);
    painter.setBrush(m_isTarget ? Theme::mix(accent, base, 0.12)
                                : palette().color(QPalette::AlternateBase));
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 12, 12);
}

} // namespace cairn
