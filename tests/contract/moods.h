// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <QByteArray>

#include <vector>

namespace cairn::test {

/// How the service answers everything.
struct Mood
{
    enum class Ending {
        Whole,
        Truncated,
        Reset,
        Stalled, ///< Nothing comes after the first half.
        Silent, ///< Nothing comes at all.
    };
    const char* what;
    QByteArray status = "200 OK";
    QByteArray body{}; ///< Empty: as it should be.
    QByteArray headers{};
    Ending ending = Ending::Whole;

    int code() const { return status.left(3).toInt(); }
    bool isSilent() const { return ending == Ending::Stalled || ending == Ending::Silent; }
    bool isWell() const { return code() == 200 && body.isEmpty() && ending == Ending::Whole; }
    /// What is sent to it is kept, whether the sender learns it or not.
    bool isKeeping() const { return code() == 200 && body.isEmpty() && ending != Ending::Reset; }
    /// Whoever is answered so has no credential that the service takes.
    bool refuses() const { return code() == 401 || body.contains("ERROR_TOKEN_BLOCKED"); }
};

inline QByteArray failure(const char* code)
{
    return QByteArray(R"({"code":")") + code + R"(","message":"no"})";
}

inline const std::vector<Mood>& moods()
{
    static const std::vector<Mood> all{
        {"well"},
        {"well"},
        {"well"},
        {"revoked", "401 No", failure("ERROR_TOKEN_NOT_FOUND")},
        {"unrecognised", "401 No", failure("ERROR_UNRECOGNISED_TOKEN")},
        {"expired", "401 No", failure("ERROR_DIDT_EXPIRED")},
        {"no user", "401 No", failure("ERROR_USER_NOT_FOUND")},
        {"login wanted", "401 No", failure("ERROR_MAGIC_TOKEN_REQUIRED")},
        {"401 without a word", "401 No", "<html>"},
        {"blocked", "403 No", failure("ERROR_TOKEN_BLOCKED")},
        {"restricted", "403 No", failure("ERROR_ACCOUNT_RESTRICTED")},
        {"delete restricted", "403 No", failure("ERROR_DELETE_RESTRICTED")},
        {"a wall", "403 No", "<html>"},
        {"too many", "429 Slow", "slow"},
        {"too many, 0", "429 Slow", "slow", "Retry-After: 0\r\n"},
        {"too many, 7", "429 Slow", "slow", "Retry-After: 7\r\n"},
        {"too many, an hour", "429 Slow", "slow", "Retry-After: 3600\r\n"},
        {"too many, a date", "429 Slow", "slow", "Retry-After: Wed, 14 Jul 2021 18:40:00 GMT\r\n"},
        {"too many, a past date", "429 Slow", "slow",
         "Retry-After: Wed, 14 Jul 1999 18:40:00 GMT\r\n"},
        {"too many, nonsense", "429 Slow", "slow", "Retry-After: soon\r\n"},
        {"sunset", "429 Slow", "", "Retry-After: 900\r\nSunset: Wed, 14 Jul 1999 18:40:00 GMT\r\n"},
        {"broken", "500 Oops", "oops"},
        {"bad gateway", "502 Bad", "<html>"},
        {"maintenance", "503 Later", failure("ERROR_MAINTENANCE")},
        {"maintenance for a day", "503 Later", failure("ERROR_MAINTENANCE"),
         "Retry-After: 86400\r\n"},
        {"catching up", "503 Later", failure("ERROR_CATCHING_UP"), "Retry-After: 5\r\n"},
        {"busy", "503 Later", "<html>"},
        {"gone", "410 Gone", failure("ERROR_FEATURE_HAS_BEEN_SUNSET")},
        {"a web page", "200 OK", "<html>hello</html>"},
        {"other JSON", "200 OK", R"({"hello":1})"},
        {"cut short", "200 OK", {}, {}, Mood::Ending::Truncated},
        {"resets", "200 OK", {}, {}, Mood::Ending::Reset},
        {"silent", "200 OK", {}, {}, Mood::Ending::Silent},
        {"stalls", "200 OK", {}, {}, Mood::Ending::Stalled},
        {"sends elsewhere", "302 Found", "-", "Location: http://198.51.100.7/x\r\n"},
        {"sends in circles", "302 Found", "-", "Location: /version\r\n"},
    };
    return all;
}

} // namespace cairn::test
