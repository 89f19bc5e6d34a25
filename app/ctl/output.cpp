// SPDX-License-Identifier: MIT OR Apache-2.0
#include "app/ctl/output.h"

#include "app/ctl/translation.h"
#include "app/host/terminal.h"
#include "ui/text/displaytext.h"
#include "ui/text/formatting.h"

#include <QJsonDocument>

namespace cairn::ctl {

ExitCode exitCode(const Error& error)
{
    using Kind = Error::Kind;
    switch (error.kind) {
    case Kind::NotFound:
        return Missing;
    case Kind::Unauthorized:
    case Kind::Forbidden:
        return NotAllowed;
    case Kind::Offline:
    case Kind::Timeout:
        return Unreachable;
    default:
        return Failed;
    }
}

Reply<int> done(int code)
{
    return ready<int>(code);
}

QByteArray compact(const QJsonObject& json)
{
    return displayJson(QJsonDocument(json).toJson(QJsonDocument::Compact));
}

QByteArray compact(const QJsonArray& json)
{
    return displayJson(QJsonDocument(json).toJson(QJsonDocument::Compact));
}

void printResult(const QByteArray& line)
{
    writeLine(stdout, QString::fromUtf8(line));
}

void printRow(const QStringList& columns)
{
    writeRow(stdout, columns);
}

void printMessage(const QString& line)
{
    writeLine(stderr, QLatin1StringView("cairnctl: ") + line);
}

void printEach(const QString& sentence, const QStringList& first, qint64 count)
{
    for (const QString& one : first)
        printMessage(sentence.arg(one));
    if (const qint64 more = count - first.size(); more > 0)
        printMessage(Cairnctl::tr("and %n more", nullptr, pluralForm(more)));
}

} // namespace cairn::ctl
