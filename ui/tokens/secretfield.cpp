// SPDX-License-Identifier: MIT OR Apache-2.0
#include "ui/tokens/secretfield.h"

#include "ui/common/label.h"
#include "ui/style/cairnstyle.h"
#include "ui/style/icon.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>

namespace cairn {
using namespace Qt::StringLiterals;

SecretField::SecretField(QWidget* parent)
    : QWidget(parent)
    , m_edit(new QLineEdit(this))
    , m_reveal(new QPushButton(this))
    , m_copy(new QPushButton(tr("&Copy token"), this))
{
    m_edit->setObjectName("secretEdit"_L1);
    m_edit->setReadOnly(true);
    m_edit->setFont(fixedFont(font()));
    m_edit->setAccessibleName(tr("Token secret"));
    m_reveal->setObjectName("revealSecretButton"_L1);
    m_reveal->setCheckable(true);
    m_reveal->setAutoDefault(false);
    m_copy->setObjectName("copySecretButton"_L1);
    setLook(m_copy, Look::Primary);

    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(m_edit, 1);
    layout->addWidget(m_reveal);
    layout->addWidget(m_copy);
    connect(m_reveal, &QPushButton::toggled, this, &SecretField::show);
    connect(m_copy, &QPushButton::clicked, this, &SecretField::copyRequested);
    setSecret({});
}

void SecretField::focusCopy()
{
    m_copy->setFocus();
}

void SecretField::setSecret(const Secret& secret)
{
    m_secret = secret;
    m_reveal->setEnabled(!secret.isEmpty());
    m_copy->setEnabled(!secret.isEmpty());
    m_reveal->setChecked(false);
    show(false);
}

void SecretField::show(bool revealed)
{
    m_edit->setText(revealed                 ? QString::fromUtf8(m_secret.reveal())
                        : m_secret.isEmpty() ? QString()
                                             : QString(24, u'•'));
    m_edit->setCursorPosition(0);
    m_edit->setAccessibleDescription(revealed ? tr("Shown") : tr("Hidden"));
    m_reveal->setText(revealed ? tr("&Hide") : tr("&Reveal"));
    m_reveal->setIcon(icon(revealed ? u"hide"_s : u"reveal"_s));
}

} // namespace cairn
