// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/transfer/store/transferrow.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace cairn::transfer {
using namespace Qt::StringLiterals;

namespace {

const QStringList columns{u"owner"_s,
                          u"request"_s,
                          u"name"_s,
                          u"state"_s,
                          u"over"_s,
                          u"position"_s,
                          u"root"_s,
                          u"files"_s,
                          u"source_bytes"_s,
                          u"total_bytes"_s,
                          u"acknowledged_bytes"_s,
                          u"parts"_s,
                          u"acknowledged_parts"_s,
                          u"suspension"_s,
                          u"resume_at"_s,
                          u"error"_s,
                          u"notes"_s,
                          u"created"_s,
                          u"finished"_s,
                          u"download"_s};

QString compact(const QJsonObject& json)
{
    return QString::fromUtf8(QJsonDocument(json).toJson(QJsonDocument::Compact));
}

QJsonObject objectFrom(const QString& text)
{
    return QJsonDocument::fromJson(text.toUtf8()).object();
}

QStringList stringsFrom(const QJsonValue& value)
{
    QStringList strings;
    for (const QJsonValue entry : value.toArray())
        strings.append(entry.toString());
    return strings;
}

} // namespace

QString requestText(const UploadRequest& request)
{
    QJsonObject json{{u"paths"_s, QJsonArray::fromStringList(request.paths)},
                     {u"name"_s, request.name},
                     {u"profile"_s, request.profile},
                     {u"wrap"_s, int(request.wrap)},
                     {u"hidden"_s, int(request.hidden)},
                     {u"partTarget"_s, request.partTarget},
                     {u"car"_s, request.carFile}};
    // Requests are compared as text: one without it stays the text it was before there was one.
    if (request.unreadable != UploadRequest::Unreadable::Fails)
        json[u"unreadable"_s] = int(request.unreadable);
    if (request.links != UploadRequest::Links::AsProfile)
        json[u"links"_s] = int(request.links);
    if (!request.carRoot.isEmpty())
        json[u"carRoot"_s] = request.carRoot.text();
    if (!request.exclude.isEmpty())
        json[u"exclude"_s] = QJsonArray::fromStringList(request.exclude);
    return compact(json);
}

UploadRequest requestFrom(const QString& text)
{
    const QJsonObject json = objectFrom(text);
    return {stringsFrom(json[u"paths"_s]),
            json[u"name"_s].toString(),
            json[u"profile"_s].toString(),
            UploadRequest::Wrap(json[u"wrap"_s].toInt()),
            UploadRequest::Hidden(json[u"hidden"_s].toInt()),
            json[u"partTarget"_s].toInteger(),
            UploadRequest::Unreadable(json[u"unreadable"_s].toInt()),
            UploadRequest::Links(json[u"links"_s].toInt()),
            json[u"car"_s].toString(),
            content::CidString(json[u"carRoot"_s].toString()),
            stringsFrom(json[u"exclude"_s])};
}

QString downloadText(const DownloadRequest& request)
{
    return compact({{u"cid"_s, request.cid.text()},
                    {u"path"_s, request.path},
                    {u"target"_s, request.target},
                    {u"name"_s, request.name}});
}

DownloadRequest downloadFrom(const QString& text)
{
    const QJsonObject json = objectFrom(text);
    return {content::CidString(json[u"cid"_s].toString()), json[u"path"_s].toString(),
            json[u"target"_s].toString(), json[u"name"_s].toString()};
}

QString errorJson(const Error& error)
{
    QJsonObject json{{u"kind"_s, int(error.kind)},
                     {u"detail"_s, error.detail},
                     {u"subject"_s, error.subject},
                     {u"code"_s, error.code}};
    if (!error.more.isEmpty())
        json[u"more"_s] = QJsonArray::fromStringList(error.more);
    if (!error.reason.isEmpty())
        json[u"reason"_s] = error.reason;
    return compact(json);
}

Error errorFrom(const QString& text)
{
    const QJsonObject json = objectFrom(text);
    Error error{Error::Kind(json[u"kind"_s].toInt()), json[u"detail"_s].toString(),
                json[u"subject"_s].toString()};
    error.code = json[u"code"_s].toString();
    error.more = stringsFrom(json[u"more"_s]);
    error.reason = json[u"reason"_s].toString();
    return error;
}

