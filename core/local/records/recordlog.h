// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/posix/descriptor.h"
#include "core/base/result.h"
#include "core/local/records/record.h"

#include <QString>

#include <functional>
#include <optional>
#include <vector>

namespace cairn::local {

/// A place between two lines of the records.
struct RecordPosition
{
    qint64 segment = 0; ///< 0: before all records.
    qint64 offset = 0; ///< Bytes.

    auto operator<=>(const RecordPosition&) const = default;
    QString text() const; ///< "3:4096"
    static std::optional<RecordPosition> from(const QString& text);
};

/// The files DATA/records/NUMBER.jsonl: records in the order in which they took effect, one a
/// line (core/local/records/README.md). A segment that begins with a snapshot has the state at its
/// beginning in full, so that none before it is needed. Does no locking: whoever appends holds the
/// catalog's write transaction. One thread at a time. Errors: Storage, with ERROR_NEWER_FOLDER
/// for a segment of a newer version; DiskFull; Corrupt for a file that is no segment. The subject
/// is the path.
class RecordLog
{
public:
    explicit RecordLog(QString folder);

    /// The numbers of the segments, ascending; none where the folder is missing.
    [[nodiscard]] Result<std::vector<qint64>> segments() const;
    /// The id of the data folder that the newest segment belongs to.
    [[nodiscard]] Result<QString> store() const;
    /// Bytes of all segments.
    [[nodiscard]] Result<qint64> size() const;
    /// Behind the last whole line. What follows it there is a line that a crash cut short.
    [[nodiscard]] Result<RecordPosition> end() const;

    /// Writes lines at @p at, where the last ones ended, and gives where they end. Durable on
    /// return. What lies behind @p at was never answered for and is cut off.
    [[nodiscard]] Result<RecordPosition> append(const RecordPosition& at, QByteArrayView lines);
    [[nodiscard]] Done cutTo(const RecordPosition& at);

    using WriteLine = std::function<Done(const QByteArray& line)>;
    /// Whether a snapshot is the state that the segments before it come to, or another: then what
    /// is at a place before it cannot catch up.
    enum class Continues : bool { No = false, Yes = true };
    /// A new segment behind the others, with all lines that @p lines writes as its snapshot. There
    /// as a whole and durable on return, or not at all.
    [[nodiscard]] Result<RecordPosition>
    writeSnapshot(const QString& store, Continues continues,
                  const std::function<Done(const WriteLine&)>& lines);
    /// Whether all segments behind @p segment continue it. Errors: also Corrupt.
    [[nodiscard]] Result<bool> isContinuedAfter(qint64 segment) const;
    /// Removes the segments before @p segment.
    [[nodiscard]] Done removeBefore(qint64 segment);

    /// A line that cannot be read.
    struct Damage
    {
        RecordPosition at;
        QString why;
    };
    using Take = std::function<Done(const Record& record, const RecordPosition& end)>;
    /// Gives every record behind @p from; all that count where that is the beginning. Lines that
    /// cannot be read are left out and returned.
    [[nodiscard]] Result<std::vector<Damage>> read(const RecordPosition& from,
                                                   const Take& take) const;

private:
    QString path(qint64 segment) const;
    [[nodiscard]] Done open(qint64 segment);

    const QString m_folder;
    posix::Descriptor m_file; ///< The segment that is appended to.
    qint64 m_segment = 0; ///< Its number; 0: none is open.
};

} // namespace cairn::local
