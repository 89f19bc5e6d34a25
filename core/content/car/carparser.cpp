// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/content/car/carparser.h"

#include "core/content/cid/varint.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace cairn::content {
namespace {

constexpr quint64 maxHeader = 1024 * 1024;
// version, codec, hash code and length as varints, and the longest digest takeMultihash takes
constexpr qsizetype maxCid = 4 * 9 + 128;
constexpr qsizetype maxVarint = 9;
// Room made for a block of which only the beginning has come.
constexpr qint64 maxAhead = 2 * 1024 * 1024;
// Of what is no CAR: enough to see what it is instead.
constexpr qsizetype shownStart = 40;

} // namespace

CarParser::CarParser(CarLimits limits, OnHeader onHeader, OnBlock onBlock)
    : m_limits(limits)
    , m_onHeader(std::move(onHeader))
    , m_onBlock(std::move(onBlock))
{ }

Done CarParser::feed(QByteArrayView bytes)
{
    const qint64 start = m_position;
    const qsizetype size = bytes.size();
    while (!bytes.isEmpty() && !m_error) {
        m_position = start + (size - bytes.size());
        if (const Done done = step(bytes); !done)
            m_error = done.error();
    }
    if (m_error)
        return fail(*m_error);
    m_position = start + size;
    return {};
}

Done CarParser::finish()
{
    if (m_error)
        return fail(*m_error);
    if ((m_part == Part::SectionLength && m_held.isEmpty()) || m_part == Part::Padding)
        return {};
    const bool isHeader = m_part == Part::HeaderLength || m_part == Part::Header;
    const bool isEmpty = m_part == Part::HeaderLength && m_held.isEmpty();
    m_error = Error{Error::Kind::Corrupt, isEmpty ? u"empty CAR"_s : u"CAR cut short"_s};
    if (isEmpty)
        return broken(CarFault::Rule::Empty, 0, *m_error);
    if (isHeader)
        return broken(CarFault::Rule::NotACar, 0, *m_error,
                      m_start + m_held.first(qMin(m_held.size(), shownStart)));
    return broken(CarFault::Rule::CutShort, m_section, *m_error);
}

Done CarParser::step(QByteArrayView& bytes)
{
    switch (m_part) {
    case Part::HeaderLength: {
        const QByteArrayView before = bytes;
        const auto length = takeLength(bytes);
        m_start += before.first(before.size() - bytes.size()).toByteArray();
        if (!length)
            return broken(CarFault::Rule::NotACar, 0, length.error(), m_start);
        if (!*length)
            return {};
        if (**length == 0 || **length > maxHeader) {
            return broken(CarFault::Rule::NotACar, 0,
                          {Error::Kind::Corrupt, u"CAR header of %1 bytes"_s.arg(**length)},
                          m_start + bytes.first(qMin(bytes.size(), shownStart)).toByteArray());
        }
        m_wanted = static_cast<qint64>(**length);
        m_part = Part::Header;
        return {};
    }
    case Part::SectionLength: {
        if (m_held.isEmpty())
            m_section = m_position;
        const auto length = takeLength(bytes);
        if (!length)
            return broken(CarFault::Rule::BadSection, m_section, length.error());
        return *length ? startSection(**length) : Done{};
    }
    case Part::Cid:
        return cid(bytes);
    case Part::Padding:
        return padding(bytes);
    case Part::Data:
        if (passes())
            return pass(bytes);
        break;
    case Part::Header:
        break;
    }
    // A piece that came whole is used where it lies; otherwise the buffer grows with what comes,
    // never with what a length claims.
    const qsizetype missing = m_wanted - m_held.size();
    const QByteArrayView piece = bytes.first(qMin<qsizetype>(missing, bytes.size()));
    bytes = bytes.sliced(piece.size());
    const bool whole = piece.size() == missing;
    if (m_held.isEmpty() && !whole && m_part == Part::Data)
        m_held.reserve(qsizetype(qMin(m_wanted, maxAhead)));
    if (!whole || !m_held.isEmpty())
        m_held.append(piece);
    if (!whole)
        return {};
    const Done done = m_part == Part::Header ? header(m_held.isEmpty() ? piece : m_held)
                                             : data(m_held.isEmpty() ? piece : m_held);
    m_held.resize(0); // keeps its capacity for the next block
    m_part = Part::SectionLength;
    return done;
}

Result<std::optional<quint64>> CarParser::takeLength(QByteArrayView& bytes)
{
    while (!bytes.isEmpty()) {
        const char byte = bytes.front();
        bytes = bytes.sliced(1);
        m_held.append(byte);
        if (static_cast<uchar>(byte) < 0x80 || m_held.size() >= maxVarint)
            break;
    }
    if (static_cast<uchar>(m_held.back()) >= 0x80 && m_held.size() < maxVarint)
        return std::optional<quint64>{};
    QByteArrayView held = m_held;
    const auto length = takeVarint(held);
    m_held.resize(0);
    if (!length)
        return fail(length.error());
    return std::optional<quint64>(*length);
}

