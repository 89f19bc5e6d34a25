// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/content/codec/dagpb.h"
#include "core/content/codec/murmur3.h"
#include "tests/content/support.h"

#include <QJsonArray>

#include <map>
#include <set>

using namespace cairn;
using namespace cairn::content;
using namespace cairn::test;
using namespace Qt::StringLiterals;

// tests/data/unixfs-vectors.json: what web3.storage 4.5.5 and ipfs-car 3.1 gave for these inputs.
namespace {

/// Contents on disk, each once, for NamedFiles to point at.
class Contents
{
public:
    QString operator()(const QByteArray& bytes)
    {
        auto& path = m_paths[sha256(bytes).digest];
        if (path.isEmpty())
            path = m_tree.file(QString::number(m_paths.size()), bytes);
        return path;
    }
    QString operator()(const QJsonValue& content)
    {
        const auto size = content["G"_L1];
        return operator()(size.isDouble() ? generated(size.toInteger())
                                          : content["utf8"_L1].toString().toUtf8());
    }

private:
    Tree m_tree;
    std::map<QByteArray, QString> m_paths;
};

std::vector<NamedFile> filesOf(const QJsonObject& vector, Contents& contents)
{
    std::vector<NamedFile> files;
    const QJsonObject rule = vector["rule"_L1].toObject();
    for (const auto& list : {vector["files"_L1].toArray(), rule["extraFiles"_L1].toArray()}) {
        for (const auto& file : list)
            files.push_back({contents(file["content"_L1]), file["name"_L1].toString()});
    }
    for (int i = 0; i < rule["count"_L1].toInt(); ++i) {
        const QString padded = u"%1"_s.arg(i, rule["pad"_L1].toInt(), 10, '0'_L1);
        QString name = rule["name"_L1].toString();
        name.replace("{i0w}"_L1, padded).replace("{i}"_L1, QString::number(i));
        files.push_back({contents(QByteArray::number(i)), name});
    }
    return files;
}

PackRequest requestFor(const QJsonObject& vector, Contents& contents, const QString& packer)
{
    PackRequest pack
        = request({}, packer.startsWith("ipfs_car3"_L1) ? u"ipfs-car-3"_s : u"web3.storage"_s);
    pack.files = filesOf(vector, contents);
    pack.wrap = packer.endsWith("_wrap"_L1) ? Wrap::Yes : Wrap::No;
    return pack;
}

void checkRootBlock(const QJsonObject& expected, const Block& root)
{
    CHECK(root.bytes.size() == expected["rootBlockBytes"_L1].toInteger());
    if (const auto hex = expected["rootHex"_L1]; hex.isString())
        CHECK(root.bytes.toHex().toStdString() == hex.toString().toStdString());
    if (const auto hex = expected["dataHex"_L1]; hex.isString()) {
        CHECK(decodePbNode(root.bytes)->data->toHex().toStdString()
              == hex.toString().toStdString());
    }
    const QJsonArray links = expected["firstLinks"_L1].toArray();
    for (qsizetype i = 0; i < links.size(); ++i) {
        const PbLink link = decodePbNode(root.bytes)->links.at(static_cast<std::size_t>(i));
        CHECK(link.name.toStdString() == links[i][0].toString().toStdString());
        CHECK(link.tsize == static_cast<quint64>(links[i][1].toInteger()));
        CHECK(text(link.cid) == links[i][2].toString().toStdString());
    }
}

void checkPlan(const QJsonObject& expected, const DagPlan& plan)
{
    CHECK(text(plan.root()) == expected["root"_L1].toString().toStdString());
    if (const auto size = expected["dagSize"_L1]; size.isDouble())
        CHECK(plan.totals().dagSize == size.toInteger());
    if (const auto count = expected["blocksEmitted"_L1]; count.isDouble())
        CHECK(plan.totals().blocks == count.toInteger());
    const QJsonArray cars = expected["uploadedCars"_L1].toArray();
    if (cars.isEmpty())
        return;
    const auto parts = partsOf(plan);
    REQUIRE(parts.size() == static_cast<std::size_t>(cars.size()));
    std::set<Cid> distinct;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const auto car = cars[static_cast<qsizetype>(i)];
        CHECK(parts[i].size() == car["bytes"_L1].toInteger());
        CHECK(carCid(parts[i]) == car["carCid"_L1].toString().toStdString());
        for (const Block& block : blocksOf(parts[i]))
            distinct.insert(block.cid);
    }
    checkRootBlock(expected, blocksOf(parts.front()).front());
    // Unwrapped, the original also counts what it packed and then left out of the root.
    if (plan.problems().empty())
        CHECK(static_cast<qint64>(distinct.size()) == expected["uniqueBlocks"_L1].toInteger());
}

} // namespace

