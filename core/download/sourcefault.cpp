// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/download/sourcefault.h"

#include "core/api/source/sourceanswer.h"

#include <algorithm>
#include <optional>

namespace cairn {
using namespace Qt::StringLiterals;
using Kind = Error::Kind;

namespace {

using Failures = std::vector<SourceFailure>;

const SourceFailure* first(const Failures& failures, const auto& holds)
{
    const auto found = std::ranges::find_if(
        failures, [&](const SourceFailure& failure) { return holds(failure.error); });
    return found == failures.end() ? nullptr : &*found;
}

Error waitingFor(const SourceFailure& failure, QLatin1StringView code)
{
    return {failure.error.kind, failure.error.detail, failure.source, code};
}

bool isSilent(const Error& error)
{
    return error.kind == Kind::Offline || error.kind == Kind::Timeout;
}

bool isFaulty(const Error& error)
{
    return error.kind == Kind::Server || error.kind == Kind::Protocol;
}

/// All gateways that could be asked say that it is not there, or are out of the question; so does
/// the account's own service, which is why the gateways were asked.
bool isNowhere(const Failures& failures)
{
    const auto saysNo = [](const SourceFailure& failure) {
        return failure.error.kind == Kind::NotFound || isOut(failure.error);
    };
    return std::ranges::any_of(failures,
                               [](const SourceFailure& failure) {
                                   return !failure.isService
                                       && failure.error.kind == Kind::NotFound;
                               })
        && std::ranges::all_of(failures, [&](const SourceFailure& failure) {
               return saysNo(failure) || (!failure.isService && isPassing(failure.error));
           });
}

/// The cause that passes by itself, if there is one.
std::optional<Error> passingCause(const Failures& failures, bool hasNetwork)
{
    if (const auto* busy
        = first(failures, [](const Error& error) { return error.kind == Kind::RateLimited; }))
        return waitingFor(*busy, fault::sourceBusy);
    if (const auto* silent = first(failures, isSilent)) {
        const bool isOurs
            = !hasNetwork && std::ranges::any_of(failures, [](const SourceFailure& failure) {
                  return isSilent(failure.error) && !failure.isHere;
              });
        return waitingFor(*silent, isOurs ? fault::ownNetwork : fault::sourceOffline);
    }
    if (const auto* faulty = first(failures, isFaulty))
        return waitingFor(*faulty, fault::sourceFails);
    return std::nullopt;
}

Error lastingCause(const Failures& failures, const QString& block, bool isFirst)
{
    if (const auto* wrong
        = first(failures, [](const Error& error) { return error.kind == Kind::Corrupt; }))
        return {Kind::Corrupt, wrong->error.detail, wrong->error.subject, fault::wrongBytes};
    const auto refuses = [](const Error& error) {
        return error.kind == Kind::Forbidden && error.code != answer::retired;
    };
    if (const auto* refused = first(failures, refuses))
        return waitingFor(*refused, fault::refused);
    const auto isUntrusted = [](const Error& error) { return error.kind == Kind::Untrusted; };
    if (const auto* untrusted = first(failures, isUntrusted))
        return waitingFor(*untrusted, fault::untrusted);
    const auto isOther = [](const Error& error) {
        return error.kind != Kind::NotFound && error.code != answer::retired;
    };
    if (const auto* other = first(failures, isOther))
        return other->error;
    return {Kind::NotFound, u"no source has it"_s, block,
            isFirst ? fault::noRecord : fault::lacksBlock};
}

/// The next time that one of them may be asked, if all said when.
std::optional<std::chrono::seconds> soonest(const Failures& failures)
{
    std::optional<std::chrono::seconds> next;
    for (const SourceFailure& failure : failures) {
        if (!isPassing(failure.error))
            continue;
        if (!failure.error.retryAfter)
            return std::nullopt;
        next = std::min(next.value_or(*failure.error.retryAfter), *failure.error.retryAfter);
    }
    return next;
}

Error cause(const Failures& failures, const QString& block, bool isFirst, bool hasNetwork)
{
    auto passing = passingCause(failures, hasNetwork);
    if (!passing)
        return lastingCause(failures, block, isFirst);
    if (!isFirst || !isNowhere(failures) || passing->code == fault::ownNetwork)
        return std::move(*passing);
    // Who could not be reached is asked a few times more, who is busy is not waited for.
    Error error{Kind::NotFound, u"no source that answers has it"_s, block, fault::noRecord};
    if (const auto* silent = first(failures, isSilent))
        error.kind = silent->error.kind;
    else if (const auto* faulty = first(failures, isFaulty))
        error.kind = faulty->error.kind;
    return error;
}

} // namespace

Error verdict(const std::vector<SourceFailure>& failures, const QString& block, bool isFirst,
              bool hasNetwork)
{
    Error error = cause(failures, block, isFirst, hasNetwork);
    std::vector<SourceAnswer> answers;
    for (const SourceFailure& failure : failures)
        answers.push_back(answerOf(failure.source, failure.error));
    error.more = textsFrom(answers);
    error.retryAfter = isPassing(error) ? soonest(failures) : std::nullopt;
    return error;
}

} // namespace cairn
