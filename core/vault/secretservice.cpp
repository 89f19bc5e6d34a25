// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/vault/secretservice.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusMetaType>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusServiceWatcher>
#include <QDBusVariant>
#include <QLibrary>

namespace cairn {
using namespace Qt::StringLiterals;

namespace {

const QString busName = u"org.freedesktop.secrets"_s;
const QString servicePath = u"/org/freedesktop/secrets"_s;
const QString serviceInterface = u"org.freedesktop.Secret.Service"_s;
const QString itemInterface = u"org.freedesktop.Secret.Item"_s;
const QString collectionInterface = u"org.freedesktop.Secret.Collection"_s;
const QString propertiesInterface = u"org.freedesktop.DBus.Properties"_s;

using Attributes = QMap<QString, QString>;

Error errorFrom(const QDBusError& error)
{
    switch (error.type()) {
    case QDBusError::ServiceUnknown:
    case QDBusError::Disconnected:
    case QDBusError::NoServer:
    case QDBusError::NoNetwork:
    case QDBusError::NoReply:
        return {Error::Kind::KeychainAbsent, error.message()};
    default:
        return {Error::Kind::KeychainFailed, error.name() + ": "_L1 + error.message()};
    }
}

/// libsecret, which QtKeychain calls, keeps the session that it had with a service that was
/// stopped, and the one that is started then knows nothing of it.
void forgetSession()
{
    QLibrary library(u"secret-1"_s, 0);
    using Disconnect = void (*)();
    if (const auto disconnect
        = reinterpret_cast<Disconnect>(library.resolve("secret_service_disconnect")))
        disconnect();
}

} // namespace

SecretService::SecretService(QObject* parent)
    : QObject(parent)
{
    qDBusRegisterMetaType<Attributes>();
    const QDBusConnection bus = QDBusConnection::sessionBus();
    auto* watcher
        = new QDBusServiceWatcher(busName, bus, QDBusServiceWatcher::WatchForOwnerChange, this);
    connect(watcher, &QDBusServiceWatcher::serviceOwnerChanged, this,
            [this](const QString&, const QString&, const QString& owner) {
                forgetSession();
                if (!owner.isEmpty())
                    emit changed();
            });
    // Of any collection.
    QDBusConnection(bus).connect(busName, {}, propertiesInterface, u"PropertiesChanged"_s, this,
                                 SLOT(propertiesChanged(QString, QVariantMap)));
}

void SecretService::propertiesChanged(const QString& interface, const QVariantMap& properties)
{
    if (interface == collectionInterface && properties.contains(u"Locked"_s)
        && !properties[u"Locked"_s].toBool())
        emit changed();
}

template<typename T, typename Read>
Reply<T> SecretService::ask(const QString& path, const QString& interface, const QString& method,
                            const QVariantList& arguments, Read read)
{
    if (!QDBusConnection::sessionBus().isConnected())
        return ready<T>(fail(Error::Kind::KeychainAbsent, u"no session bus"_s));
    auto promise = std::make_shared<QPromise<Result<T>>>();
    promise->start();
    QDBusMessage call = QDBusMessage::createMethodCall(busName, path, interface, method);
    call.setArguments(arguments);
    auto* watcher
        = new QDBusPendingCallWatcher(QDBusConnection::sessionBus().asyncCall(call), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [promise, watcher, read] {
        watcher->deleteLater();
        promise->addResult(watcher->isError() ? Result<T>(fail(errorFrom(watcher->error())))
                                              : read(watcher->reply()));
        promise->finish();
    });
    return promise->future();
}

Reply<SecretService::Item> SecretService::find(const QString& service, const QString& key)
{
    const Attributes attributes{{u"server"_s, service}, {u"user"_s, key}};
    return ask<Item>(
        servicePath, serviceInterface, u"SearchItems"_s, {QVariant::fromValue(attributes)},
        [](const QDBusMessage& reply) {
            const QDBusPendingReply<QList<QDBusObjectPath>, QList<QDBusObjectPath>> found(reply);
            if (found.isError())
                return Result<Item>(fail(errorFrom(found.error())));
            return Result<Item>(!found.argumentAt<0>().isEmpty()       ? Item::Unlocked
                                    : !found.argumentAt<1>().isEmpty() ? Item::Locked
                                                                       : Item::Missing);
        });
}

Reply<QStringList> SecretService::keys(const QString& service)
{
    using Items = QList<QDBusObjectPath>;
    const Attributes attributes{{u"server"_s, service}};
    const auto items
        = ask<Items>(servicePath, serviceInterface, u"SearchItems"_s,
                     {QVariant::fromValue(attributes)}, [](const QDBusMessage& reply) {
                         const QDBusPendingReply<Items, Items> found(reply);
                         if (found.isError())
                             return Result<Items>(fail(errorFrom(found.error())));
                         return Result<Items>(found.argumentAt<0>() + found.argumentAt<1>());
                     });
    return andThen(items, this, [this](const Items& found) { return keysOf(found); });
}

Reply<QStringList> SecretService::keysOf(const QList<QDBusObjectPath>& items)
{
    const auto keys = std::make_shared<QStringList>();
    Reply<void> asked = ready<void>({});
    for (const QDBusObjectPath& item : items) {
        const auto read = [this, path = item.path()] {
            return ask<QString>(path, propertiesInterface, u"Get"_s,
                                {itemInterface, u"Attributes"_s}, [](const QDBusMessage& reply) {
                                    const QDBusPendingReply<QDBusVariant> got(reply);
                                    if (got.isError())
                                        return Result<QString>(fail(errorFrom(got.error())));
                                    return Result<QString>(
                                        qdbus_cast<Attributes>(got.value().variant())[u"user"_s]);
                                });
        };
        asked = andThen(andThen(asked, this, read), this, [keys](const QString& key) {
            keys->append(key);
            return ready<void>({});
        });
    }
    return andThen(asked, this, [keys] { return ready<QStringList>(*keys); });
}

Reply<bool> SecretService::isLocked()
{
    const auto collection = ask<QString>(servicePath, serviceInterface, u"ReadAlias"_s,
                                         {u"default"_s}, [](const QDBusMessage& reply) {
                                             const QDBusPendingReply<QDBusObjectPath> path(reply);
                                             return path.isError()
                                                 ? Result<QString>(fail(errorFrom(path.error())))
                                                 : path.value().path();
                                         });
    return andThen(collection, this, [this](const QString& path) {
        if (path == "/"_L1)
            return ready<bool>(false); // None yet.
        return ask<bool>(path, propertiesInterface, u"Get"_s, {collectionInterface, u"Locked"_s},
                         [](const QDBusMessage& reply) {
                             const QDBusPendingReply<QDBusVariant> locked(reply);
                             return locked.isError() ? Result<bool>(fail(errorFrom(locked.error())))
                                                     : locked.value().variant().toBool();
                         });
    });
}

} // namespace cairn
