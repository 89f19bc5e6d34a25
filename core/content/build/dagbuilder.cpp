// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/content/build/dagbuilder.h"

#include "core/content/build/leaf.h"
#include "core/content/codec/dagpb.h"
#include "core/content/codec/unixfs.h"
#include "core/content/source/sourcefile.h"
#include "core/content/source/treewalk.h"

#include <QFile>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace cairn::content {
namespace {

constexpr qint64 notedProblems = 100;

} // namespace

DagBuilder::DagBuilder(const PackRequest& request, BlockSink& sink, const OnPackProgress& progress,
                       const CancelFlag* cancelled)
    : m_request(request)
    , m_sink(sink)
    , m_progress(progress)
    , m_cancelled(cancelled)
    , m_pipeline(request.profile)
{ }

Result<DagBuilder::Outcome> DagBuilder::run()
{
    const auto inputs = packInputs(m_request);
    if (!inputs)
        return fail(inputs.error());
    for (const QString& name : inputs->leftOut)
        note({Problem::Kind::LeftOut, name});
    TreeWalk walk(
        m_request, [this](PackEvent event) { return put(std::move(event)); },
        [this](Problem problem) { note(std::move(problem)); }, m_cancelled);
    if (const Done done = walk.walk(*inputs); !done)
        return fail(done.error());
    if (m_batch)
        m_pipeline.submit(m_batch);
    while (!m_top) {
        if (const Done done = takeOldest(); !done)
            return fail(done.error());
    }
    const BlockLink root = chooseRoot(inputs->rule);
    m_totals.dagSize = static_cast<qint64>(root.tsize);
    m_totals.blocks = m_sink.mark().blocks;
    return Outcome{root, m_totals, std::move(m_problems)};
}

void DagBuilder::note(Problem problem)
{
    ++m_totals.problems;
    if (m_totals.problemsOf.at(static_cast<std::size_t>(problem.kind))++ < notedProblems)
        m_problems.push_back(std::move(problem));
}

Result<PackBatch*> DagBuilder::freeBatch()
{
    while (true) {
        if (PackBatch* batch = m_pipeline.free())
            return batch;
        if (const Done done = takeOldest(); !done)
            return fail(done.error());
    }
}

Done DagBuilder::put(PackEvent event)
{
    const qsizetype length = event.kind == PackEvent::Leaf ? event.length : 0;
    auto at = m_batch ? m_pipeline.room(*m_batch, length) : std::nullopt;
    if (!at) {
        if (m_batch)
            m_pipeline.submit(m_batch);
        m_batch = nullptr;
        const auto batch = freeBatch();
        if (!batch)
            return fail(batch.error());
        m_batch = *batch;
        at = m_pipeline.room(*m_batch, length);
    }
    if (event.kind == PackEvent::Leaf) {
        event.at = *at;
        m_batch->used = *at + length + leafTailroom;
    }
    m_batch->events.push_back(std::move(event));
    return {};
}

Done DagBuilder::takeOldest()
{
    PackBatch* batch = m_pipeline.oldest();
    if (m_cancelled && m_cancelled->load(std::memory_order_relaxed))
        return fail(Error::Kind::Cancelled);
    if (batch->error)
        return fail(*batch->error);
    for (PackEvent& event : batch->events) {
        if (Done done = take(event); !done)
            return done;
    }
    m_pipeline.release(batch);
    if (m_progress)
        m_progress({m_totals.bytes, m_totals.files});
    return {};
}

Done DagBuilder::take(PackEvent& event)
{
    switch (event.kind) {
    case PackEvent::EnterDirectory:
        m_folders.push_back({DirectoryBuilder(m_request.profile, m_sink, m_request.scratchFolder),
                             std::move(event.name), std::move(event.path)});
        return {};
    case PackEvent::LeaveDirectory:
        return leaveFolder();
    case PackEvent::Leaf:
        return takeLeaf(event);
    case PackEvent::Symlink:
        return takeSymlink(event);
    }
    return {};
}

