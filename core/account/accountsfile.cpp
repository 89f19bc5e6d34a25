// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/account/accountsfile.h"

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
    return {{u"id"_s, record.id.text()},
            {u"name"_s, record.name},
            {u"endpoint"_s, record.endpoint.toString(QUrl::FullyEncoded)},
            {u"hasLogin"_s, record.hasLogin},
            {u"hasApiToken"_s, record.hasApiToken}};
}

AccountRecord recordFrom(const QJsonObject& json)
{
    return {AccountId(json["id"_L1].toString()), json["name"_L1].toString(),
            QUrl(json["endpoint"_L1].toString()), json["hasLogin"_L1].toBool(),
            json["hasApiToken"_L1].toBool()};
}

} // namespace

AccountsFile::AccountsFile(QString file)
    : m_file(std::move(file))
{ }

Result<std::vector<AccountRecord>> AccountsFile::load() const
{
    QFile file(m_file);
    if (!file.exists())
        return {};
    if (!file.open(QIODevice::ReadOnly))
        return fail(Error::Kind::Storage, file.errorString(), m_file);
    const QJsonObject json = QJsonDocument::fromJson(file.readAll()).object();
    if (json["version"_L1].toInt() != schemaVersion || !json["accounts"_L1].isArray())
        return fail(Error::Kind::Corrupt, u"not an account list of version 1"_s, m_file);
    std::vector<AccountRecord> records;
    for (const QJsonValue entry : json["accounts"_L1].toArray())
        records.push_back(recordFrom(entry.toObject()));
    return records;
}

template<typename Change> Done AccountsFile::change(Change change)
{
    if (!QDir().mkpath(QFileInfo(m_file).path()))
        return fail(Error::Kind::Storage, u"cannot make the folder"_s, m_file);
    QLockFile lock(m_file + ".lock"_L1);
    if (!lock.tryLock(2000))
        return fail(Error::Kind::Conflict, u"another program holds the lock"_s, m_file);
    auto records = load();
    if (!records)
        return fail(records.error());
    change(*records);

    QJsonArray accounts;
    for (const AccountRecord& record : *records)
        accounts.append(toJson(record));
    QSaveFile file(m_file);
    const QByteArray bytes
        = QJsonDocument(QJsonObject{{u"version"_s, schemaVersion}, {u"accounts"_s, accounts}})
              .toJson();
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        return fail(writeError(file, m_file));
    return {};
}

Done AccountsFile::put(const AccountRecord& record)
{
    return change([&](std::vector<AccountRecord>& records) {
        const auto known = std::ranges::find(records, record.id, &AccountRecord::id);
        if (known == records.end())
            records.push_back(record);
        else
            *known = record;
    });
}

Done AccountsFile::remove(const AccountId& id)
{
    return change([&](std::vector<AccountRecord>& records) {
        std::erase_if(records, [&](const AccountRecord& record) { return record.id == id; });
    });
}

} // namespace cairn
