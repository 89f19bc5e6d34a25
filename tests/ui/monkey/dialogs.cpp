// SPDX-License-Identifier: MIT OR Apache-2.0
// What a person answers to what stands before the window.
#include "tests/ui/monkey/monkey.h"

#include <QAbstractButton>
#include <QApplication>
#include <QDialog>
#include <QDir>
#include <QFileDialog>
#include <QLineEdit>
#include <QMenu>

namespace cairn::test {

void Monkey::answerPopup()
{
    const Qt::Key keys[]{Qt::Key_Down,   Qt::Key_Down,   Qt::Key_Up,     Qt::Key_Right,
                         Qt::Key_Return, Qt::Key_Return, Qt::Key_Escape, Qt::Key_Escape};
    const Qt::Key chosen = m_dice.oneOf(keys);
    m_diary.add(QKeySequence(chosen).toString());
    key(chosen);
}

void Monkey::answerDialog()
{
    QWidget* modal = QApplication::activeModalWidget();
    auto* dialog = qobject_cast<QDialog*>(modal);
    if (!dialog)
        return;
    m_diary.add(dialog->objectName());
    if (qobject_cast<QFileDialog*>(dialog))
        return answerFileDialog(*dialog);
    if (dialog->objectName() == "previewDialog"_L1)
        return answerPreview(*dialog);
    if (dialog->findChild<QLineEdit*>())
        return answerForm(*dialog);
    answerQuestion(*dialog);
}

void Monkey::answerQuestion(QDialog& dialog)
{
    if (m_dice.chance(20))
        return key(Qt::Key_Escape);
    const auto buttons = dialog.findChildren<QAbstractButton*>();
    if (buttons.isEmpty())
        return dialog.reject();
    QAbstractButton* button = m_dice.oneOf(buttons);
    m_diary.add(button->text());
    click(*button, button->rect().center());
}

/// Only what is in the folders of the test: a click on another place could take the whole disk.
void Monkey::answerFileDialog(QDialog& dialog)
{
    auto& chooser = static_cast<QFileDialog&>(dialog);
    if (m_dice.chance(40))
        return dialog.reject();
    const bool saves = chooser.acceptMode() == QFileDialog::AcceptSave;
    const QString path = saves ? folder.filePath(u"Downloads/%1"_s.arg(m_dice.below(40)))
        : chooser.fileMode() == QFileDialog::Directory ? folder.filePath(u"files/folder"_s)
                                                       : anyFile();
    m_diary.add(path);
    chooser.setDirectory(QFileInfo(path).absolutePath());
    chooser.selectFile(QFileInfo(path).fileName());
    if (m_dice.chance(80))
        QMetaObject::invokeMethod(&chooser, "accept");
}

void Monkey::answerPreview(QDialog& dialog)
{
    switch (m_dice.below(6)) {
    case 0:
        return dialog.reject();
    case 1:
        return clickNamed(
            dialog,
            m_dice.oneOf(std::array{"previewWrap"_L1, "previewHidden"_L1, "previewAtOnce"_L1}));
    case 2:
        clickNamed(dialog, "previewPublic"_L1);
        return clickNamed(dialog, "previewWithout"_L1);
    case 3:
        if (auto* name = dialog.findChild<QLineEdit*>(u"previewName"_s))
            name->setText(anyName());
        return;
    default:
        return key(Qt::Key_Return, Qt::ControlModifier);
    }
}

void Monkey::answerForm(QDialog& dialog)
{
    const auto fields = dialog.findChildren<QLineEdit*>();
    QLineEdit* field = m_dice.oneOf(fields);
    switch (m_dice.below(5)) {
    case 0:
        return key(Qt::Key_Escape);
    case 1:
        return key(Qt::Key_Return);
    case 2:
        return answerQuestion(dialog);
    default:
        break;
    }
    if (field->objectName() == "endpointEdit"_L1)
        field->setText(m_dice.chance(80) ? m_proxy.url().toString() : anyName());
    else if (field->objectName() == "loginTokenEdit"_L1 && m_dice.chance(80))
        field->setText(QString::fromLatin1(m_there.login().reveal()));
    else if (!field->isReadOnly() && field->objectName() != "qt_spinbox_lineedit"_L1)
        field->setText(anyName());
}

} // namespace cairn::test
