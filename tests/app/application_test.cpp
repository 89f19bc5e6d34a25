// SPDX-License-Identifier: MIT OR Apache-2.0
#include "app/desktop/application.h"
#include "tests/support/until.h"

#include <QTemporaryDir>

#include <catch2/catch.hpp>

using namespace cairn;
using namespace Qt::StringLiterals;

TEST_CASE("the window takes over when the program that served the folder ends")
{
    QTemporaryDir runtime;
    QTemporaryDir folder;
    qputenv("XDG_RUNTIME_DIR", QFile::encodeName(runtime.path()));
    auto owner = LocalHost::open({.dataFolder = folder.path()});
    REQUIRE(owner);
    desktop::Options options;
    options.useKeychain = false;
    desktop::Application app(options, folder.path());
    app.start();
    const auto isSignedIn = [&] {
        AccountSession* local = app.accounts().find(localAccount);
        return local && local->account().state() == Account::State::SignedIn;
    };
    REQUIRE(test::until(isSignedIn));
    CHECK_FALSE(app.isServing());

    owner->reset();
    CHECK(test::until([&] { return app.isServing() && isSignedIn(); }));
}
