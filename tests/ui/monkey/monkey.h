// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "tests/support/faultproxy.h"
#include "tests/support/heartbeat.h"
#include "tests/ui/messages.h"
#include "tests/ui/monkey/site.h"
#include "tests/ui/monkey/watchdog.h"
#include "tests/ui/world.h"

#include <QElapsedTimer>

#include <span>

class QDialog;
class QTreeView;

namespace cairn::test {

/// Somebody without a plan at a real window, with two real services behind it that fail, and other
/// people at work on them. What is done is chosen by the seed; what is not: how the answers of the
/// services and the work of threads lie between the actions.
class Monkey final : public World
{
public:
    explicit Monkey(unsigned seed);
    ~Monkey();

    /// One action after another, and a look at the window after each.
    void play(std::chrono::seconds time);
    /// Lets everything that was begun come to its end, and compares with the services.
    void rest();

    /// What was done how often, and the longest gaps of the event loop.
    QString summary() const;

private:
    struct Action
    {
        QLatin1StringView name;
        int weight;
        void (Monkey::*perform)();
    };
    struct Gap
    {
        qint64 milliseconds;
        QString during;
    };
    enum class Weather { Fine, Cuts, LostAnswers, Refusals, Silence, Mixed };

    static std::span<const Action> actions();
    void makeFiles();
    void act();
    void perform(const Action& action);
    void settle();
    void expire();
    void noteGap(qint64 milliseconds);
    void look(bool closely);
    QString place() const;

    // Of a person at the window.
    void pressKey();
    void pressShortcut();
    void typeLetters();
    void clickHeader();
    void search();
    void clickRow();
    void openContextMenu();
    void scroll();
    void renameRow();
    void deleteRow();
    void downloadRow();
    void clickButton();
    void triggerMenuEntry();
    void openMenu();
    void showAnyPage();
    void switchAccount();
    void dropFiles();
    void pasteFiles();
    void resizeWindow();
    void hideWindow();
    void chooseTheme();
    void answerPopup();
    void answerDialog();
    void answerQuestion(QDialog& dialog);
    void answerFileDialog(QDialog& dialog);
    void answerPreview(QDialog& dialog);
    void answerForm(QDialog& dialog);

    // Of the rest of the world.
    void stopService();
    void startService();
    void replaceLocalAccount();
    void addAccount();
    void removeAccount();
    void askAccountAgain();
    void changeWeather();
    void thaw();
    void changeVault();
    void letTimePass();
    void othersStore();
    void othersDelete();
    void othersRename();
    void changeFiles();

    FaultProxy::Fault nextFault();
    void calmDown();
    void endDialogs();
    void endTransfers(const AccountId& id);
    bool goesOn(AccountSession& session);
    void compare(AccountSession& account, Site& site);

    QWindow* front() const;
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = {}, const QString& text = {});
    void letter(QChar letter);
    void click(QWidget& widget, const QPoint& at, Qt::KeyboardModifiers modifiers = {});
    void clickNamed(QWidget& window, QLatin1StringView name);
    QTreeView* list(); ///< Of the page in front.
    QString anyName();
    QString anyFile();
    /// What takes the thread of the window and is none of its doing.
    template<typename Work> void aside(Work work)
    {
        work();
        m_heartbeat.forget();
    }

    unsigned m_seed;
    Dice m_dice;
    Dice m_proxyDice;
    Diary m_diary;
    Messages m_messages;
    Site m_here;
    Site m_there;
    FaultProxy m_proxy{m_there.url()};
    Weather m_weather = Weather::Fine;
    QStringList m_files;
    Heartbeat m_heartbeat;
    std::vector<Gap> m_gaps; ///< The longest first.
    QElapsedTimer m_sinceAdvance;
    QTimer m_time;
    QElapsedTimer m_sinceAct;
    QTimer m_rescue;
    bool m_isActing = false;
    int m_number = 0;
    int m_items = 0;
    qint64 m_transfersEnded = 0; ///< Milliseconds that it took in the end.
    qint64 m_listsLoaded = 0;
    QPointer<QWidget> m_modal;
    int m_modalSince = 0; ///< Number of the action after which it was there.
    Watchdog m_watchdog{m_diary};
};

} // namespace cairn::test
