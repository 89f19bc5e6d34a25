// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/content/build/directorybuilder.h"

#include "core/content/build/filebuilder.h"
#include "core/content/build/hamt.h"
#include "core/content/codec/dagpb.h"
#include "core/content/codec/unixfs.h"

#include <algorithm>

namespace cairn::content {
namespace {

QByteArray directoryData()
{
    return encodeUnixFs({.type = UnixFs::Type::Directory});
}

} // namespace

DirectoryBuilder::DirectoryBuilder(const Profile& profile, BlockSink& sink, QString scratchFolder)
    : m_profile(profile)
    , m_sink(sink)
    , m_scratchFolder(std::move(scratchFolder))
{
    if (profile.shardMeasure == Profile::Measure::BlockBytes)
        m_measure = directoryData().size() + 2; // with its tag and length
}

bool DirectoryBuilder::fitsFlat() const
{
    return m_measure <= m_profile.shardThreshold;
}

Done DirectoryBuilder::add(const QByteArray& name, const BlockLink& link)
{
    ++m_count;
    switch (m_profile.shardMeasure) {
    case Profile::Measure::Entries:
        m_measure = m_count;
        break;
    case Profile::Measure::BlockBytes:
        m_measure += pbLinkLength(link.ref.cidLength, name.size(), link.tsize);
        break;
    case Profile::Measure::LinkBytes:
        m_measure += name.size() + link.ref.cidLength;
        break;
    }
    if (m_sharded)
        return addToHamt(*m_sharded, name, link);
    m_entries.push_back({name, link});
    if (fitsFlat())
        return {};
    m_sharded.emplace(m_scratchFolder);
    for (const Entry& entry : m_entries) {
        if (Done done = addToHamt(*m_sharded, entry.name, entry.link); !done)
            return done;
    }
    m_entries = {};
    return {};
}

Result<BlockLink> DirectoryBuilder::finish()
{
    if (m_sharded)
        return buildHamt(*m_sharded, m_profile, m_sink);
    return flat();
}

Result<BlockLink> DirectoryBuilder::flat()
{
    // QByteArray compares as unsigned bytes, shorter first: the order of contract §11.3.
    std::sort(m_entries.begin(), m_entries.end(),
              [](const Entry& a, const Entry& b) { return a.name < b.name; });
    QByteArray bytes;
    std::vector<BlockLink> children;
    children.reserve(m_entries.size());
    for (const Entry& entry : m_entries) {
        appendPbLink(bytes, entry.link.ref.cidBytes(), entry.name, entry.link.tsize);
        children.push_back(entry.link);
    }
    appendPbData(bytes, directoryData());
    return makeNode(m_profile, m_sink, bytes, children);
}

} // namespace cairn::content
