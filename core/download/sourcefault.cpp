// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/download/sourcefault.h"

#include <algorithm>

namespace cairn {
using namespace Qt::StringLiterals;
using Kind = Error::Kind;

Error verdict(const std::vector<SourceFailure>& failures, const QString& block, bool isFirst,
              bool hasNetwork)
{
    const auto first = [&](auto holds) {
        const auto found = std::ranges::find_if(
            failures, [&](const SourceFailure& failure) { return holds(failure.error); });
        return found == failures.end() ? std::nullopt : std::optional(found->error);
    };
    const auto named = [](Error error, QLatin1StringView code) {
        error.code = code;
        return error;
    };
    if (auto busy = first([](const Error& error) { return error.kind == Kind::RateLimited; }))
        return named(std::move(*busy), fault::refused);
    const auto isSilent = [](const Error& error) {
        return error.kind == Kind::Offline || error.kind == Kind::Timeout;
    };
    if (auto silent = first(isSilent)) {
        const bool isOurs
            = !hasNetwork && std::ranges::any_of(failures, [&](const SourceFailure& failure) {
                  return isSilent(failure.error) && !failure.isHere;
              });
        return named(std::move(*silent), isOurs ? fault::ownNetwork : fault::sourceOffline);
    }
    if (auto failed = first([](const Error& error) {
            return error.kind == Kind::Server || error.kind == Kind::Protocol;
        }))
        return *failed;
    if (auto wrong = first([](const Error& error) { return error.kind == Kind::Corrupt; }))
        return named(std::move(*wrong), fault::wrongBytes);
    if (auto refused = first([](const Error& error) { return error.kind == Kind::Forbidden; }))
        return named(std::move(*refused), fault::refused);
    if (auto other = first([](const Error& error) { return error.kind != Kind::NotFound; }))
        return *other;
    return {Kind::NotFound, u"no source has it"_s, block,
            QString(isFirst ? fault::noRecord : fault::lacksBlock)};
}

} // namespace cairn
