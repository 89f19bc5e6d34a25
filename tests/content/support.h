// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/content/cid/block.h"
#include "core/content/plan/pack.h"

#include <QJsonObject>
#include <QTemporaryDir>

#include <catch2/catch.hpp>

#include <string>

namespace cairn::test {

/// Content generator of the vectors: byte i is (i·31 + 7) mod 251.
QByteArray generated(qsizetype size);

/// A temporary folder to fill with a tree. Names may hold '/'.
class Tree
{
public:
    QString path(const QString& name = {}) const;
    QString file(const QString& name, const QByteArray& bytes) const; ///< returns the path
    QString folder(const QString& name) const;
    void link(const QString& name, const QByteArray& target) const; ///< a symbolic one
    QStringList names() const; ///< of everything at the top

private:
    QTemporaryDir m_folder;
};

content::PackRequest request(const QStringList& paths,
                             const QString& profile = QStringLiteral("web3.storage"));

/// The root that packing gives, or "error: …".
std::string rootOf(const content::PackRequest& request);
std::string text(const content::Cid& cid);
std::string text(const Result<content::Cid>& cid);
content::Cid parsed(const QByteArray& cid);

/// How a result failed, or nothing if it did not.
template<typename T> std::optional<Error::Kind> kindOf(const Result<T>& result)
{
    return result ? std::nullopt : std::optional(result.error().kind);
}

content::Block rawBlock(const QByteArray& bytes);
content::Block block(content::Codec codec, const QByteArray& bytes);
QByteArray carOf(const std::vector<content::Cid>& roots, const std::vector<content::Block>& blocks);
/// The CID of a CAR file itself.
std::string carCid(const QByteArray& car);
QByteArray drain(QIODevice& device);
/// Every block of a CAR that must be sound.
std::vector<content::Block> blocksOf(const QByteArray& car);
/// Packs into parts that must all come out whole, and returns them.
std::vector<QByteArray> partsOf(const content::DagPlan& plan);
/// Makes the plan that must succeed.
content::DagPlan planOf(const content::PackRequest& request);

/// tests/data/unixfs-vectors.json
QJsonObject vectors();

} // namespace cairn::test

// So that a failed comparison of kinds says which they were.
template<> struct Catch::StringMaker<std::optional<cairn::Error::Kind>>
{
    static std::string convert(const std::optional<cairn::Error::Kind>& kind)
    {
        return kind ? "kind " + std::to_string(int(*kind)) : "no error";
    }
};
