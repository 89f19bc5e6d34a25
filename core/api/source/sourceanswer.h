// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/api/http/httpresponse.h"
#include "core/api/http/httpstream.h"
#include "core/base/error.h"

#include <algorithm>
#include <array>
#include <vector>

namespace cairn {

/// What a source of blocks is found to be when it is asked: values of Error::code, which is stored
/// with the transfer.
namespace answer {
/// It has ended for good: 410, 429 after its Sunset, a text that says so, or a redirect to such a
/// host. Error::more has the day, as 2026-09-21, where it is known.
inline constexpr QLatin1StringView retired("SOURCE_RETIRED");
inline constexpr QLatin1StringView wantsPayment("SOURCE_WANTS_PAYMENT"); ///< 402.
/// 401, 403, or a page for people where blocks were asked for.
inline constexpr QLatin1StringView refusesPrograms("SOURCE_REFUSES_PROGRAMS");
inline constexpr QLatin1StringView refused("SOURCE_REFUSED"); ///< 451: this content only.
inline constexpr QLatin1StringView busy("SOURCE_BUSY"); ///< 429: asks for fewer requests.
inline constexpr QLatin1StringView notHere("SOURCE_LACKS_IT"); ///< 404, 412.
inline constexpr QLatin1StringView wrongBytes("WRONG_BYTES"); ///< Error::subject is the block.
inline constexpr auto noAddress = transport::noAddress;
inline constexpr auto notAccepted = transport::notAccepted;
inline constexpr QLatin1StringView untrusted("SOURCE_UNTRUSTED"); ///< Its certificate is no proof.
inline constexpr QLatin1StringView silent("SOURCE_SILENT"); ///< Nothing came for too long.
inline constexpr QLatin1StringView cutShort("CUT_SHORT"); ///< Its answers end early.
inline constexpr QLatin1StringView offline("SOURCE_OFFLINE"); ///< Not reached for another reason.
inline constexpr QLatin1StringView failing("SOURCE_FAILS"); ///< 5xx.
inline constexpr QLatin1StringView odd("SOURCE_ODD"); ///< No answer that a gateway gives.
} // namespace answer

/// The error that an answer other than 200 is. @p text is the beginning of its body.
Error refusal(const HttpStream::Head& head, QByteArrayView text);
/// The error that a page for people is where blocks were asked for.
Error pageError(const HttpStream::Head& head, QByteArrayView text);
bool isPage(const HttpStream::Head& head);

/// Asking again brings the same as long as the program runs.
bool isFinal(const Error& error);
/// It is out of the question for now: final, or nobody knows who answers there.
bool isOut(const Error& error);
/// The answer was not an answer at all, or not for now: it may be another one later.
bool isPassing(const Error& error);
/// It may have the block, only not in the form that was asked for.
bool isAboutForm(const Error& error);
/// The error of an answer that had begun and does not go on.
Error brokenOff(Error error);
/// What one source said, as it is kept in Error::more of the download.
struct SourceAnswer
{
    QString source; ///< Its host, as a person knows it.
    QString code;
    QString value; ///< The day of retired, the block of wrongBytes.

    bool operator==(const SourceAnswer&) const = default;
};

// The rest is inline, for programs that show such errors and download nothing.

/// The code for an error that came with none of a source.
inline QLatin1StringView sourceCodeOf(Error::Kind kind)
{
    using Kind = Error::Kind;
    switch (kind) {
    case Kind::NotFound:
        return answer::notHere;
    case Kind::Corrupt:
        return answer::wrongBytes;
    case Kind::RateLimited:
        return answer::busy;
    case Kind::Timeout:
        return answer::silent;
    case Kind::Offline:
        return answer::offline;
    case Kind::Server:
        return answer::failing;
    case Kind::Untrusted:
        return answer::untrusted;
    case Kind::Forbidden:
    case Kind::Unauthorized:
        return answer::refused;
    default:
        return answer::odd;
    }
}

inline bool isSourceCode(const QString& code)
{
    constexpr std::array codes{answer::retired,    answer::wantsPayment, answer::refusesPrograms,
                               answer::refused,    answer::busy,         answer::notHere,
                               answer::wrongBytes, answer::noAddress,    answer::notAccepted,
                               answer::untrusted,  answer::silent,       answer::cutShort,
                               answer::offline,    answer::failing,      answer::odd};
    return std::ranges::find(codes, code) != codes.end();
}

/// With a code of a source that fits its kind, if it has none.
inline Error withCode(Error error)
{
    if (!isSourceCode(error.code))
        error.code = sourceCodeOf(error.kind);
    return error;
}

inline SourceAnswer answerOf(const QString& source, const Error& error)
{
    const QString code = withCode(error).code;
    return {source, code, code == answer::wrongBytes ? error.subject : error.more.value(0)};
}

inline QStringList textsFrom(const std::vector<SourceAnswer>& answers)
{
    QStringList texts;
    for (const SourceAnswer& said : answers)
        texts << said.source << said.code << said.value;
    return texts;
}

/// Of the error of a download; nothing if it is another one, or an earlier version's.
inline std::vector<SourceAnswer> answersOf(const Error& error)
{
    constexpr qsizetype textsOfAnswer = 3;
    std::vector<SourceAnswer> answers;
    for (qsizetype at = 0; at + textsOfAnswer <= error.more.size(); at += textsOfAnswer) {
        if (!isSourceCode(error.more[at + 1]))
            return {};
        answers.push_back({error.more[at], error.more[at + 1], error.more[at + 2]});
    }
    return answers;
}

} // namespace cairn
