// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/vault/keychainvault.h"
#include "tests/support/until.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusObjectPath>
#include <QDBusReply>
#include <QProcess>

#include <catch2/catch.hpp>

namespace cairn::test {
using namespace Qt::StringLiterals;

inline const QString keyringBusName = u"org.freedesktop.secrets"_s;

/// The GNOME keyring of a session of its own (packaging/linux/headless-session), and a person at
/// its questions.
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
        QDBusMessage call = QDBusMessage::createMethodCall(keyringBusName, path, interface, method);
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
        REQUIRE(until([] { return !question().isEmpty(); }));
        // It can be seen before it takes keys. What it missed is typed again, in place of the rest.
        REQUIRE(until([&typed] {
            if (const QByteArray window = question(); !window.isEmpty())
                type(window, typed);
            return until([] { return question().isEmpty(); }, std::chrono::seconds(3));
        }));
    }
    /// Without a window manager nobody gives the question the focus, and keys go where that is.
    static void type(const QByteArray& window, const QString& typed)
    {
        const QString id = QString::fromLatin1(window);
        const bool hasFocus = until([&] {
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

} // namespace cairn::test
