// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/upload/packedupload.h"

#include "core/base/posix/file.h"
#include "core/content/car/cargraph.h"
#include "core/content/car/carreader.h"
#include "core/content/source/sourcefile.h"

#include <QFile>

#include <algorithm>

namespace cairn {
using namespace Qt::StringLiterals;

namespace {

class PlanBytes final : public PartBytes
{
public:
    explicit PlanBytes(std::unique_ptr<content::PartDevice> device)
        : m_device(std::move(device))
    { }
    qint64 read(char* to, qint64 maxSize) override { return m_device->read(to, maxSize); }
    std::optional<Error> error() const override { return m_device->error(); }

private:
    std::unique_ptr<content::PartDevice> m_device;
};

/// A stretch of a CAR file: whole sections.
struct Stretch
{
    qint64 from = 0;
    qint64 to = 0;
    qint64 size() const { return to - from; }
};

struct CarPiece
{
    std::vector<Stretch> stretches;
    qint64 bytes = 0;
};

struct CarCut
{
    QByteArray path;
    content::FileIdentity identity;
    QByteArray header;
    std::vector<CarPiece> pieces;
};

class CarBytes final : public PartBytes
{
public:
    CarBytes(std::shared_ptr<const CarCut> cut, int piece)
        : m_cut(std::move(cut))
        , m_piece(m_cut->pieces.at(size_t(piece)))
    {
        auto file = content::SourceFile::open(m_cut->path, content::Follow::Symlinks);
        if (file)
            m_file = std::move(*file);
        else
            m_error = file.error();
    }

    qint64 read(char* to, qint64 maxSize) override
    {
        if (m_error)
            return -1;
        if (m_at < m_cut->header.size()) {
            const qint64 count = std::min<qint64>(maxSize, m_cut->header.size() - m_at);
            std::copy_n(m_cut->header.constData() + m_at, count, to);
            m_at += count;
            return count;
        }
        if (m_stretch == m_piece.stretches.size())
            return 0;
        const Stretch& stretch = m_piece.stretches[m_stretch];
        const qint64 count = std::min(maxSize, stretch.size() - m_inStretch);
        // Before and after: what was read in between is then what was checked.
        for (const Done& done :
             {m_file->check(m_cut->identity), m_file->read(stretch.from + m_inStretch, to, count),
              m_file->check(m_cut->identity)}) {
            if (!done) {
                m_error = done.error();
                return -1;
            }
        }
        m_inStretch += count;
        if (m_inStretch == stretch.size()) {
            m_inStretch = 0;
            ++m_stretch;
        }
        return count;
    }

