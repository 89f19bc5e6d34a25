// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tests/content/support.h"

#include "core/content/car/carreader.h"
#include "core/content/car/carwriter.h"

#include <QBuffer>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>

#include <unistd.h>

using namespace Qt::StringLiterals;

namespace cairn::test {

using namespace content;

QByteArray generated(qsizetype size)
{
    QByteArray bytes(size, Qt::Uninitialized);
    for (qsizetype i = 0; i < size; ++i)
        bytes[i] = static_cast<char>((i * 31 + 7) % 251);
    return bytes;
}

QString Tree::path(const QString& name) const
{
    return name.isEmpty() ? m_folder.path() : m_folder.filePath(name);
}

QString Tree::file(const QString& name, const QByteArray& bytes) const
{
    QFile file(path(name));
    QDir().mkpath(QFileInfo(file).path());
    REQUIRE(file.open(QIODevice::WriteOnly));
    REQUIRE(file.write(bytes) == bytes.size());
    return file.fileName();
}

QString Tree::folder(const QString& name) const
{
    REQUIRE(QDir().mkpath(path(name)));
    return path(name);
}

void Tree::link(const QString& name, const QByteArray& target) const
{
    REQUIRE(::symlink(target.constData(), QFile::encodeName(path(name)).constData()) == 0);
}

QStringList Tree::names() const
{
    return QDir(path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::System
                                  | QDir::NoDotAndDotDot);
}

PackRequest request(const QStringList& paths, const QString& profile)
{
    return {.paths = paths, .profile = Profile::named(profile).value()};
}

std::string rootOf(const PackRequest& request)
{
    const auto packed = hashOnly(request);
    return packed ? text(packed->root) : "error: " + packed.error().detail.toStdString();
}

std::string text(const Cid& cid)
{
    return cid.toString().toStdString();
}

std::string text(const Result<Cid>& cid)
{
    return cid ? text(*cid) : "error: " + cid.error().detail.toStdString();
}

Cid parsed(const QByteArray& cid)
{
    return Cid::parse(QString::fromLatin1(cid)).value();
}

Block block(Codec codec, const QByteArray& bytes)
{
    return {Cid::v1(codec, sha256(bytes)), bytes};
}

Block rawBlock(const QByteArray& bytes)
{
    return block(Codec::Raw, bytes);
}

QByteArray carOf(const std::vector<Cid>& roots, const std::vector<Block>& blocks)
{
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    CarWriter writer(buffer);
    REQUIRE(writer.begin(roots));
    for (const Block& block : blocks)
        REQUIRE(writer.append(block.cid, block.bytes));
    return buffer.data();
}

std::string carCid(const QByteArray& car)
{
    return text(Cid::v1(Codec::Car, sha256(car)));
}

QByteArray drain(QIODevice& device)
{
    QByteArray all;
    QByteArray piece(100'000, '\0');
    for (qint64 got = 0; (got = device.read(piece.data(), piece.size())) > 0;)
        all.append(piece.constData(), got);
    return all;
}

std::vector<Block> blocksOf(const QByteArray& car)
{
    QBuffer buffer;
    buffer.setData(car);
    buffer.open(QIODevice::ReadOnly);
    CarReader reader(buffer);
    std::vector<Block> blocks;
    while (true) {
        auto entry = reader.next();
        REQUIRE(entry);
        if (!*entry)
            return blocks;
        blocks.push_back(std::move((*entry)->block));
    }
}

std::vector<QByteArray> partsOf(const DagPlan& plan)
{
    std::vector<QByteArray> parts;
    for (const PartInfo& part : plan.parts()) {
        const auto device = plan.openPart(part.index);
        parts.push_back(drain(*device));
        REQUIRE_FALSE(device->error());
    }
    return parts;
}

DagPlan planOf(const PackRequest& request)
{
    auto plan = makeDagPlan(request);
    REQUIRE(plan);
    return std::move(*plan);
}

QJsonObject vectors()
{
    QFile file(QStringLiteral(CAIRN_TEST_DATA "/unixfs-vectors.json"));
    REQUIRE(file.open(QIODevice::ReadOnly));
    return QJsonDocument::fromJson(file.readAll()).object();
}

} // namespace cairn::test
