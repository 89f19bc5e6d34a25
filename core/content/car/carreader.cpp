// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/content/car/carreader.h"

#include <QtEndian>

#include <limits>

using namespace Qt::StringLiterals;

namespace cairn::content {
namespace {

constexpr qint64 pieceSize = 64 * 1024;

// A version 2 file (ipld.io/specs/transport/car/carv2): this, then 40 bytes that say where the
// version 1 payload is.
constexpr char version2Pragma[] = {0x0a, '\xa1', 0x67, 'v', 'e', 'r', 's', 'i', 'o', 'n', 0x02};
constexpr qint64 pragmaSize = sizeof version2Pragma;
constexpr qint64 version2HeaderSize = 40;

} // namespace

CarReader::CarReader(QIODevice& device, CarLimits limits)
    : m_device(device)
    , m_parser(
          limits,
          [this](const std::vector<Cid>& roots) {
              m_roots = roots;
              return Done{};
          },
          [this](const CarBlock& block) {
              m_entries.push_back(
                  {{block.cid, block.data.toByteArray()}, m_payloadStart + block.offset});
              return Done{};
          })
{ }

Result<std::vector<Cid>> CarReader::roots()
{
    while (!m_roots) {
        if (const Done done = fill(); !done)
            return fail(done.error());
    }
    return *m_roots;
}

Result<std::optional<CarReader::Entry>> CarReader::next()
{
    while (m_entries.empty()) {
        if (m_atEnd)
            return std::optional<Entry>{};
        if (const Done done = fill(); !done)
            return fail(done.error());
    }
    Entry entry = std::move(m_entries.front());
    m_entries.pop_front();
    return std::optional<Entry>(std::move(entry));
}

std::optional<CarFault> CarReader::fault() const
{
    if (m_fault)
        return m_fault;
    auto fault = m_parser.fault();
    if (fault)
        fault->offset += m_payloadStart;
    return fault;
}

Done CarReader::broken(const QString& what)
{
    m_fault = CarFault{CarFault::Rule::CutShort, m_device.pos(), {}, {}};
    return fail(Error::Kind::Corrupt, what);
}

Done CarReader::open()
{
    m_opened = true;
    const QByteArray start = m_device.peek(pragmaSize);
    if (start != QByteArrayView(version2Pragma, pragmaSize))
        return {};
    m_device.skip(pragmaSize);
    const QByteArray header = m_device.read(version2HeaderSize);
    if (header.size() < version2HeaderSize)
        return broken(u"CAR cut short"_s);
    const auto payload = qFromLittleEndian<quint64>(header.constData() + 16);
    const auto size = qFromLittleEndian<quint64>(header.constData() + 24);
    constexpr quint64 smallest = pragmaSize + version2HeaderSize;
    constexpr auto largest = static_cast<quint64>(std::numeric_limits<qint64>::max());
    if (payload < smallest || payload > largest || size > largest - payload)
        return broken(u"CAR version 2 header out of range"_s);
    m_payloadStart = static_cast<qint64>(payload);
    m_payloadLeft = static_cast<qint64>(size);
    const qint64 padding = m_payloadStart - pragmaSize - version2HeaderSize;
    if (m_device.skip(padding) != padding)
        return broken(u"CAR cut short"_s);
    return {};
}

Done CarReader::fill()
{
    if (!m_opened) {
        if (Done done = open(); !done)
            return done;
    }
    const qint64 wanted = m_payloadLeft ? qMin(*m_payloadLeft, pieceSize) : pieceSize;
    QByteArray piece(wanted, Qt::Uninitialized);
    const qint64 got = wanted > 0 ? m_device.read(piece.data(), wanted) : 0;
    if (got < 0)
        return fail(Error::Kind::Storage, m_device.errorString());
    if (m_payloadLeft)
        *m_payloadLeft -= got;
    if (got > 0)
        return m_parser.feed(QByteArrayView(piece).first(got));
    if (m_payloadLeft.value_or(0) > 0)
        return broken(u"CAR cut short"_s);
    m_atEnd = true;
    return m_parser.finish();
}

} // namespace cairn::content
