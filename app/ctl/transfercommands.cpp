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
                  folder.isEmpty() ? u"-"_s : folder});
    }
    if (m_options.json)
        printResult(compact(all));
    return done();
}

Reply<int> Commands::transferRemove(AccountSession& session)
{
    for (const QString& id : m_options.arguments) {
        if (const Done removed = session.transfers().removeLeft(id.toULongLong()); !removed)
            return ready<int>(fail(removed.error()));
        printResult(id.toUtf8());
    }
    return done();
}

} // namespace cairn::ctl