Done CarParser::header(QByteArrayView bytes)
{
    using enum CarFault::Rule;
    const auto header = decodeCarHeader(bytes);
    if (!header) {
        return broken(NotACar, 0, header.error(),
                      m_start + bytes.first(qMin(bytes.size(), shownStart)).toByteArray());
    }
    if (header->version != 1) {
        return broken(Version, 0, {Error::Kind::Corrupt, u"CAR version %1"_s.arg(header->version)},
                      QByteArray::number(header->version));
    }
    if (m_limits.roots == Roots::One && header->roots.empty())
        return broken(NoRoots, 0, {Error::Kind::Corrupt, u"missing roots"_s});
    if (m_limits.roots == Roots::One && header->roots.size() > 1) {
        return broken(SeveralRoots, 0, {Error::Kind::Corrupt, u"too many roots"_s},
                      QByteArray::number(qsizetype(header->roots.size())));
    }
    return m_onHeader ? m_onHeader(header->roots) : Done{};
}

Done CarParser::startSection(quint64 length)
{
    if (length == 0) {
        m_part = Part::Padding;
        return {};
    }
    m_wanted = static_cast<qint64>(length);
    m_part = Part::Cid;
    return {};
}

Done CarParser::cid(QByteArrayView& bytes)
{
    // Collect just enough for the longest CID, or for all of a section shorter than that.
    const qsizetype enough = qMin<qsizetype>(m_wanted, maxCid);
    const qsizetype held = m_held.size();
    const QByteArrayView piece = bytes.first(qMin<qsizetype>(enough - held, bytes.size()));
    QByteArrayView from = piece;
    if (held > 0) {
        m_held.append(piece);
        from = m_held;
    }
    const qsizetype available = from.size();
    auto cid = Cid::take(from);
    if (!cid) {
        if (available >= enough)
            return broken(CarFault::Rule::BadSection, m_section, cid.error());
        if (held == 0)
            m_held.append(piece);
        bytes = bytes.sliced(piece.size());
        return {}; // it may be merely cut; more is to come
    }
    const qsizetype used = available - from.size();
    bytes = bytes.sliced(used - held);
    m_held.resize(0);
    m_cid = std::move(*cid);
    m_wanted -= used;
    m_offset = m_position + used - held;
    m_part = Part::Data;
    if (m_wanted > m_limits.blockBytes) {
        return broken(CarFault::Rule::BlockTooBig, m_section,
                      {Error::Kind::TooLarge,
                       u"block too big: %1 > %2"_s.arg(m_wanted).arg(m_limits.blockBytes)});
    }
    if (m_wanted > 0)
        return {};
    m_part = Part::SectionLength; // an empty block: no byte of it will come to trigger data()
    return data({});
}

bool CarParser::passes() const
{
    const Multihash hash = m_cid.hash();
    return m_limits.leaves == Leaves::Passed && m_cid.codec() == Codec::Raw
        && hash.code == HashCode::Sha256 && hash.digest.size() == qsizetype(sizeof(Digest));
}

// Each piece is hashed while the processor still has it at hand, and not copied.
Done CarParser::pass(QByteArrayView& bytes)
{
    const QByteArrayView piece = bytes.first(qMin<qsizetype>(m_wanted, bytes.size()));
    bytes = bytes.sliced(piece.size());
    const bool isChecked = m_limits.hashes == Hashes::Checked;
    if (isChecked)
        m_hash.add(piece);
    m_wanted -= piece.size();
    if (m_wanted > 0)
        return {};
    m_part = Part::SectionLength;
    if (const Done done = isChecked ? verifyHash(m_cid.hash(), m_hash.finish()) : Done(); !done)
        return wrongHash(done.error());
    const qint64 size = m_position + piece.size() - m_offset;
    return m_onBlock ? m_onBlock({m_cid, {}, m_offset, size}) : Done{};
}

Done CarParser::padding(QByteArrayView& bytes)
{
    const auto isZero = [](char byte) { return byte == 0; };
    if (!std::ranges::all_of(bytes, isZero)) {
        return broken(CarFault::Rule::BadSection, m_section,
                      {Error::Kind::Corrupt, u"a section without a CID"_s});
    }
    bytes = {};
    return {};
}

Done CarParser::wrongHash(Error error)
{
    using enum CarFault::Rule;
    error.subject = m_cid.toString();
    const CarFault::Rule rule = m_cid.hash().code == HashCode::Identity ? IdentityBlock
        : error.kind == Error::Kind::Invalid                            ? HashUnknown
                                                                        : WrongHash;
    return broken(rule, m_section, std::move(error));
}

Done CarParser::broken(CarFault::Rule rule, qint64 offset, Error error, QByteArray found)
{
    const bool hasBlock = rule == CarFault::Rule::WrongHash || rule == CarFault::Rule::HashUnknown
        || rule == CarFault::Rule::IdentityBlock || rule == CarFault::Rule::BlockTooBig;
    m_fault = CarFault{rule, offset, hasBlock ? m_cid.toString() : QString(), std::move(found)};
    return fail(std::move(error));
}

Done CarParser::data(QByteArrayView bytes)
{
    const Multihash hash = m_cid.hash();
    if (hash.code == HashCode::Identity) // as the service: allowed as links only (contract §7.2)
        return wrongHash({Error::Kind::Invalid, u"a block with the identity hash"_s});
    const bool isChecked = m_limits.hashes == Hashes::Checked;
    if (const Done done = isChecked ? verifyHash(hash, bytes) : Done(); !done)
        return wrongHash(done.error());
    m_data = bytes;
    return m_onBlock ? m_onBlock({m_cid, bytes, m_offset, bytes.size()}) : Done{};
}

QByteArray CarParser::takeData()
{
    if (m_data.data() != m_held.constData() || m_data.isEmpty())
        return m_data.toByteArray();
    return std::exchange(m_held, QByteArray());
}

} // namespace cairn::content
