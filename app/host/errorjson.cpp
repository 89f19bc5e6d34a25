// SPDX-License-Identifier: MIT OR Apache-2.0
#include "app/host/errorjson.h"

namespace cairn {
using namespace Qt::StringLiterals;

namespace {

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

QJsonObject errorJson(const Error& error, const QString& message)
{
    const QJsonObject inside{
        {u"code"_s, error.code.isEmpty() ? kindName(error.kind) : error.code},
        {u"message"_s, message},
        {u"subject"_s, error.subject.isEmpty() ? QJsonValue() : error.subject}};
    return {{u"error"_s, inside}};
}

} // namespace cairn