namespace {

QString notesText(const Transfer& transfer)
{
    QJsonArray dropped;
    for (const DroppedSource& source : transfer.dropped) {
        dropped.append(
            QJsonObject{{u"source"_s, source.source}, {u"error"_s, errorJson(source.error)}});
    }
    QJsonArray paths = QJsonArray::fromStringList(transfer.notes);
    QJsonArray reasons;
    QJsonArray blocks;
    for (const LeftOut& entry : transfer.leftOut) {
        paths.append(entry.path);
        reasons.append(int(entry.reason));
        blocks.append(entry.block);
    }
    return compact({{u"paths"_s, paths},
                    {u"reasons"_s, reasons},
                    {u"blocks"_s, blocks},
                    {u"count"_s, transfer.leftOutCount},
                    {u"dropped"_s, dropped}});
}

/// Earlier versions wrote the paths of downloads without reasons, too.
std::vector<LeftOut> leftOutFrom(const QJsonObject& json)
{
    std::vector<LeftOut> entries;
    const QJsonArray reasons = json[u"reasons"_s].toArray();
    const QJsonArray blocks = json[u"blocks"_s].toArray();
    for (const QString& path : stringsFrom(json[u"paths"_s])) {
        const auto at = qsizetype(entries.size());
        entries.push_back(
            {path, LeftOut::Reason(reasons.at(at).toInt()), blocks.at(at).toString()});
    }
    return entries;
}

void readNotes(const QString& text, Transfer& transfer)
{
    const QJsonObject json = objectFrom(text);
    if (transfer.isDownload()) {
        transfer.leftOut = leftOutFrom(json);
        transfer.leftOutCount
            = std::max(json[u"count"_s].toInteger(), qint64(transfer.leftOut.size()));
    } else {
        transfer.notes = stringsFrom(json[u"paths"_s]);
    }
    for (const QJsonValue entry : json[u"dropped"_s].toArray()) {
        transfer.dropped.push_back(
            {entry[u"source"_s].toString(), errorFrom(entry[u"error"_s].toString())});
    }
}

} // namespace

QString rowColumns()
{
    return u"id, "_s + columns.join(u", "_s);
}

const QStringList& columnNames()
{
    return columns;
}

QString rowMarks()
{
    return u"?, "_s.repeated(int(columns.size())) + '?'_L1;
}

Transfer readRow(const Statement& row)
{
    Transfer transfer;
    transfer.id = row.read<quint64>(0);
    transfer.request = requestFrom(row.read<QString>(2));
    transfer.name = row.read<QString>(3);
    transfer.state = State(row.read<int>(4));
    transfer.position = row.read<qint64>(6);
    transfer.root = content::CidString(row.read<QString>(7));
    transfer.files = row.read<int>(8);
    transfer.sourceBytes = row.read<qint64>(9);
    transfer.totalBytes = row.read<qint64>(10);
    transfer.acknowledgedBytes = row.read<qint64>(11);
    transfer.parts = row.read<int>(12);
    transfer.acknowledgedParts = row.read<int>(13);
    if (const auto suspension = row.read<std::optional<int>>(14))
        transfer.suspension = SuspensionReason(*suspension);
    transfer.resumeAt = row.read<std::optional<Timestamp>>(15);
    if (const auto error = row.read<std::optional<QString>>(16))
        transfer.error = errorFrom(*error);
    transfer.created = row.read<Timestamp>(18);
    transfer.finished = row.read<std::optional<Timestamp>>(19);
    if (const auto download = row.read<std::optional<QString>>(20))
        transfer.download = downloadFrom(*download);
    readNotes(row.read<QString>(17), transfer); // After it is known to be a download.
    transfer.sentBytes = transfer.acknowledgedBytes;
    return transfer;
}

void bindRow(Statement& statement, const Transfer& transfer, const QString& owner)
{
    std::optional<int> suspension;
    if (transfer.suspension)
        suspension = int(*transfer.suspension);
    const auto error = transfer.error ? std::optional(errorJson(*transfer.error)) : std::nullopt;
    const auto download
        = transfer.download ? std::optional(downloadText(*transfer.download)) : std::nullopt;
    statement.bind(owner, requestText(transfer.request), transfer.name, int(transfer.state),
                   isOver(transfer.state), transfer.position, transfer.root.text(), transfer.files,
                   transfer.sourceBytes, transfer.totalBytes, transfer.acknowledgedBytes,
                   transfer.parts, transfer.acknowledgedParts, suspension, transfer.resumeAt, error,
                   notesText(transfer), transfer.created, transfer.finished, download, transfer.id);
}

} // namespace cairn::transfer
