// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/local/http/httpmessage.h"
#include "core/local/http/workers.h"
#include "core/local/store/ingest.h"
#include "core/local/store/uploadcommitter.h"

namespace cairn::local {

/// The body of POST /car: hashed, checked and written as it arrives, and kept only if all of it is
/// valid. At most one block is in memory.
class CarUpload final : public BodyReceiver
{
public:
    /// @p helpers hash the CAR while its blocks are hashed.
    CarUpload(UploadCommitter& committer, UploadContext context, Workers& helpers);

    void write(QByteArrayView bytes) override;
    HttpResponse finish() override;

private:
    [[nodiscard]] Done take(QByteArrayView bytes);
    [[nodiscard]] Result<Receipt> keep();

    UploadCommitter& m_committer;
    const UploadContext m_context;
    Workers& m_helpers;
    std::unique_ptr<IncomingCar> m_car;
    Ingest m_ingest;
    qint64 m_received = 0;
    Done m_state;
};

/// The name of an upload: X-Name decoded, or "Upload at" and the time (contract §6.1). Errors:
/// Invalid for a malformed escape.
[[nodiscard]] Result<QString> uploadName(const HttpRequest& request, const Clock& clock);

} // namespace cairn::local