    std::optional<Error> error() const override { return m_error; }

private:
    std::shared_ptr<const CarCut> m_cut;
    const CarPiece& m_piece;
    std::shared_ptr<content::SourceFile> m_file;
    std::optional<Error> m_error;
    qint64 m_at = 0; ///< In the header.
    size_t m_stretch = 0;
    qint64 m_inStretch = 0;
};

/// The sections of a CAR as they lie in its file.
struct Sections
{
    content::Cid root;
    std::optional<Stretch> rootSection;
    std::vector<Stretch> all;
    std::vector<content::Cid> cids; ///< Of all, where only some of them may be wanted.
    content::CarGraph graph;
    qint64 dataBytes = 0;
};

std::vector<content::Cid> different(const std::vector<content::Cid>& cids)
{
    std::vector<content::Cid> once;
    for (const content::Cid& cid : cids) {
        if (std::ranges::find(once, cid) == once.end())
            once.push_back(cid);
    }
    return once;
}

auto unsound(const content::CarReader& reader, const Error& error, const QString& path)
{
    const auto fault = reader.fault();
    return fail(fault ? content::errorOf(*fault, path) : error);
}

Result<std::vector<content::Cid>> rootsIn(content::CarReader& reader, const QString& path)
{
    const auto roots = reader.roots();
    if (!roots)
        return unsound(reader, roots.error(), path);
    if (roots->empty())
        return fail(content::errorOf({.rule = content::CarFault::Rule::NoRoots}, path));
    return different(*roots);
}

/// The root that is asked for, or the only one.
Result<content::Cid> chooseRoot(const std::vector<content::Cid>& roots,
                                const content::CidString& wanted, const QString& path)
{
    using enum content::CarFault::Rule;
    if (wanted.isEmpty() && roots.size() > 1) {
        return fail(content::errorOf(
            {.rule = SeveralRoots, .found = QByteArray::number(qsizetype(roots.size()))}, path));
    }
    if (wanted.isEmpty())
        return roots.front();
    const auto found = std::ranges::find_if(
        roots, [&](const content::Cid& root) { return content::CidString(root) == wanted; });
    if (found == roots.end())
        return fail(content::errorOf({.rule = RootAbsent, .block = wanted.text()}, path));
    return *found;
}

Result<Sections> readSections(QFile& file, const QString& path, const content::CidString& wanted,
                              const std::function<void(qint64)>& progress,
                              const std::atomic_bool& cancelled)
{
    using enum content::CarFault::Rule;
    content::CarReader reader(file);
    const auto root = rootsIn(reader, path).and_then([&](const auto& roots) {
        return chooseRoot(roots, wanted, path);
    });
    if (!root)
        return fail(root.error());
    if (root->hash().code == content::HashCode::Identity)
        return fail(content::errorOf({IdentityRoot, 0, root->toString(), {}}, path));
    Sections sections;
    sections.root = *root;
    for (;;) {
        if (cancelled)
            return fail(Error::Kind::Cancelled);
        const auto entry = reader.next();
        if (!entry)
            return unsound(reader, entry.error(), path);
        if (!*entry)
            break;
        const content::Block& block = (*entry)->block;
        const qint64 end = (*entry)->offset + block.bytes.size();
        const Stretch section{
            end - content::carSectionLength(block.cid.bytes().size(), block.bytes.size()), end};
        if (!sections.graph.addBlock(block.cid, block.bytes))
            return fail(content::errorOf({BadBlock, section.from, block.cid.toString(), {}}, path));
        if (block.cid == sections.root && !sections.rootSection) {
            sections.rootSection = section;
        } else {
            sections.all.push_back(section);
            if (!wanted.isEmpty())
                sections.cids.push_back(block.cid);
        }
        sections.dataBytes += block.bytes.size();
        progress(sections.dataBytes);
    }
    if (!sections.rootSection)
        return fail(content::errorOf({RootAbsent, 0, root->toString(), {}}, path));
    return sections;
}

/// Leaves those that the root reaches.
void keepReached(Sections& sections)
{
    std::vector<Stretch> reached;
    for (std::size_t i = 0; i < sections.cids.size(); ++i) {
        if (sections.graph.isReached(sections.cids[i]))
            reached.push_back(sections.all[i]);
    }
    sections.all = std::move(reached);
}

void append(CarPiece& piece, const Stretch& section)
{
    if (!piece.stretches.empty() && piece.stretches.back().to == section.from)
        piece.stretches.back().to = section.to;
    else
        piece.stretches.push_back(section);
    piece.bytes += section.size();
}

std::vector<CarPiece> cut(const Sections& sections, qint64 target, qint64 headerSize)
{
    const CarPiece empty{{*sections.rootSection}, headerSize + sections.rootSection->size()};
    std::vector<CarPiece> pieces{empty};
    for (const Stretch& section : sections.all) {
        const bool isFull = pieces.back().bytes + section.size() > target;
        if (isFull && pieces.back().bytes > empty.bytes)
            pieces.push_back(empty);
        append(pieces.back(), section);
    }
    return pieces;
}

} // namespace

PackedUpload packedUpload(const content::DagPlan& plan)
{
    PackedUpload packed;
    packed.root = plan.root();
    packed.files = int(plan.totals().files);
    packed.sourceBytes = plan.totals().bytes;
    packed.totals = plan.totals();
    packed.problems = plan.problems();
    for (const content::Problem& problem : plan.problems()) {
        if (problem.isMissing())
            packed.leftOut.append(problem.path);
    }
    for (const content::PartInfo& part : plan.parts())
        packed.partBytes.push_back(part.carBytes);
    packed.open = [plan](int part) -> std::unique_ptr<PartBytes> {
        return std::make_unique<PlanBytes>(plan.openPart(part));
    };
    return packed;
}

Result<std::vector<content::Cid>> rootsOfCar(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return fail(Error::Kind::FileUnreadable, file.errorString(), path);
    content::CarReader reader(file);
    return rootsIn(reader, path);
}

Result<PackedUpload> packedUploadOfCar(const QString& path, const content::CidString& root,
                                       qint64 partTarget,
                                       const std::function<void(qint64)>& progress,
                                       const std::atomic_bool& cancelled)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return fail(Error::Kind::FileUnreadable, file.errorString(), path);
    const auto status = posix::status(file.handle());
    if (!status)
        return fail(Error::Kind::FileUnreadable, posix::text(status.error()), path);
    auto sections = readSections(file, path, root, progress, cancelled);
    if (!sections)
        return fail(sections.error());
    content::CarGraph::Reach reach = sections->graph.reach(sections->root);
    if (!root.isEmpty())
        keepReached(*sections);

    auto made = std::make_shared<CarCut>();
    made->path = QFile::encodeName(path);
    made->identity = content::FileIdentity(*status);
    made->header = content::encodeCarHeader({sections->root});
    made->pieces = cut(*sections, partTarget, made->header.size());

    PackedUpload packed;
    packed.root = sections->root;
    packed.missing = std::move(reach.missing);
    packed.unreached = qint64(reach.unreached.size());
    packed.files = 1;
    packed.sourceBytes = file.size();
    for (const CarPiece& piece : made->pieces)
        packed.partBytes.push_back(piece.bytes);
    packed.open = [made = std::shared_ptr<const CarCut>(made)](int part) {
        return std::unique_ptr<PartBytes>(std::make_unique<CarBytes>(made, part));
    };
    return packed;
}

} // namespace cairn
