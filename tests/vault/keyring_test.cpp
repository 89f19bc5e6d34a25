// SPDX-License-Identifier: MIT OR Apache-2.0
// A real GNOME keyring that is locked, asks, is told to go away, unlocked, stopped and started.
#include "core/vault/secretservice.h"
#include "tests/support/await.h"
#include "tests/support/keyring.h"

#include <QDBusConnectionInterface>

#include <csignal>

using namespace cairn;
using namespace Qt::StringLiterals;
using Kind = Error::Kind;

namespace {

using test::Keyring;

const QString key = u"account/1/login"_s;

} // namespace

TEST_CASE_METHOD(Keyring, "a locked item is not a missing one, and unlocking is noticed",
                 "[prompt]")
{
    SecretService service;
    const QString name = u"app.cairn.Cairn.keyring-test"_s;
    REQUIRE(test::await(vault.store(key, Secret("secret"))));
    CHECK(test::await(service.find(name, key)).value() == SecretService::Item::Unlocked);
    CHECK(test::await(service.find(name, u"other"_s)).value() == SecretService::Item::Missing);
    CHECK_FALSE(test::await(service.isLocked()).value());

    lock();
    CHECK(test::await(service.find(name, key)).value() == SecretService::Item::Locked);
    CHECK(test::await(service.find(name, u"other"_s)).value() == SecretService::Item::Missing);
    CHECK(test::await(service.isLocked()).value());
    CHECK(test::await(vault.search(u"account/"_s)).value() == QStringList{key});

    // Its question is cancelled.
    auto asked = vault.load(key);
    answerQuestion({});
    const auto cancelled = test::await(asked, std::chrono::seconds(20));
    CHECK(cancelled.error().kind == Kind::KeychainDenied);

    auto storing = vault.store(u"account/2/login"_s, Secret("more"));
    answerQuestion({});
    CHECK(test::await(storing, std::chrono::seconds(20)).error().kind == Kind::KeychainDenied);

    // It is answered.
    const int before = changes;
    asked = vault.load(key);
    answerQuestion(u"headless"_s);
    CHECK(test::await(asked, std::chrono::seconds(20)).value().reveal() == "secret");
    CHECK(test::until([&] { return changes > before; }));

    // Somebody else unlocks it.
    lock();
    const int locked = changes;
    unlockElsewhere();
    CHECK(test::until([&] { return changes > locked; }));
    CHECK(test::await(vault.load(key)).value().reveal() == "secret");
    // What was never there is certain to be missing.
    CHECK(test::await(vault.load(u"never"_s)).error().kind == Kind::NotFound);
}

TEST_CASE_METHOD(Keyring, "a keyring that was stopped is absent, and its return is noticed",
                 "[prompt]")
{
    REQUIRE(test::await(vault.store(key, Secret("secret"))));
    auto* bus = QDBusConnection::sessionBus().interface();
    const QDBusReply<uint> process = bus->servicePid(test::keyringBusName);
    REQUIRE(process.isValid());
    ::kill(pid_t(process.value()), SIGKILL);
    REQUIRE(test::until([&] { return !bus->isServiceRegistered(test::keyringBusName).value(); }));
    const int before = changes;
    start();
    REQUIRE(test::until([&] { return changes > before; }));
    SecretService secrets;
    const QString name = u"app.cairn.Cairn.keyring-test"_s;
    REQUIRE(test::until([&] {
        return test::await(secrets.find(name, key)).value() == SecretService::Item::Unlocked;
    }));
    const auto loaded = test::await(vault.load(key), std::chrono::seconds(20));
    if (!loaded)
        FAIL(loaded.error().detail.toStdString() << " " << int(loaded.error().kind));
    CHECK(loaded->reveal() == "secret");
}
