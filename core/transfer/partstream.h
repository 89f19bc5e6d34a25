// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/content/plan.h"
#include "core/transfer/feed.h"

#include <QIODevice>

#include <memory>

class QThreadPool;

namespace cairn {

/// One part of a plan as a sequential device that never blocks: a worker of @p pool reads the
/// source and checks it against the plan. Belongs to the thread that sends.
class PartStream final : public QIODevice
{
    Q_OBJECT

public:
    PartStream(const content::Plan& plan, int part, QThreadPool& pool);
    ~PartStream() override;

    /// Why it ended early: the source changed or cannot be read.
    std::optional<Error> error() const { return m_feed->error(); }

    bool isSequential() const override { return true; }
    bool atEnd() const override;
    qint64 bytesAvailable() const override;

protected:
    qint64 readData(char* to, qint64 size) override;
    qint64 writeData(const char*, qint64) override { return -1; }

private:
    std::shared_ptr<Feed> m_feed; ///< Outlives us while the worker still holds it.
};

} // namespace cairn
