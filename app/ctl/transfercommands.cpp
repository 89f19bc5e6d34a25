// SPDX-License-Identifier: MIT OR Apache-2.0
// transfer ls, transfer rm: what uploads and downloads have left behind.
#include "app/ctl/commands.h"
#include "app/ctl/output.h"
#include "app/ctl/transferrun.h"
#include "app/ctl/translation.h"
#include "core/download/workfolder.h"
#include "ui/text/errortext.h"

#include <QCoreApplication>
#include <QFileInfo>

#include <functional>

namespace cairn::ctl {
using namespace Qt::StringLiterals;

namespace {

/// Where a download has what it verified so far; empty if it has nothing.
QString workFolder(const Transfer& transfer)
{
    const QString path = transfer.download ? WorkFolder::pathFor(*transfer.download) : QString();
    return QFileInfo::exists(path) ? path : QString();
}

QString what(const Transfer& transfer)
{
    if (transfer.download)
        return transfer.download->target;
    return transfer.request.carFile.isEmpty() ? transfer.request.paths.join(u' ')
                                              : transfer.request.carFile;
}

QJsonObject leftJson(const TransferStore::Left& left)
{
    const Transfer& transfer = left.transfer;
    const QString folder = workFolder(transfer);
    return {{u"id"_s, qint64(transfer.id)},
            {u"kind"_s, transfer.isDownload() ? u"download"_s : u"upload"_s},
            {u"state"_s, stateText(transfer.state)},
            {u"isElsewhere"_s, left.isElsewhere},
            {u"name"_s, transfer.name},
            {u"root"_s, transfer.root.isEmpty() ? QJsonValue() : transfer.root.text()},
            {u"what"_s, what(transfer)},
            {u"bytes"_s, transfer.acknowledgedBytes},
            {u"of"_s, transfer.totalBytes},
            {u"workFolder"_s, folder.isEmpty() ? QJsonValue() : folder},
            {u"message"_s, transfer.error ? QJsonValue(errorText(*transfer.error)) : QJsonValue()}};
}

} // namespace

Reply<int> Commands::transferList(AccountSession& session)
{
    QJsonArray all;
    for (const TransferStore::Left& left : session.transfers().left()) {
        const Transfer& transfer = left.transfer;
        all.append(leftJson(left));
        if (m_options.json)
            continue;
        const QString folder = workFolder(transfer);
        printRow({QString::number(transfer.id), transfer.isDownload() ? u"download"_s : u"upload"_s,
                  left.isElsewhere ? Cairnctl::tr("at work in another program")
                                   : stateText(transfer.state),
                  QString::number(transfer.acknowledgedBytes), what(transfer),
                  folder.isEmpty() ? u"-"_s : folder,
                  transfer.error ? errorText(*transfer.error) : u"-"_s});
    }
    if (m_options.json)
        printResult(compact(all));
    return done();
}

namespace {

/// @p act for each number; one that fails keeps none of the others.
int forEach(const QStringList& numbers, const std::function<Done(TransferId)>& act)
{
    std::vector<int> codes;
    for (const QString& number : numbers) {
        const Done acted = act(number.toULongLong());
        if (acted)
            printResult(number.toUtf8());
        else
            printError(acted.error());
        codes.push_back(acted ? int(Succeeded) : int(exitCode(acted.error())));
    }
    return commonCode(codes);
}

} // namespace

Reply<int> Commands::transferPause(AccountSession& session)
{
    return done(forEach(m_options.arguments,
                        [&](TransferId id) { return session.transfers().pauseLeft(id); }));
}

/// All at once, as far as the queue lets them run side by side.
Reply<int> Commands::transferResume(AccountSession& session)
{
    TransferQueue& queue = session.transfers();
    QStringList numbers = m_options.arguments;
    if (numbers.isEmpty()) {
        for (const TransferStore::Left& left : queue.left()) {
            if (!left.isElsewhere)
                numbers << QString::number(left.transfer.id);
        }
    }
    if (numbers.isEmpty())
        printRemark(Cairnctl::tr("There is nothing to go on with."));
    auto codes = std::make_shared<std::vector<int>>();
    Reply<int> last = done();
    for (const QString& number : numbers) {
        const TransferId id = number.toULongLong();
        if (const Done taken = queue.goOnWithLeft(id); !taken) {
            printError(taken.error());
            codes->push_back(exitCode(taken.error()));
            continue;
        }
        auto run = std::make_shared<TransferRun>(queue);
        const auto end = andThen(run->follow(Result<TransferId>(id)), this,
                                 [run, number](const Transfer& transfer) {
                                     printRow({number, stateText(transfer.state), what(transfer)});
                                     return done();
                                 });
        const auto told = orElse(end, this, [run, number](const Error& error) {
            printMessage(Cairnctl::tr("transfer %1:").arg(number));
            printError(error);
            return done(exitCode(error));
        });
        last = andThen(last, this, [this, told, codes](int) {
            return andThen(told, this, [codes](int code) {
                codes->push_back(code);
                return done();
            });
        });
    }
    return andThen(last, this, [codes](int) { return done(commonCode(*codes)); });
}

Reply<int> Commands::transferRemove(AccountSession& session)
{
    return done(forEach(m_options.arguments,
                        [&](TransferId id) { return session.transfers().removeLeft(id); }));
}

} // namespace cairn::ctl
