// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/store/carsalvage.h"

#include "core/api/wire/routes.h"
#include "core/content/cid/varint.h"

#include <algorithm>

namespace cairn::local {
using content::Cid;

namespace {

constexpr qint64 maxHeader = 1024 * 1024;
// The length of a section of the largest block; and the longest CID that Cid::take() takes.
constexpr qsizetype maxLengthBytes = 4;
constexpr qsizetype maxCidBytes = 4 * 9 + 128;
constexpr qint64 windowBytes = 2 * routes::largestBlock;
constexpr qint64 vainTimesSize = 16;
constexpr qint64 vainAlways = 64 * 1024 * 1024;
constexpr qint64 vainPerFrame = 1024; // What it costs besides the bytes.

/// Of a hash that can be computed here, of the right length: what a block in a CAR may have.
bool isChecked(const content::Multihash& hash)
{
    if (hash.code == content::HashCode::Identity)
        return false;
    const Done compared = content::verifyHash(hash, QByteArrayView());
    return compared || compared.error().kind == Error::Kind::Corrupt;
}

/// A look at bytes that may be a frame, before they are parsed; almost none pass.
bool mayBeFrame(QByteArrayView bytes)
{
    qsizetype at = 0;
    while (at < maxLengthBytes && at < bytes.size() && (uchar(bytes[at]) & 0x80) != 0)
        ++at;
    ++at;
    if (at > maxLengthBytes || bytes.size() < at + 2)
        return false;
    const bool isV0 = bytes[at] == 0x12 && bytes[at + 1] == 0x20;
    return isV0 || bytes[at] == 0x01;
}

} // namespace

CarSalvage::CarSalvage(int descriptor, qint64 size)
    : m_descriptor(descriptor)
    , m_size(size)
    , m_budget(vainAlways + vainTimesSize * size)
{ }

/// Fewer at the end of the file. The view holds until the next call.
posix::Outcome<QByteArrayView> CarSalvage::bytes(qint64 offset, qint64 length)
{
    length = std::clamp<qint64>(m_size - offset, 0, length);
    const qint64 windowEnd = m_windowOffset + m_window.size();
    if (offset < m_windowOffset || offset + length > windowEnd) {
        m_window.resize(windowBytes);
        const auto got = posix::readAt(m_descriptor, offset, m_window.data(), windowBytes);
        if (!got)
            return tl::unexpected(got.error());
        m_window.resize(*got);
        m_windowOffset = offset;
    }
    const qint64 at = offset - m_windowOffset;
    // It may have been cut since its size was asked for.
    return QByteArrayView(m_window).sliced(at, std::min(length, m_window.size() - at));
}

/// Where the sections begin; 0 if the header cannot be read.
posix::Outcome<qint64> CarSalvage::readHeader()
{
    const auto start = bytes(0, maxHeader + maxLengthBytes);
    if (!start)
        return tl::unexpected(start.error());
    QByteArrayView rest = *start;
    const auto length = content::takeVarint(rest);
    if (!length || *length == 0 || qint64(*length) > std::min<qint64>(maxHeader, rest.size()))
        return 0;
    const auto header = content::decodeCarHeader(rest.first(qsizetype(*length)));
    if (!header || header->version != 1)
        return 0;
    m_roots = header->roots;
    if (m_roots.size() == 1)
        m_contents.setRoot(m_roots.front());
    return start->size() - rest.size() + qint64(*length);
}

posix::Outcome<CarSalvage::MaybeFrame> CarSalvage::frameAt(qint64 at)
{
    const auto start = bytes(at, maxLengthBytes + maxCidBytes);
    if (!start)
        return tl::unexpected(start.error());
    if (!mayBeFrame(*start))
        return std::nullopt;
    QByteArrayView rest = *start;
    const auto length = content::takeVarint(rest);
    if (!length)
        return std::nullopt;
    const qint64 cidOffset = at + start->size() - rest.size();
    const auto cid = Cid::take(rest);
    if (!cid || !isChecked(cid->hash()))
        return std::nullopt;
    const qint64 dataLength = qint64(*length) - cid->bytes().size();
    Frame frame{*cid, cidOffset + cid->bytes().size(), dataLength};
    if (dataLength < 0 || dataLength > routes::largestBlock || frame.end() > m_size)
        return std::nullopt;
    return frame;
}

posix::Outcome<bool> CarSalvage::verifies(const Frame& frame)
{
    const auto data = bytes(frame.offset, frame.length);
    if (!data)
        return tl::unexpected(data.error());
    if (data->size() == frame.length && content::verifyHash(frame.cid.hash(), *data))
        return true;
    m_budget -= frame.length + vainPerFrame;
    return false;
}

/// Whether the block verifies; then it is added.
posix::Outcome<bool> CarSalvage::take(const Frame& frame)
{
    const auto good = verifies(frame);
    if (!good || !*good)
        return good;
    const auto data = bytes(frame.offset, frame.length);
    if (!data)
        return tl::unexpected(data.error());
    const content::CarBlock block{frame.cid, *data, frame.offset, frame.length};
    if (!m_contents.add(block))
        m_contents.addUndecoded(block);
    return true;
}

/// The next frame whose block verifies; the end of the file if there is none.
posix::Outcome<qint64> CarSalvage::findNext(qint64 from)
{
    for (qint64 at = from; at < m_size && m_budget > 0; ++at) {
        const auto frame = frameAt(at);
        if (!frame)
            return tl::unexpected(frame.error());
        if (!*frame)
            continue;
        const auto good = verifies(**frame);
        if (!good)
            return tl::unexpected(good.error());
        if (*good)
            return at;
    }
    return m_size;
}

/// The section at @p at ends at @p end, whatever its length says, if its block verifies then.
posix::Outcome<void> CarSalvage::takeWithoutLength(qint64 at, qint64 end)
{
    for (qsizetype lengthBytes = 1; lengthBytes <= maxLengthBytes; ++lengthBytes) {
        const auto start = bytes(at + lengthBytes, maxCidBytes);
        if (!start)
            return tl::unexpected(start.error());
        QByteArrayView rest = *start;
        const auto cid = Cid::take(rest);
        if (!cid || !isChecked(cid->hash()))
            continue;
        const qint64 offset = at + lengthBytes + cid->bytes().size();
        const Frame frame{*cid, offset, std::min(end - offset, routes::largestBlock)};
        if (frame.length < 0)
            continue;
        if (frame.end() == end) {
            const auto taken = take(frame);
            if (!taken)
                return tl::unexpected(taken.error());
            if (*taken)
                return {};
        }
        markDamaged(frame);
        return {};
    }
    return {};
}

void CarSalvage::markDamaged(const Frame& frame)
{
    m_damaged.add({blockKey(frame.cid), frame.offset, frame.length});
}

posix::Outcome<void> CarSalvage::run()
{
    const auto sections = readHeader();
    if (!sections)
        return tl::unexpected(sections.error());
    for (qint64 at = *sections; at < m_size;) {
        const auto frame = at == 0 ? posix::Outcome<MaybeFrame>() : frameAt(at);
        if (!frame)
            return tl::unexpected(frame.error());
        if (*frame) {
            const auto taken = take(**frame);
            if (!taken)
                return tl::unexpected(taken.error());
            // Its length is right if another frame follows.
            const auto following = frameAt((*frame)->end());
            if (!following)
                return tl::unexpected(following.error());
            const bool ends = *following || (*frame)->end() == m_size;
            if (!*taken && ends)
                markDamaged(**frame);
            if (*taken || ends) {
                at = (*frame)->end();
                continue;
            }
        }
        const auto next = findNext(at + 1);
        if (!next)
            return tl::unexpected(next.error());
        if (at > 0) {
            if (const auto done = takeWithoutLength(at, *next); !done)
                return done;
        }
        at = *next;
    }
    return {};
}

/// Without those that are whole elsewhere in the file.
BlockTable CarSalvage::takeDamaged()
{
    BlockTable damaged;
    for (const BlockPlace& block : m_damaged) {
        if (!m_contents.contains(block.key))
            damaged.add(block);
    }
    return damaged;
}

} // namespace cairn::local
