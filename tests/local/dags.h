// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/content/codec/dagpb.h"
#include "core/content/codec/unixfs.h"
#include "tests/local/cars.h"

#include <QMap>

#include <random>

namespace cairn::test {

/// A UnixFS node with these links.
content::Block fsNode(const content::UnixFs& fs, const std::vector<content::PbLink>& links = {});
/// A file that claims these sizes for its parts, and their sum for itself.
content::Block fileOf(const std::vector<std::pair<content::Block, quint64>>& parts,
                      const QByteArray& inlined = {});
/// A dag-cbor list of links.
content::Block cborList(const std::vector<content::Cid>& links);
/// The bytes of @p block under another codec.
content::Block as(content::Codec codec, const content::Block& block);
/// The bytes of @p block inside its CID.
content::Block inlined(const content::Block& block);

/// What tells one block from another here: the CID, that of version 0 as its version 1.
using BlockSet = QMap<content::Cid, QByteArray>;

/// The blocks of a CAR, each verified, none twice, in a set.
BlockSet blockSet(const QByteArray& car);

/// A DAG made by chance: files whose parts come at several places, folders, HAMTs, dag-cbor lists,
/// identity links, one block under two codecs. What is read out of it here is read by looking at
/// every place of every block, which takes as long as it takes: none is remembered.
class RandomDag
{
public:
    explicit RandomDag(quint32 seed);

    /// All blocks but those inside CIDs; the root comes first.
    std::vector<content::Block> blocks() const;
    const content::Cid& root() const { return m_root; }
    const std::vector<content::Cid>& nodes() const { return m_nodes; }
    const QMap<content::Cid, QByteArray>& files() const { return m_files; } ///< With their bytes.

    BlockSet all(const content::Cid& cid) const;
    /// Each time they are linked to, parents before children.
    std::vector<content::Cid> everyPlace(const content::Cid& cid) const;
    BlockSet entity(const content::Cid& cid) const;
    BlockSet block(const content::Cid& cid) const;
    /// What proves the bytes of a file from @p begin to before @p end.
    BlockSet range(const content::Cid& file, quint64 begin, quint64 end) const;

private:
    int below(int limit) { return int(m_random() % quint32(limit)); }
    content::Cid pick(const std::vector<content::Cid>& from);
    content::Cid keep(const content::Block& block);
    void keepFile(const content::Block& block, const QByteArray& bytes);
    void makeLeaf();
    void makeFile();
    void makeFolder();
    void makeShards();
    void makeList();
    std::vector<content::Cid> linksOf(const content::Cid& cid) const;
    void take(BlockSet& to, const content::Cid& cid) const;
    void takePlaces(std::vector<content::Cid>& to, const content::Cid& cid) const;
    void takeAll(BlockSet& to, const content::Cid& cid) const;
    void takeEntity(BlockSet& to, const content::Cid& cid) const;
    void takeRange(BlockSet& to, const content::Cid& cid, quint64 at, quint64 begin,
                   quint64 end) const;

    std::mt19937 m_random;
    content::Cid m_root;
    BlockSet m_blocks;
    std::vector<content::Cid> m_nodes;
    QMap<content::Cid, QByteArray> m_files;
    QMap<content::Cid, int> m_places; ///< How many blocks are met from there.
};

} // namespace cairn::test
