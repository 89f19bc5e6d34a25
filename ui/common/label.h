// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <QLabel>

class QFont;

namespace cairn {

/// Shows display text (ui/text/displaytext.h), never markup, since names come from other people.
/// One that wraps breaks a word that is longer than its line, so that no name is wider than its
/// place.
class Label final : public QLabel
{
    Q_OBJECT

public:
    explicit Label(QWidget* parent);

    void setText(const QString& text); ///< One paragraph: a line break in it is shown as ␊.
    void setLines(const QStringList& lines);
    /// QLabel's slot would show the text as it is.
    void setNum(int) = delete;
    void setPixmap(const QPixmap&) = delete;

    QSize minimumSizeHint() const override;
    QSize sizeHint() const override;
    int heightForWidth(int width) const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    bool paintsItself() const;
    void breakLongWords() const;
};

// The few kinds of text there are.

Label* headingLabel(const QString& text, QWidget* parent); ///< One a pane; wraps.
Label* titleLabel(QWidget* parent); ///< Of a dialog or a part of a pane; wraps.
Label* captionLabel(const QString& text, QWidget* parent); ///< Above a value or field.
Label* mutedLabel(QWidget* parent); ///< Explains; wraps.
Label* valueLabel(QWidget* parent); ///< A value one may select; wraps.

/// Letters of one width, for CIDs and secrets, as large as those beside them.
QFont fixedFont(const QFont& beside);

} // namespace cairn
