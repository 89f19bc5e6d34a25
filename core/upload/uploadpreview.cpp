// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/upload/uploadpreview.h"

#include "core/api/client/apiclient.h"
#include "core/upload/packjob.h"

namespace cairn {

UploadPreview::UploadPreview(UploadRequest request, ApiClient& api, QThreadPool& pool,
                             QObject* parent)
    : QObject(parent)
    , m_request(std::move(request))
    , m_api(api)
    , m_pool(pool)
{
    begin();
}

UploadPreview::~UploadPreview() = default;

void UploadPreview::change(const UploadRequest& request)
{
    if (m_request == request)
        return;
    const UploadRequest before = std::exchange(m_request, request);
    UploadRequest renamed = before;
    renamed.name = request.name;
    if (renamed != m_request)
        begin();
}

void UploadPreview::cancel()
{
    ++m_run;
    // Later: we may be called by what it tells.
    if (PackJob* packJob = std::exchange(m_packJob, nullptr)) {
        packJob->disconnect(this);
        packJob->cancel();
        packJob->deleteLater();
    }
}

void UploadPreview::begin()
{
    m_state = State::Reading;
    m_files = 0;
    m_bytes = 0;
    m_packed.reset();
    m_listing = {};
    m_error.reset();
    cancel();
    m_packJob = new PackJob(m_pool, this);
    connect(m_packJob, &PackJob::progressed, this, [this](int files, qint64 bytes) {
        m_files = files;
        m_bytes = bytes;
        emit changed();
    });
    UploadRequest whatIsThere = m_request;
    whatIsThere.unreadable = UploadRequest::Unreadable::IsLeftOut;
    whenDone(m_packJob->pack(whatIsThere, content::Secrets::AreNamed), this,
             [this, run = m_run](const Result<PackedUpload>& packed) {
                 if (run == m_run)
                     packFinished(packed);
             });
    emit changed();
}

void UploadPreview::packFinished(const Result<PackedUpload>& packed)
{
    if (packed) {
        m_state = State::Ready;
        m_packed = std::make_shared<const PackedUpload>(*packed);
        m_files = packed->files;
        m_bytes = packed->sourceBytes;
        askListing();
    } else {
        m_state = State::Failed;
        m_error = packed.error();
    }
    emit changed();
}

void UploadPreview::askListing()
{
    m_listing.answer = Listing::Answer::Asking;
    whenDone(m_api.upload(content::CidString(m_packed->root)), this,
             [this, run = m_run](const auto& found) {
                 using Answer = Listing::Answer;
                 if (run != m_run)
                     return;
                 if (found)
                     m_listing = {Answer::Yes, *found};
                 else if (found.error().kind == Error::Kind::NotFound)
                     m_listing = {Answer::No};
                 else
                     m_listing = {Answer::Unknown, {}, found.error()};
                 emit changed();
             });
}

UploadRequest UploadPreview::toSend() const
{
    UploadRequest request = m_request;
    using Kind = content::Problem::Kind;
    if (m_packed
        && m_packed->totals.count(Kind::UnreadableLeftOut)
                + m_packed->totals.count(Kind::NameLeftOut)
            > 0)
        request.unreadable = UploadRequest::Unreadable::IsLeftOut;
    return request;
}

} // namespace cairn
