// SPDX-License-Identifier: MIT OR Apache-2.0
#include "ui/uploads/list/transfermenu.h"

#include "ui/text/formatting.h"
#include "ui/uploads/list/transferlimits.h"

#include <QActionGroup>
#include <QLocale>
#include <QMenu>

#include <algorithm>

namespace cairn {
// That of keys; the flags of the API hide it.
using ::operator|;
using namespace Qt::StringLiterals;

namespace {

/// One of the entries holds. The group of the last filling goes.
QActionGroup* newGroup(QMenu& menu)
{
    delete menu.findChild<QActionGroup*>(QString(), Qt::FindDirectChildrenOnly);
    return new QActionGroup(&menu);
}

} // namespace

TransferMenu::TransferMenu(QObject* parent)
    : QObject(parent)
{ }

QAction* TransferMenu::add(QMenu& menu, const QString& text, Action action, const QKeySequence& key)
{
    QAction* entry = menu.addAction(text);
    entry->setShortcut(key);
    connect(entry, &QAction::triggered, this, [this, action] {
        if (m_controls)
            m_controls->perform(action);
    });
    m_entries.push_back({entry, action});
    return entry;
}

void TransferMenu::fill(QMenu& menu)
{
    fillOne(menu);
    menu.addSeparator();
    fillAll(menu);
    menu.addSeparator();
    QMenu* bandwidth = menu.addMenu(tr("&Bandwidth"));
    connect(bandwidth, &QMenu::aboutToShow, this, [this, bandwidth] { fillBandwidth(*bandwidth); });
    QMenu* parts = menu.addMenu(tr("Parts at Onc&e"));
    connect(parts, &QMenu::aboutToShow, this, [this, parts] { fillParts(*parts); });
    connect(&menu, &QMenu::aboutToShow, this, &TransferMenu::update);
    update();
}

void TransferMenu::fillOne(QMenu& menu)
{
    add(menu, tr("&Resume"), Action::Resume, Qt::CTRL | Qt::Key_S);
    add(menu, tr("&Pause"), Action::Pause, Qt::CTRL | Qt::Key_P);
    QMenu* pauseFor = menu.addMenu(tr("Pause &For"));
    add(*pauseFor, tr("&15 Minutes"), Action::PauseQuarter);
    add(*pauseFor, tr("1 &Hour"), Action::PauseHour);
    add(*pauseFor, tr("Until &Tomorrow, 8 o’Clock"), Action::PauseTomorrow);
    add(menu, tr("Re&try"), Action::Retry, Qt::CTRL | Qt::SHIFT | Qt::Key_R);
    add(menu, tr("Ca&ncel"), Action::Cancel);
    add(menu, tr("Remove from Li&st"), Action::Remove);
    menu.addSeparator();
    QMenu* move = menu.addMenu(tr("&Move"));
    add(*move, tr("&First"), Action::MoveFirst, Qt::CTRL | Qt::SHIFT | Qt::Key_Up);
    add(*move, tr("&Up"), Action::MoveUp, Qt::CTRL | Qt::Key_Plus);
    add(*move, tr("&Down"), Action::MoveDown, Qt::CTRL | Qt::Key_Minus);
    add(*move, tr("&Last"), Action::MoveLast, Qt::CTRL | Qt::SHIFT | Qt::Key_Down);
}

void TransferMenu::fillAll(QMenu& menu)
{
    add(menu, tr("Resume &All"), Action::ResumeAll, Qt::CTRL | Qt::SHIFT | Qt::Key_S);
    add(menu, tr("Pa&use All"), Action::PauseAll, Qt::CTRL | Qt::SHIFT | Qt::Key_P);
    QMenu* pauseFor = menu.addMenu(tr("Pause All F&or"));
    add(*pauseFor, tr("&15 Minutes"), Action::PauseAllQuarter);
    add(*pauseFor, tr("1 &Hour"), Action::PauseAllHour);
    add(*pauseFor, tr("Until &Tomorrow, 8 o’Clock"), Action::PauseAllTomorrow);
    add(menu, tr("Retry All Fa&iled"), Action::RetryFailed);
    add(menu, tr("Cance&l All…"), Action::CancelAll);
}

void TransferMenu::fillBandwidth(QMenu& menu)
{
    menu.clear();
    if (!m_controls)
        return;
    TransferLimits& limits = m_controls->limits();
    const qint64 now = limits.limits().bytesPerSecond;
    std::vector<qint64> choices{0, 100'000, 1'000'000, 5'000'000, 20'000'000};
    if (!std::ranges::count(choices, now))
        choices.push_back(now);
    QActionGroup* oneOf = newGroup(menu);
    for (const qint64 choice : choices) {
        QAction* action
            = menu.addAction(choice == 0 ? tr("&No Limit") : formatRate(choice), &limits,
                             [&limits, choice] { limits.setBytesPerSecond(choice); });
        action->setCheckable(true);
        action->setChecked(choice == now);
        oneOf->addAction(action);
    }
    menu.addSeparator();
    menu.addAction(tr("&Custom…"), m_controls, &TransferControls::chooseBandwidth);
}

void TransferMenu::fillParts(QMenu& menu)
{
    menu.clear();
    if (!m_controls)
        return;
    TransferLimits& limits = m_controls->limits();
    QActionGroup* oneOf = newGroup(menu);
    for (const int choice : {1, 2, 3, 4, 6, 8}) {
        QAction* action = menu.addAction(QLocale().toString(choice), &limits,
                                         [&limits, choice] { limits.setPartsInFlight(choice); });
        action->setCheckable(true);
        action->setChecked(choice == limits.limits().partsInFlight);
        oneOf->addAction(action);
    }
}

void TransferMenu::setControls(TransferControls* controls)
{
    if (m_controls)
        m_controls->disconnect(this);
    m_controls = controls;
    if (m_controls)
        connect(m_controls, &TransferControls::possibleChanged, this, &TransferMenu::update);
    update();
}

void TransferMenu::update()
{
    for (const Entry& entry : m_entries)
        entry.shown->setEnabled(m_controls && m_controls->isPossible(entry.action));
}

} // namespace cairn
