// SPDX-License-Identifier: MIT OR Apache-2.0
#include "ui/common/copyfield.h"

#include "ui/common/label.h"
#include "ui/style/icon.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QToolButton>

namespace cairn {
using namespace Qt::StringLiterals;

CopyField::CopyField(const QString& what, const QString& copyText, QWidget* parent)
    : QWidget(parent)
    , m_edit(new QLineEdit(this))
    , m_copy(new QToolButton(this))
{
    m_edit->setReadOnly(true);
    m_edit->setFont(fixedFont(font()));
    m_edit->setAccessibleName(what);
    m_copy->setIcon(icon(u"copy"_s));
    m_copy->setAutoRaise(true);
    m_copy->setFocusPolicy(Qt::StrongFocus);
    m_copy->setToolTip(copyText);
    m_copy->setAccessibleName(copyText);
    setFocusProxy(m_edit);

    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(4);
    layout->addWidget(m_edit, 1);
    layout->addWidget(m_copy);
    connect(m_copy, &QToolButton::clicked, this, &CopyField::copy);
}

void CopyField::setValue(const QString& value)
{
    m_edit->setText(value);
    m_edit->setCursorPosition(0);
    m_copy->setEnabled(!value.isEmpty());
}

QString CopyField::value() const
{
    return m_edit->text();
}

void CopyField::copy() const
{
    QGuiApplication::clipboard()->setText(m_edit->text());
}

} // namespace cairn
