// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/content/io/recordsorter.h"

#include <algorithm>
#include <cstring>

namespace cairn::content {
namespace {

constexpr qsizetype headSize = 2 * sizeof(quint32);

struct Head
{
    quint32 key = 0;
    quint32 payload = 0;
};

Head headAt(const char* at)
{
    Head head;
    std::memcpy(&head, at, headSize);
    return head;
}

bool keyLess(QByteArrayView a, QByteArrayView b)
{
    const int order
        = std::memcmp(a.data(), b.data(), static_cast<std::size_t>(qMin(a.size(), b.size())));
    return order != 0 ? order < 0 : a.size() < b.size();
}

} // namespace

// A sorted stretch of the scratch file and a window on its next bytes.
struct RecordSorter::Run
{
    qint64 offset = 0; // of the first byte not yet in the window
    qint64 end = 0;
    QByteArray window;
    qsizetype used = 0;
    Record head;

    Result<bool> advance(const ScratchFile& file, qsizetype windowSize)
    {
        if (used == window.size() && offset == end)
            return false;
        if (const Done done = ensure(file, headSize, windowSize); !done)
            return fail(done.error());
        const Head lengths = headAt(window.constData() + used);
        const qsizetype size = headSize + lengths.key + lengths.payload;
        if (const Done done = ensure(file, size, windowSize); !done)
            return fail(done.error());
        head.key = window.mid(used + headSize, lengths.key);
        head.payload = window.mid(used + headSize + lengths.key, lengths.payload);
        used += size;
        return true;
    }

    Done ensure(const ScratchFile& file, qsizetype size, qsizetype windowSize)
    {
        if (window.size() - used >= size)
            return {};
        window.remove(0, used);
        used = 0;
        const qsizetype held = window.size();
        const qsizetype more = qMin<qint64>(qMax(windowSize, size) - held, end - offset);
        window.resize(held + more);
        Done done = file.read(offset, window.data() + held, more);
        offset += more;
        return done;
    }
};

RecordSorter::RecordSorter(QString folder, qsizetype memory)
    : m_folder(std::move(folder))
    , m_memory(memory)
{ }

RecordSorter::~RecordSorter() = default;
RecordSorter::RecordSorter(RecordSorter&&) noexcept = default;
RecordSorter& RecordSorter::operator=(RecordSorter&&) noexcept = default;

QByteArrayView RecordSorter::keyAt(quint32 offset) const
{
    return QByteArrayView(m_arena).sliced(qsizetype(offset) + headSize,
                                          headAt(m_arena.constData() + offset).key);
}

QByteArrayView RecordSorter::payloadAt(quint32 offset) const
{
    const Head head = headAt(m_arena.constData() + offset);
    return QByteArrayView(m_arena).sliced(qsizetype(offset) + headSize + head.key, head.payload);
}

Done RecordSorter::add(QByteArrayView key, QByteArrayView payload)
{
    const qsizetype size = headSize + key.size() + payload.size();
    if (m_arena.size() + size > m_memory && !m_offsets.empty()) {
        if (Done done = spill(); !done)
            return done;
    }
    m_offsets.push_back(static_cast<quint32>(m_arena.size()));
    const Head head{static_cast<quint32>(key.size()), static_cast<quint32>(payload.size())};
    m_arena.append(reinterpret_cast<const char*>(&head), headSize);
    m_arena.append(key);
    m_arena.append(payload);
    return {};
}

void RecordSorter::sortArena()
{
    std::sort(m_offsets.begin(), m_offsets.end(),
              [this](quint32 a, quint32 b) { return keyLess(keyAt(a), keyAt(b)); });
}

Done RecordSorter::spill()
{
    if (!m_file) {
        m_file = std::make_unique<ScratchFile>();
        if (Done done = m_file->open(m_folder); !done)
            return done;
    }
    sortArena();
    Run run;
    run.offset = m_file->size();
    for (const quint32 offset : m_offsets) {
        const Head head = headAt(m_arena.constData() + offset);
        const auto at = m_file->append(
            QByteArrayView(m_arena).sliced(offset, headSize + head.key + head.payload));
        if (!at)
            return fail(at.error());
    }
    run.end = m_file->size();
    m_runs.push_back(std::move(run));
    m_arena.resize(0);
    m_offsets.clear();
    return {};
}

Done RecordSorter::finish()
{
    if (m_runs.empty()) {
        sortArena();
        return {};
    }
    Done done = spill();
    if (done)
        done = m_file->flush();
    m_arena = {};
    m_offsets = {};
    const qsizetype window = m_memory / static_cast<qsizetype>(m_runs.size());
    for (Run& run : m_runs) {
        if (!done)
            return done;
        const auto any = run.advance(*m_file, window);
        if (!any)
            done = fail(any.error());
    }
    std::make_heap(m_runs.begin(), m_runs.end(),
                   [](const Run& a, const Run& b) { return keyLess(b.head.key, a.head.key); });
    return done;
}

Result<bool> RecordSorter::next(Record& record)
{
    if (!m_file) {
        if (m_next == m_offsets.size())
            return false;
        const quint32 offset = m_offsets[m_next++];
        record = {keyAt(offset).toByteArray(), payloadAt(offset).toByteArray()};
        return true;
    }
    if (m_runs.empty())
        return false;
    const auto later = [](const Run& a, const Run& b) { return keyLess(b.head.key, a.head.key); };
    std::pop_heap(m_runs.begin(), m_runs.end(), later);
    Run& run = m_runs.back();
    record = std::move(run.head);
    const auto more = run.advance(*m_file, m_memory / static_cast<qsizetype>(m_runs.size()));
    if (!more)
        return fail(more.error());
    if (*more)
        std::push_heap(m_runs.begin(), m_runs.end(), later);
    else
        m_runs.pop_back();
    return true;
}

} // namespace cairn::content
