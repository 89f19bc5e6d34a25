// SPDX-License-Identifier: MIT OR Apache-2.0
// What the queue does about downloads alone.
#include "core/api/client/apiclient.h"
#include "core/content/cid/cid.h"
#include "core/transfer/queue/transferqueue.h"
#include "core/transfer/queue/workers.h"
#include "core/transfer/store/transferstore.h"

#include <QDir>
#include <QFileInfo>

namespace cairn {
using namespace Qt::StringLiterals;

namespace {

Done check(const DownloadRequest& request)
{
    if (const auto cid = content::Cid::parse(request.cid.text()); !cid) {
        return fail(Error{Error::Kind::Invalid, cid.error().detail, request.cid.text(),
                          u"ERROR_INVALID_CID"_s});
    }
    const QFileInfo target(request.target);
    if (target.exists() || target.isSymLink()) {
        return fail(Error{Error::Kind::Conflict, u"the target is there already"_s, request.target,
                          u"TARGET_EXISTS"_s});
    }
    if (target.fileName().isEmpty() || !target.dir().exists()) {
        return fail(Error{Error::Kind::Conflict, u"no folder to put the target in"_s,
                          target.absolutePath(), u"TARGET_FOLDER_MISSING"_s});
    }
    return {};
}

} // namespace

Result<TransferId> TransferQueue::add(const DownloadRequest& request)
{
    Transfer transfer;
    transfer.download = request;
    if (const Done checked = check(request); !checked) {
        if (checked.error().code == "TARGET_EXISTS"_L1)
            clearUp(request);
        return fail(checked.error());
    }
    transfer.name = request.name.isEmpty() ? QFileInfo(request.target).fileName() : request.name;
    if (request.path.isEmpty())
        transfer.root = request.cid;
    return enqueue(std::move(transfer));
}

std::optional<TransferId> TransferQueue::takeUp(const DownloadRequest& request)
{
    return takeUp([&request](const Transfer& transfer) { return transfer.download == request; });
}

std::vector<BlockOrigin> TransferQueue::origins() const
{
    std::vector<BlockOrigin> origins{{m_api.endpoint(), BlockOrigin::Kind::Service}};
    for (const QUrl& gateway : m_gateways)
        origins.push_back({gateway, BlockOrigin::Kind::Gateway});
    return origins;
}

/// A worker of an earlier attempt is there, told to stop or not: the next one starts once it ends.
bool TransferQueue::hasWorker(const Transfer& transfer) const
{
    return transfer.download && m_workers->downloads.isAtWork(*transfer.download);
}

/// What one that ended there and was killed right after has left.
void TransferQueue::clearUp(const DownloadRequest& request)
{
    m_workers->downloads.clearUp(request);
}

/// What a download has beside its target, once it is in place or nobody wants it any more.
void TransferQueue::discard(const Transfer& transfer)
{
    if (transfer.download)
        m_workers->downloads.discard(*transfer.download);
}

} // namespace cairn
