// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/store/catalog.h"

#include "core/local/store/schema.h"
#include "core/storage/statement.h"

#include <QDir>
#include <QUuid>

namespace cairn::local {
using namespace Qt::StringLiterals;

namespace {

const QString idName = u"service-id"_s;
const QString forgottenName = u"forgotten"_s;
const QString openedName = u"opened"_s;
const QString freesSinceName = u"frees-since"_s;

/// Empty if there is no such setting.
Result<QString> read(Database& catalog, const QString& name)
{
    const auto value = Statement(catalog, u"SELECT value FROM setting WHERE name = ?"_s)
                           .bind(name)
                           .first([](Statement& row) { return row.read<QString>(0); });
    if (!value)
        return fail(value.error());
    return value->value_or(QString());
}

/// Leaves one that is there.
Done write(Database& catalog, const QString& name, const QString& value)
{
    return Statement(catalog, u"INSERT OR IGNORE INTO setting (name, value) VALUES (?, ?)"_s)
        .bind(name, value)
        .run();
}

} // namespace

Result<std::unique_ptr<Database>> openCatalog(const QString& dataFolder)
{
    if (!QDir().exists(dataFolder)) {
        if (!QDir().mkpath(dataFolder))
            return fail(Error::Kind::Storage, u"cannot make the folder"_s, dataFolder,
                        u"FOLDER_NOT_MADE"_s);
        QFile::setPermissions(
            dataFolder, QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ExeOwner);
    }
    auto catalog = Database::open(dataFolder + "/catalog.sqlite"_L1);
    if (!catalog)
        return catalog;
    if (const Done migrated = migrate(**catalog, schema()); !migrated)
        return fail(migrated.error());
    return catalog;
}

Done markOpen(Database& catalog)
{
    return Statement(catalog, u"INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)"_s)
        .bind(openedName, QUuid::createUuid().toString(QUuid::WithoutBraces))
        .run();
}

Result<QString> serviceId(Database& catalog)
{
    const auto known = knownServiceId(catalog);
    if (!known || !known->isEmpty())
        return known;
    const Done made
        = write(catalog, idName, u"cairn-"_s + QUuid::createUuid().toString(QUuid::WithoutBraces));
    if (!made)
        return fail(made.error());
    return knownServiceId(catalog);
}

Result<QString> knownServiceId(Database& catalog)
{
    return read(catalog, idName);
}

Done setServiceId(Database& catalog, const QString& id)
{
    return Statement(catalog, u"INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)"_s)
        .bind(idName, id)
        .run();
}

Result<Timestamp> freesSince(Database& catalog, Timestamp now)
{
    const qint64 microseconds = now.time_since_epoch().count();
    if (const Done done = write(catalog, freesSinceName, QString::number(microseconds)); !done)
        return fail(done.error());
    const auto since = read(catalog, freesSinceName);
    if (!since)
        return fail(since.error());
    return Timestamp(std::chrono::microseconds(since->toLongLong()));
}

Result<bool> hasForgotten(Database& catalog)
{
    const auto value = read(catalog, forgottenName);
    if (!value)
        return fail(value.error());
    return *value == "true"_L1;
}

Done setForgotten(Database& catalog, bool hasForgotten)
{
    if (hasForgotten)
        return write(catalog, forgottenName, u"true"_s);
    return Statement(catalog, u"DELETE FROM setting WHERE name = ?"_s).bind(forgottenName).run();
}

} // namespace cairn::local
