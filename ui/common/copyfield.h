// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <QWidget>

class QLineEdit;
class QToolButton;

namespace cairn {

/// A value to read and copy, such as a CID. Not for secrets: it copies to the clipboard for good.
class CopyField final : public QWidget
{
    Q_OBJECT

public:
    /// @p what names the value: "CID"; @p copyText says what the button does: "Copy CID".
    CopyField(const QString& what, const QString& copyText, QWidget* parent = nullptr);

    void setValue(const QString& value);
    QString value() const;

private:
    void copy() const;

    QLineEdit* m_edit;
    QToolButton* m_copy;
};

} // namespace cairn