Done DagBuilder::takeLeaf(PackEvent& event)
{
    if (event.isFirst) {
        const auto target = m_sink.source(event.path, event.identity);
        if (!target)
            return fail(target.error());
        m_fileTarget = *target;
        if (event.secret)
            note({Problem::Kind::LikelySecret, shownPath(event.path), event.secret});
        m_fileName = std::move(event.name);
        m_file.reset();
        if (!event.isLast)
            m_file.emplace(m_request.profile, m_sink);
    }
    event.ref.target = m_fileTarget;
    m_totals.bytes += event.length;
    if (Done done = m_sink.leaf(event.ref, event.block); !done)
        return done;
    BlockLink link{event.ref, event.ref.length, event.ref.contentLength};
    if (m_file) {
        if (Done done = m_file->add(link); !done)
            return done;
    }
    if (!event.isLast)
        return {};
    ++m_totals.files;
    if (m_file) {
        if (Done done = event.file->check(event.identity); !done)
            return done;
        const auto file = m_file->finish();
        if (!file)
            return fail(file.error());
        link = *file;
    }
    return add(m_fileName, link, false);
}

Done DagBuilder::takeSymlink(const PackEvent& event)
{
    QByteArray bytes;
    appendPbData(bytes, encodeUnixFs({.type = UnixFs::Type::Symlink, .data = event.target}));
    const auto link = makeNode(m_request.profile, m_sink, bytes, {});
    if (!link)
        return fail(link.error());
    ++m_totals.files;
    m_totals.bytes += event.target.size();
    return add(event.name, *link, false);
}

Done DagBuilder::add(const QByteArray& name, const BlockLink& link, bool isFolder)
{
    m_lastAdded = {link, isFolder, m_sink.mark()};
    return m_folders.back().builder.add(name, link);
}

Done DagBuilder::leaveFolder()
{
    Folder folder = std::move(m_folders.back());
    m_folders.pop_back();
    const qint64 count = folder.builder.count();
    const bool isTop = m_folders.empty();
    if (count == 0
        && (isTop || m_request.profile.emptyDirectories == Profile::EmptyDirectories::Drop)) {
        if (isTop)
            return nothing();
        note({Problem::Kind::EmptyDirectoryDropped, shownPath(folder.path)});
        return {};
    }
    // Of a folder with one entry, that entry was the last thing added: the chain is that of it.
    if (count != 1 || !m_lastAdded.isFolder)
        m_chain.clear();
    if (count == 1)
        m_chain.push_back(m_lastAdded);
    const auto link = folder.builder.finish();
    if (!link)
        return fail(link.error());
    if (!isTop)
        return add(folder.name, *link, true);
    m_top = *link;
    return {};
}

/// Why there is nothing to pack: what is there and could not be packed is the better answer.
Done DagBuilder::nothing() const
{
    using enum Problem::Kind;
    const auto firstOf = [this](Problem::Kind kind) {
        return std::ranges::find(m_problems, kind, &Problem::kind);
    };
    const QString detail = u"nothing else to pack"_s;
    if (const auto found = firstOf(UnreadableLeftOut); found != m_problems.end())
        return fail(Error::Kind::FileUnreadable, detail, found->path,
                    isAbsent(QFile::encodeName(found->path)) ? u"FILE_MISSING"_s : QString());
    if (const auto found = firstOf(NameLeftOut); found != m_problems.end())
        return fail(Error{Error::Kind::Invalid, detail, found->path, u"NAME_LEFT_OUT"_s});
    if (const auto found = firstOf(SymlinkSkipped); found != m_problems.end())
        return fail(Error{Error::Kind::Empty, detail, found->path, u"ONLY_LINKS"_s});
    if (const auto found = firstOf(HiddenSkipped); found != m_problems.end())
        return fail(Error{Error::Kind::Empty, detail, found->path, u"ONLY_HIDDEN"_s});
    return fail(Error::Kind::Empty, u"nothing to pack"_s);
}

BlockLink DagBuilder::chooseRoot(RootRule rule)
{
    // Whatever lies around the chosen node was built after it, so the sink can forget it.
    const auto choose = [this](const Sole& sole) {
        m_sink.setMark(sole.mark);
        return sole.link;
    };
    if (rule == RootRule::SoleEntry)
        return choose(m_chain.back());
    BlockLink root = *m_top;
    if (rule == RootRule::Wrapper)
        return root;
    for (auto sole = m_chain.rbegin(); sole != m_chain.rend(); ++sole) {
        if (sole->isFolder || rule == RootRule::CommonPrefixOrFile)
            root = choose(*sole);
    }
    return root;
}

} // namespace cairn::content
