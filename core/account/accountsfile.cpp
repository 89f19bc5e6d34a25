// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/account/accountsfile.h"

#include "core/account/credentials.h"
#include "core/base/fileerror.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLockFile>
#include <QSaveFile>

#include <algorithm>

namespace cairn {
using namespace Qt::StringLiterals;

namespace {

constexpr int schemaVersion = 1;

QJsonObject toJson(const AccountRecord& record)
{
    QJsonObject json{{u"id"_s, record.id.text()},
                     {u"name"_s, record.name},
                     {u"endpoint"_s, record.endpoint.toString(QUrl::FullyEncoded)},
                     {u"hasLogin"_s, record.hasLogin},
                     {u"hasApiToken"_s, record.hasApiToken}};
    if (record.allowsHttp)
        json.insert(u"allowsHttp"_s, true);
    return json;
}

AccountRecord recordFrom(const QJsonObject& json)
{
    return {AccountId(json["id"_L1].toString()),  json["name"_L1].toString(),
            QUrl(json["endpoint"_L1].toString()), json["hasLogin"_L1].toBool(),
            json["hasApiToken"_L1].toBool(),      json["allowsHttp"_L1].toBool()};
}

QStringList startingWith(const QString& prefix, const QStringList& keys)
{
    QStringList found;
    for (const QString& key : keys) {
        if (key.startsWith(prefix))
            found.append(key);
    }
    return found;
}

void removeAll(QStringList& keys, const QStringList& gone)
{
    keys.removeIf([&](const QString& key) { return gone.contains(key); });
}

QStringList stringsAt(const QJsonObject& json, QLatin1StringView name)
{
    QStringList strings;
    for (const QJsonValue entry : json[name].toArray())
        strings.append(entry.toString());
    return strings;
}

} // namespace

AccountsFile::AccountsFile(QString file)
    : m_file(std::move(file))
{ }

Result<AccountsFile::Contents> AccountsFile::read() const
{
    QFile file(m_file);
    if (!file.exists())
        return {};
    if (!file.open(QIODevice::ReadOnly))
        return fail(Error::Kind::Storage, file.errorString(), m_file, u"ACCOUNTS_UNREADABLE"_s);
    const QJsonObject json = QJsonDocument::fromJson(file.readAll()).object();
    if (json["version"_L1].toInt() > schemaVersion)
        return fail(Error::Kind::Storage, u"an account list of a newer version"_s, m_file,
                    u"ACCOUNTS_NEWER"_s);
    if (json["version"_L1].toInt() != schemaVersion || !json["accounts"_L1].isArray())
        return fail(Error::Kind::Corrupt, u"not an account list of version 1"_s, m_file,
                    u"ACCOUNTS_DAMAGED"_s);
    Contents contents;
    for (const QJsonValue entry : json["accounts"_L1].toArray())
        contents.accounts.push_back(recordFrom(entry.toObject()));
    contents.keysStored = stringsAt(json, "keysStored"_L1);
    contents.keysLeft = stringsAt(json, "keysLeft"_L1);
    return contents;
}

Result<std::vector<AccountRecord>> AccountsFile::load() const
{
    return read().map([](Contents contents) { return std::move(contents.accounts); });
}

Result<QStringList> AccountsFile::keysLeft() const
{
    return read().map([](const Contents& contents) { return contents.keysLeft; });
}

template<typename Change> Done AccountsFile::change(Change change)
{
    if (!QDir().mkpath(QFileInfo(m_file).path()))
        return fail(Error::Kind::Storage, u"cannot make the folder"_s, QFileInfo(m_file).path(),
                    u"FOLDER_NOT_MADE"_s);
    QLockFile lock(m_file + ".lock"_L1);
    if (!lock.tryLock(2000))
        return fail(Error::Kind::Conflict, u"another program holds the lock"_s, m_file,
                    u"ACCOUNTS_IN_USE"_s);
    auto contents = read();
    if (!contents)
        return fail(contents.error());
    const Contents before = *contents;
    change(*contents);
    if (*contents == before)
        return {};

    QJsonArray accounts;
    for (const AccountRecord& record : contents->accounts)
        accounts.append(toJson(record));
    QJsonObject json{{u"version"_s, schemaVersion}, {u"accounts"_s, accounts}};
    if (!contents->keysStored.isEmpty())
        json.insert(u"keysStored"_s, QJsonArray::fromStringList(contents->keysStored));
    if (!contents->keysLeft.isEmpty())
        json.insert(u"keysLeft"_s, QJsonArray::fromStringList(contents->keysLeft));
    QSaveFile file(m_file);
    const QByteArray bytes = QJsonDocument(json).toJson();
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        return fail(writeError(file, m_file));
    return {};
}

Done AccountsFile::put(const AccountRecord& record)
{
    return change([&](Contents& contents) {
        const auto known = std::ranges::find(contents.accounts, record.id, &AccountRecord::id);
        if (known == contents.accounts.end())
            contents.accounts.push_back(record);
        else
            *known = record;
    });
}

Done AccountsFile::remove(const AccountId& id, const QStringList& keysLeft)
{
    return change([&](Contents& contents) {
        std::erase_if(contents.accounts,
                      [&](const AccountRecord& record) { return record.id == id; });
        const QStringList stored = startingWith(keyPrefix(id), contents.keysStored);
        removeAll(contents.keysStored, stored);
        contents.keysLeft += keysLeft + stored;
        contents.keysLeft.removeDuplicates();
    });
}

Result<QStringList> AccountsFile::keysStored(const QString& prefix) const
{
    return read().map(
        [&](const Contents& contents) { return startingWith(prefix, contents.keysStored); });
}

Result<bool> AccountsFile::noteStored(const QString& key)
{
    bool isNew = false;
    const Done noted = change([&](Contents& contents) {
        isNew = !contents.keysStored.contains(key);
        if (isNew)
            contents.keysStored.append(key);
        contents.keysLeft.removeAll(key); // It is wanted again.
    });
    return noted ? Result<bool>(isNew) : fail(noted.error());
}

Done AccountsFile::leaveUnowned()
{
    return change([](Contents& contents) {
        QStringList unowned = contents.keysStored;
        removeAll(unowned, startingWith(keyPrefix(localAccount), unowned));
        for (const AccountRecord& record : contents.accounts)
            removeAll(unowned, startingWith(keyPrefix(record.id), unowned));
        removeAll(contents.keysStored, unowned);
        contents.keysLeft += unowned;
        contents.keysLeft.removeDuplicates();
    });
}

Done AccountsFile::forgotten(const QStringList& keys)
{
    return change([&](Contents& contents) {
        removeAll(contents.keysStored, keys);
        removeAll(contents.keysLeft, keys);
    });
}

} // namespace cairn
