// SPDX-License-Identifier: MIT OR Apache-2.0
// ls CID: what is in a folder, without fetching its files.
#include "app/ctl/commands.h"
#include "app/ctl/output.h"
#include "app/host/datafolder.h"
#include "core/content/cid/reference.h"
#include "core/download/contents.h"

#include <QPromise>
#include <QThreadPool>

namespace cairn::ctl {
using namespace Qt::StringLiterals;

namespace {

void printEntry(const content::Cid& cid, quint64 size, const QString& name, const Options& options)
{
    if (options.json) {
        printResult(compact(
            QJsonObject{{u"cid"_s, cid.toString()}, {u"size"_s, qint64(size)}, {u"name"_s, name}}));
    } else if (options.cidOnly) {
        printResult(cid.toString().toUtf8());
    } else {
        printRow({cid.toString(), QString::number(size), name});
    }
}

} // namespace

Reply<int> Commands::listFolder(AccountSession& session)
{
    const auto reference = content::referenceFrom(m_options.arguments.front());
    if (!reference)
        return ready<int>(fail(reference.error()));
    ContentsJob job{content::CidString(reference->cid),
                    reference->path,
                    {{session.endpoint(), BlockOrigin::Kind::Service}},
                    std::make_shared<SourceVerdicts>(m_clock),
                    [] { return false; }};
    for (const QUrl& gateway : gateways(m_opener.dataFolder()))
        job.origins.push_back({gateway, BlockOrigin::Kind::Gateway});
    // It waits, and this thread may have guests.
    auto promise = std::make_shared<QPromise<Result<int>>>();
    promise->start();
    QThreadPool::globalInstance()->start([promise, job, options = m_options] {
        const auto listed = listContents(job, [&](const content::DirectoryEntry& entry) {
            printEntry(entry.cid, entry.tsize, QString::fromUtf8(entry.name), options);
            return Done();
        });
        if (listed && listed->kind != content::NodeKind::Directory)
            printEntry(listed->cid, listed->size, job.path.section('/'_L1, -1), options);
        promise->addResult(listed ? Result<int>(Succeeded) : fail(listed.error()));
        promise->finish();
    });
    return promise->future();
}

} // namespace cairn::ctl
