// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/content/build/directorybuilder.h"
#include "core/content/codec/dagpb.h"
#include "core/content/codec/murmur3.h"
#include "core/content/codec/unixfs.h"
#include "tests/content/support.h"

#include <map>

using namespace cairn;
using namespace cairn::content;
using namespace cairn::test;
using namespace Qt::StringLiterals;

namespace {

/// Keeps the nodes by name.
class NodeSink final : public BlockSink
{
public:
    Result<quint64> source(const QByteArray&, const FileIdentity&) override { return 0; }

    std::map<QByteArray, PbNode> nodes;

protected:
    Done putLeaf(const BlockRef&, char*) override { return {}; }
    Result<quint64> putNode(const BlockRef& ref, QByteArrayView bytes,
                            std::span<const BlockLink>) override
    {
        nodes[ref.cidBytes().toByteArray()] = decodePbNode(bytes).value();
        return 0;
    }
};

BlockLink leafLink(const QByteArray& content)
{
    BlockLink link;
    Digest digest;
    std::ranges::copy(sha256(content).digest, digest.begin());
    setCid(link.ref, digest, Codec::Raw, Profile::CidVersion::V1);
    link.tsize = static_cast<quint64>(content.size());
    return link;
}

Profile named(const QString& name)
{
    return Profile::named(name).value();
}

// Two names that were made to have the same first 64 bits of hash.
const QByteArray twin = QByteArray::fromHex("7305f1ee7f227a51cc95e1779885ab91");
const QByteArray otherTwin = QByteArray::fromHex("75cf653f590d4d2f9922bfc1123881ba");

struct Building
{
    NodeSink sink;

    Result<PbNode> build(const Profile& profile, const std::vector<QByteArray>& names)
    {
        DirectoryBuilder builder(profile, sink, {});
        for (const QByteArray& name : names) {
            if (const Done done = builder.add(name, leafLink(name)); !done)
                return fail(done.error());
        }
        CHECK(builder.count() == static_cast<qint64>(names.size()));
        const auto link = builder.finish();
        if (!link)
            return fail(link.error());
        return sink.nodes.at(link->ref.cidBytes().toByteArray());
    }

    bool isSharded(const Profile& profile, const std::vector<QByteArray>& names)
    {
        const auto node = build(profile, names);
        REQUIRE(node);
        return decodeUnixFs(*node->data)->type == UnixFs::Type::Shard;
    }
};

std::vector<QByteArray> numbered(int count, qsizetype length)
{
    std::vector<QByteArray> names;
    for (int i = 0; i < count; ++i)
        names.push_back(QByteArray::number(i).rightJustified(length, 'n'));
    return names;
}

} // namespace

TEST_CASE_METHOD(Building, "web3.storage shards from 1000 entries, ipfs-car 3 from 1001")
{
    CHECK_FALSE(isSharded(named(u"web3.storage"_s), numbered(999, 4)));
    CHECK(isSharded(named(u"web3.storage"_s), numbered(1000, 4)));
    CHECK_FALSE(isSharded(named(u"ipfs-car-3"_s), numbered(1000, 4)));
    CHECK(isSharded(named(u"ipfs-car-3"_s), numbered(1001, 4)));
}

TEST_CASE_METHOD(Building, "unixfs-v1-2025 shards when the node would exceed 262144 bytes")
{
    // Contract §11.7: exactly at the threshold a folder stays flat. 4 bytes of data; a link of a
    // name of 200 and a size of 2 bytes takes 248, the last one fills the rest.
    const Profile profile = named(u"unixfs-v1-2025"_s);
    auto names = numbered(1056, 200);
    const qsizetype rest = 262144 - 4 - 1056 * pbLinkLength(36, 200, 200);
    names.emplace_back(rest - pbLinkLength(36, 0, 200) - 2, 'r'); // two lengths of two bytes
    const auto node = build(profile, names);
    REQUIRE(node);
    REQUIRE(encodePbNode(*node).size() == 262144);
    CHECK_FALSE(isSharded(profile, names));
    names.back() += 'r';
    CHECK(isSharded(profile, names));
}

TEST_CASE_METHOD(Building, "unixfs-v0-2015 shards when names and CIDs exceed 262144 bytes")
{
    const Profile profile = named(u"unixfs-v0-2015"_s);
    auto names = numbered(1120, 198); // with 34 bytes of CID, 232 each; but leaves here are v1: 36
    const qsizetype rest = 262144 - 1120 * (198 + 36);
    names.emplace_back(rest - 36, 'r');
    CHECK_FALSE(isSharded(profile, names));
    names.back() += 'r';
    CHECK(isSharded(profile, names));
}

TEST_CASE_METHOD(Building,
                 "names whose hashes agree for eight levels are told apart by a second hash")
{
    REQUIRE(murmur3(twin) == 0x0123456789abcdef);
    REQUIRE(murmur3(otherTwin) == 0x0123456789abcdef);
    Profile profile = named(u"web3.storage"_s);
    profile.shardThreshold = 1;
    auto node = build(profile, {otherTwin, twin});
    REQUIRE(node);
    for (const char* bucket : {"01", "23", "45", "67", "89", "AB", "CD", "EF"}) {
        REQUIRE(node->links.size() == 1);
        CHECK(node->links.front().name == bucket);
        node = sink.nodes.at(node->links.front().cid.bytes());
    }
    // The ninth level takes the first byte of the hash over the name and a 1.
    REQUIRE(node->links.size() == 2);
    for (const PbLink& link : node->links) {
        const QByteArray name = link.name.sliced(2);
        CHECK((name == twin || name == otherTwin));
        const quint64 second = murmur3(name + '\x01');
        CHECK(link.name.first(2)
              == QByteArray(1, static_cast<char>(second >> 56)).toHex().toUpper());
    }
}

TEST_CASE_METHOD(Building, "names that no hash tells apart are refused, not lost")
{
    Profile profile = named(u"web3.storage"_s);
    profile.shardThreshold = 1;
    CHECK(kindOf(build(profile, {"same", "same"})) == Error::Kind::Invalid);
}

TEST_CASE_METHOD(Building, "the order in which entries come does not matter")
{
    for (const int count : {20, 3000}) {
        auto names = numbered(count, 6);
        const auto forwards = build(named(u"web3.storage"_s), names);
        std::ranges::reverse(names);
        CHECK(build(named(u"web3.storage"_s), names).value() == forwards.value());
    }
}
