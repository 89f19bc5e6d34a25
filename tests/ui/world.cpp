// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tests/ui/world.h"

#include <QApplication>
#include <QClipboard>
#include <QFile>

namespace cairn::test {

World::World()
    : clipboard(*QApplication::clipboard(), clock)
{
    QApplication::clipboard()->clear();
    REQUIRE(show(window));
}

AccountSession& World::local()
{
    service
        = *local::LocalService::start({.dataFolder = folder.filePath(u"data"_s), .clock = &clock});
    AccountSession& added
        = accounts.addLocal(service->url(), service->sessionLogin(), u"This computer"_s);
    REQUIRE(until([&] {
        return added.library().loadState() == LoadState::Loaded
            && added.tokens().loadState() == LoadState::Loaded;
    }));
    return added;
}

AccountSession& World::scripted()
{
    return accounts.addLocal(server.url(), Secret("login"), u"This computer"_s);
}

AccountSession& World::settled()
{
    AccountSession& added = scripted();
    const auto isOver
        = [](LoadState state) { return state == LoadState::Loaded || state == LoadState::Failed; };
    REQUIRE(until(
        [&] { return isOver(added.library().loadState()) && isOver(added.tokens().loadState()); }));
    return added;
}

QString World::file(const QString& name, const QByteArray& bytes)
{
    const QString path = folder.filePath(name);
    QFile file(path);
    REQUIRE(file.open(QIODevice::WriteOnly));
    REQUIRE(file.write(bytes) == bytes.size());
    return path;
}

void World::stored(AccountSession& account, const QString& name, const QByteArray& bytes)
{
    const qint64 before = account.library().total();
    REQUIRE(account.transfers().add({.paths = {file(name, bytes)}}));
    REQUIRE(until([&] {
        return account.library().total() == before + 1
            && account.library().loadState() == LoadState::Loaded;
    }));
}

Token World::token(AccountSession& account, const QString& name)
{
    const auto created = await(account.tokens().create({.name = name}));
    REQUIRE(created);
    const Token* found = nullptr;
    REQUIRE(until([&] {
        for (const Token& token : account.tokens().all()) {
            if (token.id == created->id)
                found = &token;
        }
        return found && account.tokens().loadState() == LoadState::Loaded;
    }));
    return *found;
}

bool World::isBack()
{
    return until([] { return !QApplication::activeModalWidget(); }) && show(window);
}

void World::checkControls()
{
    QWidget* front = QApplication::activeModalWidget();
    QWidget& shown = front ? *front : window;
    CHECK(unnamed(shown) == QStringList());
    CHECK(clashingMnemonics(shown) == QStringList());
    // Going round by Tab asks for details, which are then drawn anew: it is the settled window
    // that counts.
    QStringList offences;
    until([&] {
        offences = unreachable(shown);
        return offences.isEmpty();
    });
    CHECK(offences == QStringList());
    if (front)
        CHECK(backwardTabs(*front) == QStringList());
}

} // namespace cairn::test
