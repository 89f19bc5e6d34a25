// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/result.h"

#include <QIODevice>

#include <memory>
#include <optional>

namespace cairn::content {

struct DagPlanData;
struct PlannedPart;
class BlockLoader;
class DagCursor;

/// A part of a plan as a stream of exactly size() bytes. Leaves are read from their sources again
/// and checked against the plan; a source that differs ends the stream, and error() says so. One
/// block is in memory. Seeking anywhere works; to the start it is cheap. Any thread, one at a time.
class PartDevice : public QIODevice
{
public:
    PartDevice(std::shared_ptr<const DagPlanData> plan, const PlannedPart& part);
    ~PartDevice() override;

    const std::optional<Error>& error() const { return m_error; }

    bool isSequential() const override { return false; }
    qint64 size() const override;
    bool seek(qint64 position) override;
    bool atEnd() const override;

protected:
    qint64 readData(char* to, qint64 maxSize) override;
    qint64 writeData(const char*, qint64) override;

private:
    /// Loads the block that holds the byte @p skip from here; blocks before it are not read.
    bool nextFrame(qint64& skip);
    void rewind();
    bool failed(const Error& error);

    std::shared_ptr<const DagPlanData> m_plan;
    const PlannedPart& m_part;
    std::unique_ptr<BlockLoader> m_loader;
    std::unique_ptr<DagCursor> m_cursor;
    QByteArray m_header;
    QByteArrayView m_frame; ///< the section being read, CID and length included; the loader's
    qsizetype m_frameUsed = 0;
    qint64 m_blocksLeft = 0;
    std::optional<Error> m_error;
};

} // namespace cairn::content
