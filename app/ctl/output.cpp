// SPDX-License-Identifier: MIT OR Apache-2.0
#include "app/ctl/output.h"

#include "app/ctl/commandline.h"
#include "app/ctl/translation.h"
#include "app/host/errorjson.h"
#include "app/host/terminal.h"
#include "core/api/wire/wire.h"
#include "ui/text/displaytext.h"
#include "ui/text/errortext.h"
#include "ui/text/formatting.h"

#include <QJsonDocument>

#include <algorithm>
#include <functional>

namespace cairn::ctl {
using namespace Qt::StringLiterals;

namespace {

OutputStyle style;

} // namespace

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

int commonCode(const std::vector<int>& codes)
{
    const bool isOne
        = std::ranges::adjacent_find(codes, std::ranges::not_equal_to()) == codes.end();
    return codes.empty() ? int(Succeeded) : isOne ? codes.front() : int(Partly);
}

void setOutputStyle(const OutputStyle& wanted)
{
    style = wanted;
}

OutputStyle outputStyle()
{
    return style;
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

QString dateText(const std::optional<Timestamp>& time)
{
    return time ? wire::timestampText(*time) : u"-"_s;
}

void printResult(const QByteArray& line)
{
    writeLine(stdout, QString::fromUtf8(line));
}

void printResultBeside(const QByteArray& line)
{
    if (style.isJson)
        writeLine(stderr, QString::fromUtf8(line));
    else
        printMessage(QString::fromUtf8(line));
}

void printRow(const QStringList& columns)
{
    writeRow(stdout, columns);
}

void printMessage(const QString& line)
{
    if (style.isJson)
        return writeLine(stderr, QString::fromUtf8(compact(QJsonObject{{u"message"_s, line}})));
    writeLine(stderr, QLatin1StringView("cairnctl: ") + line);
}

void printRemark(const QString& line)
{
    if (!style.isQuiet)
        printMessage(line);
}

void printFailure(QLatin1StringView code, const QString& sentence)
{
    if (!style.isJson)
        return printMessage(sentence);
    const QJsonObject json = errorJson(Error{Error::Kind::Invalid, {}, {}, code}, sentence);
    writeLine(stderr, QString::fromUtf8(compact(json)));
}

void printError(const Error& error)
{
    const QString sentence = error.code == usageCode ? error.detail : errorText(error);
    if (style.isJson)
        writeLine(stderr, QString::fromUtf8(compact(errorJson(error, sentence))));
    else
        printMessage(sentence);
}

void printEach(const QString& sentence, const QStringList& first, qint64 count)
{
    for (const QString& one : first)
        printMessage(sentence.arg(one));
    if (const qint64 more = count - first.size(); more > 0)
        printMessage(Cairnctl::tr("and %n more", nullptr, pluralForm(more)));
}

} // namespace cairn::ctl
