// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/content/build/hashpipeline.h"

#include "core/content/build/leaf.h"

#include <algorithm>
#include <cstdlib>
#include <system_error>

namespace cairn::content {
namespace {

constexpr qsizetype pageSize = 4096;
constexpr std::size_t maxEvents = 256;
constexpr unsigned maxWorkers = 6; // more would wait for the thread that takes what they made
constexpr unsigned maxBatches = 8; // about a mebibyte each: more would pass 32 MiB in all
// Reading into the middle of a page is slow for large pieces; for small ones
// the gap would cost more.
constexpr qsizetype alignFrom = 64 * 1024;

} // namespace

HashPipeline::HashPipeline(const Profile& profile)
    : m_profile(profile)
    , m_capacity((profile.chunkSize / pageSize + 3) * pageSize)
{
    // The thread that takes the batches is one of those that load: a worker more than cores would
    // only take its turns away, and a wake-up for each batch costs more than its order does.
    const unsigned workers = std::clamp(std::thread::hardware_concurrency(), 2U, maxWorkers) - 1;
    // One being filled, one being emptied, and four that wait: with two, a worker on a busy machine
    // runs out of work before this thread gets its turn.
    const unsigned batchCount = std::min(workers + 6, maxBatches);
    for (unsigned i = 0; i < batchCount; ++i) {
        m_batches.push_back(std::make_unique<PackBatch>());
        m_batches.back()->buffer = static_cast<char*>(
            std::aligned_alloc(pageSize, static_cast<std::size_t>(m_capacity)));
        m_free.push_back(m_batches.back().get());
    }
    startWorkers(workers);
}

/// As many as the system has threads for: the thread that takes the batches loads them too.
void HashPipeline::startWorkers(unsigned count)
{
    try {
        while (m_workers.size() < count)
            m_workers.emplace_back([this](const std::stop_token& stop) { work(stop); });
    } catch (const std::system_error&) {
        // It takes longer.
    }
}

HashPipeline::~HashPipeline()
{
    for (auto& worker : m_workers)
        worker.request_stop();
    m_workers.clear();
    for (const auto& batch : m_batches)
        std::free(batch->buffer);
}

PackBatch* HashPipeline::free()
{
    if (m_free.empty())
        return nullptr;
    PackBatch* batch = m_free.back();
    m_free.pop_back();
    return batch;
}

void HashPipeline::submit(PackBatch* batch)
{
    m_underWay.push_back(batch);
    {
        const std::scoped_lock lock(m_mutex);
        m_queue.push_back(batch);
    }
    m_submitted.notify_one();
}

PackBatch* HashPipeline::oldest()
{
    if (m_underWay.empty())
        return nullptr;
    PackBatch* batch = m_underWay.front();
    m_underWay.pop_front();
    std::unique_lock lock(m_mutex);
    while (!batch->isDone) {
        if (m_queue.empty())
            m_done.wait(lock);
        else
            loadNext(lock, m_hash);
    }
    return batch;
}

void HashPipeline::release(PackBatch* batch)
{
    batch->events.clear();
    batch->used = 0;
    batch->error.reset();
    batch->isDone = false;
    m_free.push_back(batch);
}

std::optional<qsizetype> HashPipeline::room(const PackBatch& batch, qsizetype length) const
{
    qsizetype at = batch.used + leafHeadroom;
    if (length >= alignFrom)
        at = (at + pageSize - 1) / pageSize * pageSize;
    if (batch.events.size() >= maxEvents || at + length + leafTailroom > m_capacity)
        return std::nullopt;
    return at;
}

void HashPipeline::work(const std::stop_token& stop)
{
    Sha256 hash;
    std::unique_lock lock(m_mutex);
    while (m_submitted.wait(lock, stop, [this] { return !m_queue.empty(); })) {
        loadNext(lock, hash);
        m_done.notify_one();
    }
}

void HashPipeline::loadNext(std::unique_lock<std::mutex>& lock, Sha256& hash)
{
    PackBatch* const batch = m_queue.front();
    m_queue.pop_front();
    lock.unlock();
    load(*batch, hash);
    lock.lock();
    batch->isDone = true;
}

void HashPipeline::load(PackBatch& batch, Sha256& hash) const
{
    for (PackEvent& event : batch.events) {
        if (event.kind != PackEvent::Leaf)
            continue;
        if (const Done done = load(batch, event, hash); !done) {
            batch.error = done.error();
            return;
        }
    }
}

Done HashPipeline::load(PackBatch& batch, PackEvent& event, Sha256& hash) const
{
    std::shared_ptr<SourceFile> file = event.file;
    if (!file) {
        auto opened = SourceFile::open(event.path, event.follow);
        if (!opened)
            return fail(opened.error());
        file = std::move(*opened);
    }
    char* const data = batch.buffer + event.at;
    if (Done read = file->read(static_cast<qint64>(event.ref.offset), data, event.length); !read) {
        // What took the place of the file the walk saw need not be readable at all; that it is
        // another is then the better answer. Asked here, not before: asking costs as much as
        // reading a small file.
        if (Done same = file->check(event.identity); !same)
            return same;
        // It is the same and yet shorter: its size was never so.
        const bool isWholeFile = event.isFirst && event.isLast;
        const auto got = isWholeFile ? file->readUpTo(0, data, event.length) : 0;
        if (!isWholeFile || !got)
            return read;
        event.length = static_cast<qsizetype>(*got);
        event.identity.size = *got;
        event.identity.isSizeRead = true;
    }
    if (event.mayHoldSecret)
        event.secret = secretByContent({data, event.length});
    event.block = makeLeaf(event.ref, m_profile, data, event.length, hash);
    // After the read: what changed before this is seen in the identity. Files of several leaves are
    // checked by whoever takes the leaves in order, when none is still being read.
    return event.file ? Done{} : file->check(event.identity);
}

} // namespace cairn::content
