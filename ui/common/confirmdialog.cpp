// SPDX-License-Identifier: MIT OR Apache-2.0
#include "ui/common/confirmdialog.h"

#include "ui/common/label.h"
#include "ui/common/picture.h"
#include "ui/style/cairnstyle.h"
#include "ui/text/displaytext.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

namespace cairn {
using namespace Qt::StringLiterals;

ConfirmDialog::ConfirmDialog(const Question& question, QWidget* parent)
    : QDialog(parent)
{
    setObjectName("confirmDialog"_L1);
    QString title = question.verb;
    setWindowTitle(title.remove(u'&'));
    setAccessibleDescription(
        displayText(question.warning + u' ' + question.consequences.join(u' ')));

    auto* picture = new Picture(u"warning"_s, Tone::Caution, 36, this);
    auto* headline = titleLabel(this);
    headline->setObjectName("confirmTitle"_L1);
    headline->setText(question.title);
    auto* warning = valueLabel(this);
    warning->setObjectName("confirmWarning"_L1);
    warning->setText(question.warning);
    auto* texts = new QVBoxLayout;
    texts->setSpacing(8);
    texts->addWidget(headline);
    texts->addWidget(warning);
    for (const QString& consequence : question.consequences) {
        auto* line = mutedLabel(this);
        line->setText(u"•  "_s + consequence);
        texts->addWidget(line);
    }
    texts->addStretch();

    auto* cancel = new QPushButton(tr("&Cancel"), this);
    cancel->setObjectName("cancelButton"_L1);
    cancel->setDefault(true);
    auto* action = new QPushButton(question.verb, this);
    action->setObjectName(question.objectName);
    action->setAutoDefault(false);
    setLook(action, Look::Danger);

    auto* top = new QHBoxLayout;
    top->setSpacing(16);
    top->addWidget(picture, 0, Qt::AlignTop);
    top->addLayout(texts, 1);
    auto* buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(action);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 24, 24, 20);
    layout->setSpacing(20);
    layout->addLayout(top, 1);
    layout->addLayout(buttons);
    setMinimumWidth(fontMetrics().averageCharWidth() * 66);
    cancel->setFocus();

    connect(action, &QPushButton::clicked, this, &QDialog::accept);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
}

ConfirmDialog* ConfirmDialog::ask(const Question& question, QWidget* parent)
{
    auto* dialog = new ConfirmDialog(question, parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
    return dialog;
}

} // namespace cairn
