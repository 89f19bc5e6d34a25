// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <QDialog>
#include <QStringList>

class QPushButton;

namespace cairn {

/// Asks before something that cannot be taken back. Return and Esc both mean Cancel; only the
/// button that names the action does it. Shown with ask(), which does not block.
class ConfirmDialog final : public QDialog
{
    Q_OBJECT

public:
    struct Question
    {
        QString title; ///< "Revoke “deploy”?"
        QString warning; ///< The one sentence that must be read.
        QStringList consequences;
        QString verb; ///< On the button: "Revoke token".
        QString objectName; ///< Of that button.
    };

    ConfirmDialog(const Question& question, QWidget* parent);

    /// Opens a dialog that deletes itself; connect to accepted().
    static ConfirmDialog* ask(const Question& question, QWidget* parent);
};

} // namespace cairn
