// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/async.h"

#include <QDBusObjectPath>
#include <QObject>
#include <QVariantMap>

namespace cairn {

/// What the Secret Service of this session says of itself and of its items, without any prompt
/// (specifications.freedesktop.org/secret-service). QtKeychain tells a locked item from a missing
/// one no better than the answer to its question. Main thread; a session without a bus has none.
class SecretService final : public QObject
{
    Q_OBJECT

public:
    enum class Item { Missing, Locked, Unlocked };

    explicit SecretService(QObject* parent = nullptr);

    /// An item as QtKeychain stores it. Errors: KeychainAbsent where there is no such service,
    /// KeychainFailed where it does not answer as it should.
    [[nodiscard]] Reply<Item> find(const QString& service, const QString& key);

    /// The keys of all items that QtKeychain stored for @p service. Errors as above.
    [[nodiscard]] Reply<QStringList> keys(const QString& service);

    /// Whether new items go to a collection that is locked. Errors as above.
    [[nodiscard]] Reply<bool> isLocked();

signals:
    /// It was unlocked or started: what it said before may be otherwise.
    void changed();

private slots:
    void propertiesChanged(const QString& interface, const QVariantMap& properties);

private:
    [[nodiscard]] Reply<QStringList> keysOf(const QList<QDBusObjectPath>& items);
    template<typename T, typename Read>
    Reply<T> ask(const QString& path, const QString& interface, const QString& method,
                 const QVariantList& arguments, Read read);
};

} // namespace cairn
