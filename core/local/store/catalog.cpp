// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/store/catalog.h"

#include "core/local/store/schema.h"
#include "core/storage/statement.h"

#include <QDir>
#include <QUuid>

namespace cairn::local {
using namespace Qt::StringLiterals;

Result<std::unique_ptr<Database>> openCatalog(const QString& dataFolder)
{
    if (!QDir().exists(dataFolder)) {
        if (!QDir().mkpath(dataFolder))
            return fail(Error::Kind::Storage, u"cannot make the folder"_s, dataFolder);
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

Result<QString> serviceId(Database& catalog)
{
    const Done made = Statement(catalog,
                                u"INSERT OR IGNORE INTO setting (name, value) VALUES"
                                " ('service-id', ?)"_s)
                          .bind(u"cairn-"_s + QUuid::createUuid().toString(QUuid::WithoutBraces))
                          .run();
    if (!made)
        return fail(made.error());
    const auto id = Statement(catalog, u"SELECT value FROM setting WHERE name = 'service-id'"_s)
                        .first([](Statement& row) { return row.read<QString>(0); });
    if (!id)
        return fail(id.error());
    return id->value_or(QString());
}

} // namespace cairn::local
