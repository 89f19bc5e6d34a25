// SPDX-License-Identifier: MIT OR Apache-2.0
// A real GNOME keyring that is locked, asks, is told to go away, unlocked, stopped and started.
#include "core/vault/keychainvault.h"
#include "core/vault/secretservice.h"
#include "tests/support/await.h"
#include "tests/support/until.h"

#include <QDBusConnection>
#include <QDBusConnectionInterface>
#include <QDBusMessage>
#include <QDBusObjectPath>
#include <QDBusReply>
#include <QProcess>

#include <csignal>

using namespace cairn;
using namespace Qt::StringLiterals;
using Kind = Error::Kind;

namespace {

const QString busName = u"org.freedesktop.secrets"_s;
const QString key = u"account/1/login"_s;

struct Keyring
{
    KeychainVault vault{u"app.cairn.Cairn.keyring-test"_s};
    int changes = 0;

    Keyring()
    {
        // Whoever asks is started by the bus, which knows no display yet.
        QProcess::execute(u"dbus-update-activation-environment"_s, {u"DISPLAY"_s, u"XAUTHORITY"_s});
        QObject::connect(&vault, &TokenVault::changed, &vault, [this] { ++changes; });
    }

    /// Without QDBusInterface, which never gives back what it learns of an interface.
    static QDBusMessage ask(const QString& path, const QString& interface, const QString& method,
                            const QVariantList& arguments)
    {
        QDBusMessage call = QDBusMessage::createMethodCall(busName, path, interface, method);
        call.setArguments(arguments);
        return QDBusConnection::sessionBus().call(call);
    }
    static QDBusMessage askService(const QString& method, const QVariant& argument)
    {
        return ask(u"/org/freedesktop/secrets"_s, u"org.freedesktop.Secret.Service"_s, method,
                   {argument});
    }
    static QVariant collections()
    {
        const QDBusReply<QDBusObjectPath> collection = askService(u"ReadAlias"_s, u"default"_s);
        REQUIRE(collection.isValid());
        return QVariant::fromValue(QList{collection.value()});
    }
    static void lock()
    {
        REQUIRE(askService(u"Lock"_s, collections()).type() == QDBusMessage::ReplyMessage);
    }
    /// As another program does, by a question of its own.
    static void unlockElsewhere()
    {
        const QDBusMessage asked = askService(u"Unlock"_s, collections());
        REQUIRE(asked.arguments().size() == 2);
        const auto prompt = asked.arguments()[1].value<QDBusObjectPath>().path();
        ask(prompt, u"org.freedesktop.Secret.Prompt"_s, u"Prompt"_s, {QString()});
        answerQuestion(u"headless"_s);
    }
    static void start()
    {
        QProcess daemon;
        daemon.start(u"gnome-keyring-daemon"_s,
                     {u"--unlock"_s, u"--components=secrets"_s, u"--daemonize"_s});
        REQUIRE(daemon.waitForStarted());
        daemon.write("headless");
        daemon.closeWriteChannel();
        REQUIRE(daemon.waitForFinished());
    }
    /// Types into the keyring's question until it is gone; nothing typed is Escape.
    static void answerQuestion(const QString& typed)
    {
        REQUIRE(test::until([] { return !question().isEmpty(); }));
        // It can be seen before it takes keys. What it missed is typed again, in place of the rest.
        REQUIRE(test::until([&typed] {
            if (const QByteArray window = question(); !window.isEmpty())
                type(window, typed);
            return test::until([] { return question().isEmpty(); }, std::chrono::seconds(3));
        }));
    }
    /// Without a window manager nobody gives the question the focus, and keys go where that is.
    static void type(const QByteArray& window, const QString& typed)
    {
        const QString id = QString::fromLatin1(window);
        const bool hasFocus = test::until([&] {
            xdotool({u"windowfocus"_s, id});
            return question() != window || xdotool({u"getwindowfocus"_s, u"-f"_s}) == window;
        });
        REQUIRE(hasFocus);
        if (typed.isEmpty())
            xdotool({u"key"_s, u"Escape"_s});
        else
            xdotool({u"key"_s, u"ctrl+a"_s, u"type"_s, u"--args"_s, u"1"_s, typed, u"key"_s,
                     u"Return"_s});
    }
    /// The question's window; none while it cannot be seen.
    static QByteArray question()
    {
        return xdotool({u"search"_s, u"--onlyvisible"_s, u"--name"_s, u"^Unlock Login Keyring$"_s});
    }
    static QByteArray xdotool(const QStringList& words)
    {
        QProcess process;
        process.start(u"xdotool"_s, words);
        REQUIRE(process.waitForFinished());
        return process.readAllStandardOutput().trimmed();
    }
};

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
    const QDBusReply<uint> process = bus->servicePid(busName);
    REQUIRE(process.isValid());
    ::kill(pid_t(process.value()), SIGKILL);
    REQUIRE(test::until([&] { return !bus->isServiceRegistered(busName).value(); }));
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
