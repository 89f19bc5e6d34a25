// SPDX-License-Identifier: MIT OR Apache-2.0
#include "app/ctl/output.h"

#include <QJsonDocument>

#include <cstdio>

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
    return QJsonDocument(json).toJson(QJsonDocument::Compact);
}

QByteArray compact(const QJsonArray& json)
{
    return QJsonDocument(json).toJson(QJsonDocument::Compact);
}

void printResult(const QByteArray& line)
{
    std::fwrite(line.constData(), 1, size_t(line.size()), stdout);
    std::fputc('\n', stdout);
    std::fflush(stdout);
}

void printMessage(const QString& line)
{
    std::fputs((QLatin1StringView("cairnctl: ") + line).toLocal8Bit().constData(), stderr);
    std::fputc('\n', stderr);
}

} // namespace cairn::ctl
