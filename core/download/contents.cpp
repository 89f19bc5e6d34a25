// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/download/contents.h"

#include "core/api/http/httpstream.h"
#include "core/download/fetcher.h"

namespace cairn {
using namespace Qt::StringLiterals;

namespace {

/// Without limits: the nodes of a folder are small.
TransferControl unlimited(const std::function<bool()>& isStopping)
{
    TransferControl control;
    control.isStopping = isStopping;
    control.allow = [](qint64 wanted, const std::function<bool()>&) { return wanted; };
    control.received = [](qint64) {};
    control.charge = [](qint64) {};
    control.readAhead = [] { return HttpStream::defaultReadAhead; };
    return control;
}

} // namespace

Result<content::NodeInfo> listContents(const ContentsJob& job,
                                       const content::DagReader::OnEntry& onEntry)
{
    const auto cid = content::Cid::parse(job.cid.text());
    if (!cid)
        return fail(cid.error());
    const TransferControl control = unlimited(job.isStopping);
    Fetcher fetcher(job.origins, {}, control, *job.verdicts, hasNetwork);
    content::DagReader reader(fetcher);
    auto node = reader.resolve(*cid, job.path.toUtf8());
    if (!node) {
        Error error = node.error();
        if (error.code == content::dagNoEntry || error.code == content::dagNotALink) {
            error.kind = Error::Kind::NotFound;
            error.code = u"NO_SUCH_PATH"_s;
        }
        return fail(std::move(error));
    }
    if (node->kind == content::NodeKind::Directory) {
        if (const Done listed = reader.list(node->cid, onEntry); !listed)
            return fail(listed.error());
    }
    return node;
}

} // namespace cairn