TEST_CASE("every vector has the CIDs, sizes and CARs that the original packers gave")
{
    Contents contents;
    int checked = 0;
    for (const auto& value : vectors().value("vectors"_L1).toArray()) {
        const QJsonObject vector = value.toObject();
        if (vector["quirk"_L1].toBool())
            continue;
        const QJsonObject results = vector["results"_L1].toObject();
        for (const QString& packer : results.keys()) {
            INFO(vector["id"_L1].toString().toStdString() << ", " << packer.toStdString());
            const auto plan = makeDagPlan(requestFor(vector, contents, packer));
            REQUIRE(plan);
            checkPlan(results[packer].toObject(), *plan);
            ++checked;
        }
    }
    CHECK(checked == 103);
}

TEST_CASE("odd names give the original's CIDs, save where they cannot be carried faithfully")
{
    // Contract §11.6. Empty: we give what the original gave. The rest is on purpose.
    const std::map<QString, std::string> ours{
        // A backslash is a separator to one packer and a letter to the other: refused by both
        // profiles, so that no folder reads differently elsewhere.
        {u"quirk-backslash w3s_put_wrap"_s, "error: a backslash in a name"},
        {u"quirk-backslash w3s_put_nowrap"_s, "error: a backslash in a name"},
        {u"quirk-backslash ipfs_car3_wrap"_s, "error: a backslash in a name"},
        {u"quirk-backslash ipfs_car3_nowrap"_s, "error: a backslash in a name"},
        {u"quirk-backslash server_post_upload_multipart"_s, "error: a backslash in a name"},
        // Importers up to 9.0.6 split at a caret; those after them and we do not.
        {u"quirk-caret w3s_put_wrap_importer_9_0_6"_s,
         "bafybeibwlsee5zi6h5jxgoj77enqbnrcj6ofbwy6isakynzcyvh6p35eg4"},
        // A name is kept as it is, blanks included; the original trims the whole path.
        {u"quirk-trim w3s_put_wrap"_s,
         "bafybeicwdmemfhi33oxhzd77wsp4kt3mq5z6sp5tys67fbslxqzqkluis4"},
        // "./" is dropped; it does not turn wrapping on.
        {u"quirk-dot-prefix w3s_put_nowrap"_s,
         "bafkreibnoelefnzgwbcacyt4vh52ymxvzbjq7mmqhtcnwarfq4lzegsiqe"},
        {u"quirk-dot-prefix server_post_upload_multipart"_s,
         "bafkreibnoelefnzgwbcacyt4vh52ymxvzbjq7mmqhtcnwarfq4lzegsiqe"},
        // No folder has an empty name: the CID is that of "p/a.txt".
        {u"quirk-double-slash ipfs_car3_wrap"_s,
         "bafybeidrll6j2erapmbxt7a5qw5nfcordnhb34kls3x47nkkvzxf3w2gby"},
        // ipfs-car encodes the one file and forgets its name; a name with a folder keeps it.
        {u"quirk-double-slash ipfs_car3_nowrap"_s,
         "bafybeidmglmvwlq4aul5mskjq26klqifxgy76stwzfoxgnt5d57oroxwm4"},
    };
    Contents contents;
    std::size_t differing = 0;
    for (const auto& value : vectors().value("vectors"_L1).toArray()) {
        const QJsonObject vector = value.toObject();
        if (!vector["quirk"_L1].toBool())
            continue;
        const QJsonObject results = vector["results"_L1].toObject();
        for (const QString& packer : results.keys()) {
            const QString id = vector["id"_L1].toString() + u' ' + packer;
            INFO(id.toStdString());
            const std::string theirs = results[packer]["root"_L1].toString().toStdString();
            QString as = packer;
            as.remove("_importer_9_0_6"_L1);
            const std::string root = rootOf(requestFor(vector, contents, as));
            if (const auto found = ours.find(id); found != ours.end()) {
                CHECK(root == found->second);
                CHECK(root != theirs);
                ++differing;
            } else {
                CHECK(root == theirs);
            }
        }
    }
    CHECK(differing == ours.size());
}

