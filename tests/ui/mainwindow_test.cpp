// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tests/ui/openedplaces.h"
#include "tests/ui/world.h"

#include <QAction>
#include <QApplication>
#include <QMenuBar>
#include <QTemporaryDir>

using namespace cairn;
using namespace cairn::test;

namespace {

/// Every action of the menu bar, however deep.
QList<QAction*> actionsOf(const QWidget& menu)
{
    QList<QAction*> all;
    for (QAction* action : menu.actions()) {
        if (action->menu())
            all += actionsOf(*action->menu());
        else if (!action->isSeparator())
            all += action;
    }
    return all;
}

} // namespace

TEST_CASE_METHOD(World, "a window without any account does not fall over any key")
{
    checkControls();
    for (const Qt::Key key :
         {Qt::Key_1, Qt::Key_2, Qt::Key_3, Qt::Key_4, Qt::Key_T, Qt::Key_O, Qt::Key_R, Qt::Key_F})
        press(key, Qt::ControlModifier);
    for (const Qt::Key key : {Qt::Key_F5, Qt::Key_F2, Qt::Key_Delete, Qt::Key_Escape})
        press(key);
    CHECK_FALSE(QApplication::activeModalWidget());
    CHECK(isVisible(u"accountSwitcher"_s));
}

TEST_CASE_METHOD(World, "Ctrl and a digit shows each page, and the sidebar marks it")
{
    local();
    const std::pair<Qt::Key, QString> pages[]{{Qt::Key_1, u"uploadPane"_s},
                                              {Qt::Key_2, u"storedPane"_s},
                                              {Qt::Key_3, u"tokenPane"_s},
                                              {Qt::Key_4, u"accountPane"_s}};
    for (const auto& [key, pane] : pages) {
        press(key, Qt::ControlModifier);
        CHECK(isVisible(pane));
        checkControls();
    }
}

TEST_CASE_METHOD(World, "the sidebar is walked with the arrow keys")
{
    local();
    REQUIRE(tabTo(u"navUploads"_s));
    press(Qt::Key_Down);
    CHECK(focused() == u"navStored"_s);
    CHECK(isVisible(u"storedPane"_s));
    press(Qt::Key_Up);
    CHECK(isVisible(u"uploadPane"_s));
}

TEST_CASE_METHOD(World, "no two actions have one shortcut, and no menu one mnemonic twice")
{
    local();
    QHash<QString, const QAction*> owners; // One action may stand in two menus.
    for (const QAction* action : actionsOf(*window.menuBar())) {
        for (const QKeySequence& keys : action->shortcuts()) {
            CAPTURE(keys.toString(), action->text());
            CHECK(owners.value(keys.toString(), action) == action);
            owners.insert(keys.toString(), action);
        }
    }
    for (const QAction* menu : window.menuBar()->actions()) {
        QStringList keys;
        for (const QAction* action : menu->menu()->actions()) {
            const QString key = QKeySequence::mnemonic(action->text()).toString();
            CAPTURE(action->text());
            CHECK((key.isEmpty() || !keys.contains(key)));
            keys << key;
        }
    }
}

TEST_CASE_METHOD(World, "what no selection allows is disabled in the menus")
{
    local();
    press(Qt::Key_2, Qt::ControlModifier);
    for (const QAction* action : actionsOf(*window.menuBar())) {
        if (action->text() == u"&Delete…"_s || action->text() == u"&Rename"_s)
            CHECK_FALSE(action->isEnabled());
    }
}

TEST_CASE_METHOD(World, "something that concerns no account is said above the pages")
{
    window.showError({Error::Kind::Storage});
    CHECK(test::text(u"messageText"_s).contains(u"its own data folder"_s));
    checkControls();
    REQUIRE(tabTo(u"messageClose"_s));
    press(Qt::Key_Space);
    CHECK_FALSE(isVisible(u"messageText"_s));
}

TEST_CASE_METHOD(World, "what is wrong with a file can be gone to from the message")
{
    OpenedPlaces places;
    const QTemporaryDir place;
    window.showError(
        {Error::Kind::Corrupt, {}, place.filePath(u"accounts.json"_s), u"ACCOUNTS_DAMAGED"_s});
    checkControls();
    REQUIRE(tabTo(u"messageAction"_s));
    press(Qt::Key_Space);
    CHECK(places.folders == QStringList{place.path()});
    window.showError({Error::Kind::Conflict, {}, u"Studio"_s, u"ACCOUNT_NAME_TAKEN"_s});
    CHECK_FALSE(isVisible(u"messageAction"_s));
    window.showError({Error::Kind::Storage, {}, place.filePath(u"gone/accounts.json"_s)});
    CHECK_FALSE(isVisible(u"messageAction"_s));
}

TEST_CASE_METHOD(World, "the menu bar is reached with Alt and its letter")
{
    local();
    press(Qt::Key_F, Qt::AltModifier);
    CHECK(until([] { return menuIsOpen(); }));
    press(Qt::Key_Escape);
}

TEST_CASE_METHOD(World, "the account shown last is shown again, and the theme stays chosen")
{
    local();
    theme.choose(Theme::Choice::Dark);
    CHECK(settings.value(u"view/theme"_s).toString() == u"Dark"_s);
    CHECK(settings.value(u"window/account"_s).toString() == u"local"_s);
    theme.choose(Theme::Choice::System);
}
