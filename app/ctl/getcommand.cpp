// SPDX-License-Identifier: MIT OR Apache-2.0
// get: a file or folder out of the account, or of a gateway, onto the disk.
#include "app/ctl/commands.h"
#include "app/ctl/output.h"
#include "app/ctl/pipes.h"
#include "app/ctl/transferrun.h"
#include "app/ctl/translation.h"
#include "core/api/source/sourceanswer.h"
#include "core/content/cid/reference.h"
#include "core/download/safename.h"
#include "ui/text/displaytext.h"
#include "ui/text/downloadtext.h"
#include "ui/text/errortext.h"
#include "ui/text/formatting.h"

#include <QCoreApplication>
#include <QFileInfo>

namespace cairn::ctl {
using namespace Qt::StringLiterals;

namespace {

QJsonObject resultJson(const Transfer& transfer)
{
    QJsonArray dropped;
    for (const DroppedSource& source : transfer.dropped) {
        dropped.append(QJsonObject{{u"source"_s, source.source},
                                   {u"code"_s, withCode(source.error).code},
                                   {u"message"_s, droppedSourceText(source.source, source.error)},
                                   {u"block"_s, source.error.subject}});
    }
    QJsonArray leftOut;
    for (const LeftOut& entry : transfer.leftOut) {
        leftOut.append(QJsonObject{{u"path"_s, entry.path},
                                   {u"reason"_s, leftOutReasonText(entry)},
                                   {u"block"_s, entry.block},
                                   {u"isWritten"_s, entry.reason == LeftOut::Reason::SizesDiffer}});
    }
    return {{u"cid"_s, transfer.download->cid.text()},
            {u"path"_s, transfer.download->path},
            {u"root"_s, transfer.root.text()},
            {u"target"_s, transfer.download->target},
            {u"files"_s, transfer.files},
            {u"bytes"_s, transfer.sourceBytes},
            {u"leftOut"_s, leftOut},
            {u"leftOutCount"_s, transfer.leftOutCount},
            {u"dropped"_s, dropped}};
}

/// Why there is nothing, and what each source said.
QJsonObject failureJson(const DownloadRequest& request, const Error& error)
{
    QJsonArray sources;
    for (const SourceAnswer& said : answersOf(error)) {
        const bool hasBlock = said.code == answer::wrongBytes;
        sources.append(QJsonObject{{u"source"_s, said.source},
                                   {u"code"_s, said.code},
                                   {u"message"_s, sourceAnswerText(said)},
                                   {u"block"_s, hasBlock ? said.value : QString()},
                                   {u"since"_s, hasBlock ? QString() : said.value}});
    }
    return {{u"cid"_s, request.cid.text()},   {u"path"_s, request.path},
            {u"target"_s, request.target},    {u"error"_s, error.code},
            {u"message"_s, errorText(error)}, {u"sources"_s, sources}};
}

/// Each of what is not as stored, with its reason, then how many there are.
void printLeftOut(const Transfer& transfer)
{
    for (const LeftOut& entry : transfer.leftOut) {
        //: a path, then why it is not there
        printMessage(
            Cairnctl::tr("not as stored: %1: %2")
                .arg(entry.path.isEmpty() ? transfer.name : entry.path, leftOutReasonText(entry)));
    }
    const qint64 count = transfer.leftOutCount;
    if (const qint64 more = count - qint64(transfer.leftOut.size()); more > 0)
        printMessage(Cairnctl::tr("and %n more", nullptr, pluralForm(more)));
    printMessage(Cairnctl::tr("Saved in part: %n entry(s) are not as stored. All else is verified.",
                              nullptr, pluralForm(count)));
}

/// A name that somebody else chose, as it is shown, if that can be one here: nothing in it is there
/// and not seen.
QString targetName(const QString& proposed, const QString& otherwise)
{
    const QString shown = displayText(proposed);
    return isSafeName(shown.toUtf8()) ? shown : otherwise;
}

} // namespace

Reply<int> Commands::get(AccountSession& session)
{
    const auto reference = content::referenceFrom(m_options.arguments.front());
    if (!reference)
        return ready<int>(fail(reference.error()));
    DownloadRequest request{content::CidString(reference->cid), reference->path, {}, {}};
    if (isPipe(m_options.output))
        return getToPipe(session, request);
    const bool isInside = m_options.output.endsWith('/'_L1);
    if (!m_options.output.isEmpty() && !isInside) {
        request.target = absolutePaths({m_options.output}).front();
        return fetch(session, request);
    }
    const QString folder = isInside ? m_options.output : QString();
    if (!request.path.isEmpty()) {
        request.target
            = absolutePaths(
                  {folder + targetName(request.path.section(u'/', -1), request.cid.text())})
                  .front();
        return fetch(session, request);
    }
    // The name it was stored under, if the account knows one.
    auto named = std::make_shared<QPromise<Result<int>>>();
    named->start();
    whenDone(session.library().item(request.cid), this,
             [this, &session, request, named, folder](const Result<Upload>& upload) mutable {
                 const QString name = upload ? upload->name : QString();
                 request.target
                     = absolutePaths({folder + targetName(name, request.cid.text())}).front();
                 whenDone(fetch(session, request), this, [named](const Result<int>& code) {
                     named->addResult(code);
                     named->finish();
                 });
             });
    return named->future();
}

/// A file goes out when all of it is there and verified. What did not come is not kept: nobody
/// could go on with it.
Reply<int> Commands::getToPipe(AccountSession& session, DownloadRequest request)
{
    auto made = FileOnTheWay::named(u"download"_s);
    if (!made)
        return ready<int>(fail(made.error()));
    const FileOnTheWay& file = m_pipes.emplace_back(m_options.output, std::move(*made)).second;
    request.target = file.path();
    const auto added = session.transfers().add(request);
    if (!added)
        return ready<int>(fail(added.error()));
    auto run = std::make_shared<TransferRun>(session.transfers(), TransferRun::Kept::No);
    const auto end = orElse(run->follow(added), this, [&session, id = *added](const Error& error) {
        std::ignore = session.transfers().removeLeft(id);
        return ready<Transfer>(fail(error));
    });
    // The run lives until it has answered.
    return andThen(end, this, [this, run, &file](const Transfer& transfer) {
        if (QFileInfo(file.path()).isDir()) {
            return ready<int>(fail(Error{Error::Kind::Invalid, u"a folder"_s,
                                         transfer.download->cid.text(), u"PIPE_TAKES_A_FILE"_s}));
        }
        if (transfer.leftOutCount > 0)
            printLeftOut(transfer);
        if (const Done written = file.writeTo(m_options.output); !written)
            return ready<int>(fail(written.error()));
        return done(transfer.leftOutCount > 0 ? Partly : Succeeded);
    });
}

Reply<int> Commands::fetch(AccountSession& session, const DownloadRequest& request)
{
    auto run = std::make_shared<TransferRun>(session.transfers());
    // The run lives until it has answered.
    auto end = run->takeUp(request) ? run->follow() : run->follow(session.transfers().add(request));
    auto saved = orElse(end, this, [this, request](const Error& error) {
        if (m_options.json && !answersOf(error).empty())
            printResult(compact(failureJson(request, error)));
        return ready<Transfer>(fail(error));
    });
    return andThen(std::move(saved), this, [this, run](const Transfer& transfer) {
        if (transfer.leftOutCount > 0)
            printLeftOut(transfer);
        printResult(m_options.json ? compact(resultJson(transfer))
                                   : transfer.download->target.toUtf8());
        return done(transfer.leftOutCount > 0 ? Partly : Succeeded);
    });
}

} // namespace cairn::ctl