TEST_CASE("every layout vector below a gibibyte has its root")
{
    Contents contents;
    int checked = 0;
    for (const auto& vector : vectors().value("layoutVectors"_L1).toArray()) {
        const qint64 size = vector["size"_L1].toInteger();
        if (size > 100'000'000) // content_long has them
            continue;
        INFO(vector["id"_L1].toString().toStdString());
        PackRequest pack = request({contents(generated(size))});
        pack.wrap = Wrap::No;
        pack.profile.chunkSize = vector["chunk"_L1].toInteger();
        pack.profile.width = vector["width"_L1].toInt();
        CHECK(rootOf(pack) == vector["root"_L1].toString().toStdString());
        ++checked;
    }
    CHECK(checked == 16);
}

TEST_CASE("the chunk size and width of ipfs-car 2 give its roots")
{
    Contents contents;
    const auto vector = vectors().value("ipfsCar2Vectors"_L1)[0];
    const QJsonObject roots = vector["roots"_L1].toObject();
    CHECK(roots.size() == 4);
    for (const QString& size : roots.keys()) {
        INFO(size.toStdString());
        PackRequest pack = request({contents(generated(size.toLongLong()))});
        pack.wrap = Wrap::No;
        pack.profile.chunkSize = vector["chunk"_L1].toInteger();
        pack.profile.width = vector["width"_L1].toInt();
        CHECK(rootOf(pack) == roots[size].toString().toStdString());
    }
}

TEST_CASE("names hash as every packer hashes them")
{
    const QJsonArray hashes = vectors().value("hash64Vectors"_L1).toArray();
    CHECK(hashes.size() == 6);
    for (const auto& vector : hashes) {
        const QByteArray name = vector["utf8"_L1].toString().toUtf8();
        INFO(name.toStdString());
        CHECK(QByteArray::number(murmur3(name), 16).rightJustified(16, '0').toStdString()
              == vector["hash64"_L1].toString().toStdString());
    }
}

TEST_CASE("an empty file and an empty folder have their well-known CIDs")
{
    const auto constants = vectors().value("constants"_L1);
    const Tree tree;
    PackRequest file = request({tree.file(u"empty"_s, {})});
    file.wrap = Wrap::No;
    CHECK(rootOf(file) == constants["emptyFileRaw"_L1].toString().toStdString());
    const QStringList folder{tree.folder(u"folder"_s)};
    CHECK(rootOf(request(folder, u"unixfs-v1-2025"_s))
          == constants["emptyDirectory"_L1].toString().toStdString());
}

TEST_CASE("a folder on disk has the root that the command line tools give it")
{
    const Tree tree;
    Contents contents;
    const QJsonArray all = vectors().value("vectors"_L1).toArray();
    const auto nested = std::ranges::find_if(
        all, [](const auto& vector) { return vector["id"_L1] == u"dir-nested"_s; });
    for (const auto& file : (*nested)["files"_L1].toArray()) {
        const auto size = file["content"_L1]["G"_L1];
        tree.file(u"tree/"_s + file["name"_L1].toString(),
                  size.isDouble() ? generated(size.toInteger())
                                  : file["content"_L1]["utf8"_L1].toString().toUtf8());
    }
    tree.folder(u"tree/emptydir"_s);
    tree.file(u"tree/.hidden"_s, "h");
    tree.link(u"tree/link"_s, "a.txt");

    const QJsonObject cli = vectors().value("cliVectors"_L1).toObject();
    int checked = 0;
    for (const auto& [tool, profile] :
         {std::pair(u"ipfs_car3"_s, u"ipfs-car-3"_s), std::pair(u"w3_put"_s, u"web3.storage"_s)}) {
        const QJsonObject commands = cli[tool].toObject();
        for (const QString& command : commands.keys()) {
            INFO(tool.toStdString() << " " << command.toStdString());
            const QStringList words = command.split(u' ');
            PackRequest pack = request({tree.path(words[1])}, profile);
            if (words.contains("--no-wrap"_L1))
                pack.wrap = Wrap::No;
            if (words.contains("--hidden"_L1))
                pack.hidden = Hidden::Include;
            CHECK(rootOf(pack) == commands[command].toString().toStdString());
            ++checked;
        }
    }
    CHECK(checked == 7);
}
