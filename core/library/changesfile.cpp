// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/library/changesfile.h"

#include "core/base/fileerror.h"
#include "core/base/posix/file.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace cairn {
using namespace Qt::StringLiterals;

namespace {

QByteArray toBytes(const std::vector<LibraryChange>& changes)
{
    QJsonArray array;
    for (const LibraryChange& change : changes) {
        QJsonObject json{{u"cid"_s, change.cid.text()}};
        if (change.name)
            json.insert(u"name"_s, *change.name);
        array.append(json);
    }
    return QJsonDocument(QJsonObject{{u"version"_s, 1}, {u"changes"_s, array}}).toJson();
}

} // namespace

std::vector<LibraryChange> ChangesFile::load() const
{
    QFile file(m_file);
    if (m_file.isEmpty() || !file.open(QIODevice::ReadOnly))
        return {};
    const QJsonObject json = QJsonDocument::fromJson(file.readAll()).object();
    std::vector<LibraryChange> changes;
    if (json["version"_L1].toInt() != 1)
        return changes;
    for (const QJsonValue entry : json["changes"_L1].toArray()) {
        LibraryChange change{content::CidString(entry["cid"_L1].toString())};
        if (entry["name"_L1].isString())
            change.name = entry["name"_L1].toString();
        if (!change.cid.isEmpty())
            changes.push_back(std::move(change));
    }
    return changes;
}

Done ChangesFile::save(const std::vector<LibraryChange>& changes) const
{
    if (m_file.isEmpty())
        return {};
    if (changes.empty()) {
        QFile::remove(m_file);
        return {};
    }
    QFile fresh(m_file + ".new"_L1);
    const QByteArray bytes = toBytes(changes);
    if (!fresh.open(QIODevice::WriteOnly) || fresh.write(bytes) != bytes.size() || !fresh.flush())
        return fail(writeError(fresh, m_file));
    fresh.close();
    if (!posix::rename(QFile::encodeName(fresh.fileName()), QFile::encodeName(m_file)))
        return fail(Error::Kind::Storage, u"cannot be renamed"_s, m_file);
    return {};
}

} // namespace cairn
