// SPDX-License-Identifier: MIT OR Apache-2.0
#include "app/ctl/output.h"

#include "app/ctl/commandline.h"
#include "app/ctl/translation.h"
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

/// For errors that have no code of their own: their kind.
QString kindName(Error::Kind kind)
{
    using enum Error::Kind;
    switch (kind) {
    case Cancelled:
        return u"CANCELLED"_s;
    case Offline:
        return u"OFFLINE"_s;
    case Timeout:
        return u"TIMEOUT"_s;
    case Unauthorized:
        return u"UNAUTHORIZED"_s;
    case Forbidden:
        return u"FORBIDDEN"_s;
    case NotFound:
        return u"NOT_FOUND"_s;
    case Conflict:
        return u"CONFLICT"_s;
    case Invalid:
        return u"INVALID"_s;
    case Empty:
        return u"EMPTY"_s;
    case TooLarge:
        return u"TOO_LARGE"_s;
    case RateLimited:
        return u"RATE_LIMITED"_s;
    case Maintenance:
        return u"MAINTENANCE"_s;
    case Server:
        return u"SERVER"_s;
    case Protocol:
        return u"PROTOCOL"_s;
    case KeychainLocked:
        return u"KEYCHAIN_LOCKED"_s;
    case KeychainAbsent:
        return u"KEYCHAIN_ABSENT"_s;
    case KeychainFailed:
        return u"KEYCHAIN_FAILED"_s;
    case Storage:
        return u"STORAGE"_s;
    case DiskFull:
        return u"DISK_FULL"_s;
    case FileUnreadable:
        return u"FILE_UNREADABLE"_s;
    case SourceChanged:
        return u"SOURCE_CHANGED"_s;
    case Corrupt:
        return u"CORRUPT"_s;
    case Untrusted:
        return u"UNTRUSTED"_s;
    case KeychainDenied:
        return u"KEYCHAIN_DENIED"_s;
    }
    Q_UNREACHABLE();
}

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

QJsonObject errorJson(const Error& error)
{
    const bool isUsage = error.code == usageCode;
    return {{u"code"_s, error.code.isEmpty() ? kindName(error.kind) : error.code},
            {u"message"_s, isUsage ? error.detail : errorText(error)},
            {u"subject"_s, error.subject.isEmpty() ? QJsonValue() : error.subject}};
}

void printError(const Error& error)
{
    if (style.isJson) {
        const QJsonObject json{{u"error"_s, errorJson(error)}};
        return writeLine(stderr, QString::fromUtf8(compact(json)));
    }
    printMessage(error.code == usageCode ? error.detail : errorText(error));
}

void printEach(const QString& sentence, const QStringList& first, qint64 count)
{
    for (const QString& one : first)
        printMessage(sentence.arg(one));
    if (const qint64 more = count - first.size(); more > 0)
        printMessage(Cairnctl::tr("and %n more", nullptr, pluralForm(more)));
}

} // namespace cairn::ctl
