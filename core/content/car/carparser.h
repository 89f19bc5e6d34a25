// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/content/car/car.h"
#include "core/content/car/carfault.h"

#include <QByteArrayView>

#include <functional>
#include <optional>

namespace cairn::content {

/// A block as it stands in a CAR. @p data is valid only while the callback runs.
struct CarBlock
{
    Cid cid;
    QByteArrayView data; ///< empty for a leaf that was not held
    qint64 offset = 0; ///< of the data, from the first byte fed
    qint64 size = 0; ///< of the data, held or not
};

/// How many roots a header must have: the service demands exactly one.
enum class Roots { One, Any };

/// Whether the bytes of raw blocks hashed with SHA-256 are held: they have no links, so for an
/// index of blocks they need not be.
enum class Leaves { Held, Passed };

/// Whether the blocks' hashes are checked: not again where the same bytes were just now.
enum class Hashes { Checked, Known };

struct CarLimits
{
    qint64 blockBytes = 2 * 1024 * 1024; ///< largest data of a block (contract §3.5)
    Roots roots = Roots::Any;
    Leaves leaves = Leaves::Held;
    Hashes hashes = Hashes::Checked;
};

/// CARv1 fed in pieces of any size, as a request body arrives. Holds at most one section and
/// allocates at most 2 MiB more than has come; every hash is checked. Zeros behind the last section
/// are padding, as pieces of Filecoin have it. After an error it stays in error, and fault() says
/// what is wrong with the bytes, unless a callback failed. Corrupt: malformed, cut short, wrong
/// hash, "missing roots", "too many roots"; TooLarge: "block too big: N > limit"; Invalid: a hash
/// function that cannot be checked. One thread.
class CarParser
{
public:
    using OnHeader = std::function<Done(const std::vector<Cid>& roots)>;
    using OnBlock = std::function<Done(const CarBlock& block)>;

    CarParser(CarLimits limits, OnHeader onHeader, OnBlock onBlock);

    /// An error from a callback ends the parse and is returned as it is.
    [[nodiscard]] Done feed(QByteArrayView bytes);
    /// To be called at the end of the stream: Corrupt when it ends inside something.
    [[nodiscard]] Done finish();

    const std::optional<CarFault>& fault() const { return m_fault; }
    qint64 position() const { return m_position; } ///< bytes fed so far
    /// The bytes of the callback's block, to keep; to be called by the callback at most once. Not
    /// copied when they came in several pieces.
    [[nodiscard]] QByteArray takeData();

private:
    enum class Part { HeaderLength, Header, SectionLength, Cid, Data, Padding };

    Done step(QByteArrayView& bytes);
    Result<std::optional<quint64>> takeLength(QByteArrayView& bytes);
    Done header(QByteArrayView bytes);
    Done startSection(quint64 length);
    Done cid(QByteArrayView& bytes);
    bool passes() const;
    Done pass(QByteArrayView& bytes);
    Done data(QByteArrayView bytes);
    Done wrongHash(Error error);
    Done broken(CarFault::Rule rule, qint64 offset, Error error, QByteArray found = {});
    Done padding(QByteArrayView& bytes);

    CarLimits m_limits;
    OnHeader m_onHeader;
    OnBlock m_onBlock;
    Part m_part = Part::HeaderLength;
    QByteArrayView m_data; ///< of the block that the callback is called with
    /// the present part as far as it has come, when it did not come in one piece
    QByteArray m_held;
    Cid m_cid;
    Sha256 m_hash; ///< of the bytes of a leaf that is not held
    qint64 m_wanted = 0; ///< bytes of the present part, or what is missing of a leaf not held
    qint64 m_position = 0;
    qint64 m_offset = 0; ///< of the present section's data
    qint64 m_section = 0; ///< where the present section begins
    QByteArray m_start; ///< the length of the header, as it came
    std::optional<CarFault> m_fault;
    std::optional<Error> m_error;
};

} // namespace cairn::content
