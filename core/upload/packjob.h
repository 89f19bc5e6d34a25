// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/async.h"
#include "core/content/plan/pack.h"
#include "core/upload/packedupload.h"
#include "core/upload/uploadrequest.h"

#include <QObject>

#include <atomic>

class QThreadPool;

namespace cairn {

/// @p profile with symbolic links treated as asked for.
[[nodiscard]] content::Profile withLinks(content::Profile profile, UploadRequest::Links links);

/// Reads and hashes one source on a worker thread: root CID and parts, nothing is copied and
/// nothing sent. Lives on the main thread; cancelling or destroying it ends the work early.
class PackJob final : public QObject
{
    Q_OBJECT

public:
    explicit PackJob(QThreadPool& pool, QObject* parent = nullptr);
    ~PackJob() override;

    /// Errors: makeDagPlan's or packedUploadOfCar's, and NotFound for an unknown profile.
    [[nodiscard]] Reply<PackedUpload> pack(const UploadRequest& request,
                                           content::Secrets secrets
                                           = content::Secrets::AreNotLookedFor);
    void cancel() { *m_cancelled = true; }

signals:
    /// About ten times a second at most.
    void progressed(int files, qint64 bytesHashed);

private:
    QThreadPool& m_pool;
    /// Shared with the worker, which may live a moment longer than this object.
    std::shared_ptr<std::atomic_bool> m_cancelled = std::make_shared<std::atomic_bool>(false);
};

} // namespace cairn
