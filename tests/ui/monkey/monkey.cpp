// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tests/ui/monkey/monkey.h"

#include "tests/support/hostilenames.h"
#include "tests/ui/consistency.h"

#include <QApplication>
#include <QDialog>
#include <QDir>
#include <QTest>
#include <QTreeView>
#include <QWindow>

#include <cmath>

namespace cairn::test {

namespace {

constexpr std::size_t maxGaps = 5;
constexpr int actionsOfADialog = 60; ///< Then it is closed, so that the rest has its turn.
constexpr std::chrono::milliseconds maxOfAnAction(2000);

/// Few more often than many: what happens to a list of ten thousand is the same, only slower.
int manyItems(Dice& dice)
{
    return int(400 * std::pow(25.0, double(dice.below(1001)) / 1000));
}

} // namespace

Monkey::Monkey(unsigned seed)
    : m_seed(seed)
    , m_dice(seed)
    , m_proxyDice(seed)
    , m_here(network, clock, folder.filePath(u"here"_s), Site::Login::OfTheSession)
    , m_there(network, clock, folder.filePath(u"there"_s), Site::Login::OfAUser)
{
    QApplication::setQuitOnLastWindowClosed(false);
    m_items = manyItems(m_dice);
    m_here.fill(m_items);
    m_there.fill(m_dice.between(400, 900));
    makeFiles();
    m_messages.onMessage = printStack;
    m_proxy.plan = [this](const FaultProxy::Request&) { return nextFault(); };
    QObject::connect(&m_time, &QTimer::timeout, &m_time, [this] {
        clock.advance(std::chrono::milliseconds(m_sinceAdvance.restart()));
        m_watchdog.turned();
    });
    m_sinceAdvance.start();
    m_time.start(10);
    QObject::connect(&m_rescue, &QTimer::timeout, &m_rescue, [this] { expire(); });
    m_rescue.start(200);
    accounts.keepTransfersIn(folder.filePath(u"transfers"_s));
    AccountSession& local = accounts.addLocal(m_here.url(), m_here.login(), u"This computer"_s);
    REQUIRE(until([&] { return local.library().loadState() == LoadState::Loaded; }));
    REQUIRE(await(accounts.add({u"Ada"_s, m_proxy.url(), {m_there.login(), {}}},
                               AccountSessions::Keep::InKeychain)));
    m_heartbeat.onBeat = [this](qint64 milliseconds) { noteGap(milliseconds); };
    m_heartbeat.forget();
}

/// What comes from its end is not the window's.
Monkey::~Monkey()
{
    m_heartbeat.onBeat = {};
    m_proxy.plan = {};
}

/// Small ones, an empty one, several parts, names of all kinds, a folder, a secret, a link out.
void Monkey::makeFiles()
{
    QDir place(folder.path());
    REQUIRE(place.mkpath(u"files/folder/deeper"_s));
    // Where file dialogs begin, and where downloads go.
    REQUIRE(place.mkpath(u"Downloads"_s));
    qputenv("HOME", place.filePath(u"Downloads"_s).toUtf8());
    QDir::setCurrent(place.filePath(u"files"_s));
    const auto write = [&](const QString& name, const QByteArray& bytes) {
        m_files << file(u"files/"_s + name, bytes);
    };
    write(u"empty"_s, {});
    write(u"small.txt"_s, QByteArray::number(m_seed));
    write(u"large.bin"_s, QByteArray(3'000'000, char(m_seed % 251)));
    write(u".env"_s, "AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n");
    write(u"broken.car"_s, "this is no CAR");
    for (const QString& name : hostileNames()) {
        if (!name.contains(u'/') && name.toUtf8().size() < 255)
            write(name, name.toUtf8());
    }
    for (int number = 0; number < 40; ++number)
        file(u"files/folder/deeper/%1"_s.arg(number), QByteArray::number(number));
    QFile::link(u"/etc/hostname"_s, place.filePath(u"files/folder/link"_s));
    m_files << place.filePath(u"files/folder"_s) << place.filePath(u"files/gone"_s);
}

void Monkey::play(std::chrono::seconds time)
{
    for (QDeadlineTimer end(time); !end.hasExpired();) {
        m_dice.turn(unsigned(++m_number));
        act();
        settle();
        look(m_number % 10 == 0);
        m_watchdog.acted();
    }
}

void Monkey::act()
{
    const bool answers = m_dice.chance(70);
    if (QApplication::activePopupWidget() && answers)
        return perform({"answers a menu"_L1, 0, &Monkey::answerPopup});
    if (QApplication::activeModalWidget() && answers)
        return perform({"answers a dialog"_L1, 0, &Monkey::answerDialog});
    int all = 0;
    for (const Action& action : actions())
        all += action.weight;
    int chosen = m_dice.below(all);
    for (const Action& action : actions()) {
        chosen -= action.weight;
        if (chosen < 0)
            return perform(action);
    }
}

void Monkey::perform(const Action& action)
{
    m_diary.begin(action.name);
    m_sinceAct.start();
    m_isActing = true;
    (this->*action.perform)();
    m_isActing = false;
}

/// Mostly at once, so that one thing falls into the other.
void Monkey::settle()
{
    if (!window.isVisible() && m_dice.chance(10))
        window.show();
    const int kind = m_dice.below(10);
    const int wait = kind < 6 ? 0 : kind < 9 ? m_dice.below(20) : m_dice.below(150);
    QDeadlineTimer end(wait);
    do
        QCoreApplication::processEvents(QEventLoop::AllEvents, 20);
    while (!end.hasExpired());
    QWidget* modal = QApplication::activeModalWidget();
    if (m_modal != modal) {
        m_modal = modal;
        m_modalSince = m_number;
    } else if (modal && m_number - m_modalSince > actionsOfADialog) {
        m_diary.add(u"(and closes the dialog)"_s);
        modal->close();
    }
}

/// A dialog of Qt's own that waits in an event loop of its own.
void Monkey::expire()
{
    if (!m_isActing || std::chrono::milliseconds(m_sinceAct.elapsed()) < maxOfAnAction)
        return;
    if (QWidget* popup = QApplication::activePopupWidget())
        popup->close();
    else if (QWidget* modal = QApplication::activeModalWidget())
        modal->close();
}

void Monkey::noteGap(qint64 milliseconds)
{
    const auto at = std::ranges::find_if(
        m_gaps, [&](const Gap& gap) { return gap.milliseconds < milliseconds; });
    if (at == m_gaps.end() && m_gaps.size() >= maxGaps)
        return;
    m_gaps.insert(at, {milliseconds, m_diary.current()});
    if (m_gaps.size() > maxGaps)
        m_gaps.pop_back();
}

QString Monkey::place() const
{
    return u"CAIRN_MONKEY_SEED=%1, %2 items. The last actions:\n%3"_s.arg(m_seed).arg(m_items).arg(
        QString::fromUtf8(m_diary.last()));
}

void Monkey::look(bool closely)
{
    QStringList found = m_messages.take();
    found += inconsistencies(window, closely);
    INFO(place().toStdString());
    const bool isWhole = found.isEmpty();
    CAPTURE(found);
    REQUIRE(isWhole);
}

QString Monkey::summary() const
{
    QString text = u"seed %1, %2 items, %3 actions:\n"_s.arg(m_seed).arg(m_items).arg(m_number);
    const QMap<QString, int> counts = m_diary.counts();
    for (auto count = counts.begin(); count != counts.end(); ++count)
        text += u"  %1 %2\n"_s.arg(count.value(), 5).arg(count.key());
    text += u"The longest gaps of the event loop:\n"_s;
    for (const Gap& gap : m_gaps)
        text += u"  %1 ms: %2\n"_s.arg(gap.milliseconds, 5).arg(gap.during);
    return text
        + u"In the end transfers took %1 ms, and %2 accounts with their lists %3 ms.\n"_s
              .arg(m_transfersEnded)
              .arg(accounts.all().size())
              .arg(m_listsLoaded);
}

/// As the window system has it; the test platform has nobody who gives a window the keys back.
QWindow* Monkey::front() const
{
    if (QWindow* focus = QGuiApplication::focusWindow())
        return focus;
    if (const QWidget* modal = QApplication::activeModalWidget())
        return modal->windowHandle();
    return window.isVisible() ? window.windowHandle() : nullptr;
}

/// Does not wait for anything, unlike press(), and presses no Ctrl or Alt before it: what these
/// close is gone when the key itself comes to it.
void Monkey::key(Qt::Key key, Qt::KeyboardModifiers modifiers, const QString& text)
{
    if (!QApplication::activeWindow() && window.isVisible())
        window.activateWindow();
    const QPointer<QWindow> target = front();
    for (const QEvent::Type type : {QEvent::KeyPress, QEvent::KeyRelease}) {
        if (target)
            qt_handleKeyEvent(target, type, key, modifiers, text);
    }
}

void Monkey::letter(QChar letter)
{
    key(Qt::Key(letter.toUpper().unicode()), Qt::NoModifier, letter);
}

void Monkey::click(QWidget& widget, const QPoint& at, Qt::KeyboardModifiers modifiers)
{
    const QWidget* top = widget.window();
    const QPoint there = widget.mapTo(top, at);
    const QPointer<QWindow> target = top->windowHandle();
    // A widget may know its next size before its window does.
    if (!target || !QRect({}, target->size()).contains(there))
        return;
    QTest::mousePress(target, Qt::LeftButton, modifiers, there);
    if (target)
        QTest::mouseRelease(target, Qt::LeftButton, modifiers, there);
}

void Monkey::clickNamed(QWidget& top, QLatin1StringView name)
{
    auto* widget = top.findChild<QWidget*>(name);
    if (widget && widget->isVisible() && widget->isEnabled())
        click(*widget, widget->rect().center());
}

QTreeView* Monkey::list()
{
    for (const auto* name : {u"storedTable", u"transferList", u"tokenTable"}) {
        for (auto* view : window.findChildren<QTreeView*>(QString::fromUtf16(name))) {
            if (view->isVisible())
                return view;
        }
    }
    return nullptr;
}

QString Monkey::anyName()
{
    return m_dice.chance(50) ? m_dice.oneOf(hostileNames())
                             : u"item %1"_s.arg(m_dice.below(10'000), 5, 10, QChar(u'0'));
}

QString Monkey::anyFile()
{
    return m_dice.oneOf(m_files);
}

} // namespace cairn::test
