// SPDX-License-Identifier: MIT OR Apache-2.0
#include "ui/sidebar.h"

#include "ui/account/accountswitcher.h"
#include "ui/common/navbutton.h"
#include "ui/style/icon.h"
#include "ui/style/theme.h"

#include <QAction>
#include <QButtonGroup>
#include <QPainter>
#include <QVBoxLayout>

namespace cairn {
using namespace Qt::StringLiterals;

Sidebar::Sidebar(QWidget* parent)
    : QWidget(parent)
    , m_switcher(new AccountSwitcher(this))
    , m_entries(new QButtonGroup(this))
    , m_top(new QVBoxLayout)
    , m_bottom(new QVBoxLayout)
{
    setObjectName("sidebar"_L1);
    setFixedWidth(fontMetrics().averageCharWidth() * 38);
    m_top->setSpacing(2);
    m_bottom->setSpacing(2);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 14, 12, 14);
    layout->setSpacing(0);
    layout->addWidget(m_switcher);
    layout->addSpacing(16);
    layout->addLayout(m_top);
    layout->addStretch();
    layout->addLayout(m_bottom);
}

void Sidebar::addEntry(const QString& iconName, QAction* action, QLatin1StringView objectName)
{
    auto* button = new NavButton(iconName, action, this);
    button->setObjectName(objectName);
    button->setCheckable(true);
    m_entries->addButton(button, int(m_entries->buttons().size()));
    m_top->addWidget(button);
}

void Sidebar::addFooter(const QString& iconName, QAction* action, QLatin1StringView objectName)
{
    auto* button = new NavButton(iconName, action, this);
    button->setObjectName(objectName);
    m_bottom->addWidget(button);
}

void Sidebar::setCurrent(int entry)
{
    m_entries->button(entry)->setChecked(true);
}

void Sidebar::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setPen(Theme::hairline(palette()));
    painter.drawLine(rect().topRight(), rect().bottomRight());
}

} // namespace cairn
