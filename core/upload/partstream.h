// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/api/http/httppost.h"
#include "core/content/cid/cidstring.h"
#include "core/content/cid/multihash.h"
#include "core/upload/packedupload.h"

#include <QElapsedTimer>

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>

namespace cairn {

class Bandwidth;

/// One part of an upload as a request's body: a worker reads the source, checks it against the plan
/// and names the part by its hash while it sends. It keeps back the last bytes until release(), so
/// that the name can be stored before the service has the whole part (Sender has a drawing).
class PartStream final : public HttpBody
{
public:
    /// Called on the worker's thread.
    struct Listener
    {
        std::function<void(const content::CidString& carCid)> named; ///< Once.
        std::function<void(qint64 bytes)> sent; ///< About ten times a second.
    };

    /// @p bandwidth outlives the worker.
    PartStream(PackedUpload packed, int part, Bandwidth& bandwidth, Listener listener);

    // Any thread.
    void release();
    void stop(); ///< The part is not wanted any more; its worker ends.
    /// Why it ended early: the source changed or cannot be read.
    std::optional<Error> error() const;

    qint64 length() const override { return m_packed.partBytes.at(std::size_t(m_part)); }
    qint64 read(char* to, qint64 maxSize) override;
    void sent(qint64 bytes) override;
    bool isStopped() const override { return m_isStopped; }

private:
    bool awaitRelease();

    const PackedUpload m_packed;
    const int m_part;
    Bandwidth& m_bandwidth;
    const Listener m_listener;

    // Used by the worker alone.
    std::unique_ptr<PartBytes> m_source;
    content::Sha256 m_hash;
    qint64 m_left;
    QElapsedTimer m_sinceTold;
    qint64 m_told = 0;

    std::atomic_bool m_isStopped = false;
    mutable std::mutex m_mutex;
    std::condition_variable m_freed;
    bool m_isReleased = false;
    std::optional<Error> m_error;
};

} // namespace cairn
