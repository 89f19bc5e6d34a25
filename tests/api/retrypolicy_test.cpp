// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/api/http/retrypolicy.h"

#include <catch2/catch.hpp>

using namespace cairn;
using namespace std::chrono_literals;
using Kind = Error::Kind;

TEST_CASE("lost touch is tried again after 1, 2, 4, 8 and 16 seconds")
{
    const Error error{GENERATE(Kind::Offline, Kind::Timeout, Kind::RateLimited, Kind::Server), {}};
    CHECK(pauseBeforeRetry(error, 1, routes::Repeat::Safe) == 1s);
    CHECK(pauseBeforeRetry(error, 2, routes::Repeat::Safe) == 2s);
    CHECK(pauseBeforeRetry(error, 5, routes::Repeat::Safe) == 16s);
}

TEST_CASE("the sixth failure is the last")
{
    CHECK_FALSE(pauseBeforeRetry({Kind::Server, {}}, 6, routes::Repeat::Safe));
}

TEST_CASE("a refusal is final")
{
    const Error error{GENERATE(Kind::Invalid, Kind::Unauthorized, Kind::Forbidden, Kind::NotFound,
                               Kind::TooLarge, Kind::Corrupt, Kind::SourceChanged),
                      {}};
    CHECK_FALSE(pauseBeforeRetry(error, 1, routes::Repeat::Safe));
}

TEST_CASE("the service's own pause wins")
{
    Error error{Kind::RateLimited, {}};
    error.retryAfter = 42s;
    CHECK(pauseBeforeRetry(error, 1, routes::Repeat::Safe) == 42s);
}

TEST_CASE("what may not be repeated is not")
{
    CHECK_FALSE(pauseBeforeRetry({Kind::Offline, {}}, 1, routes::Repeat::Unsafe));
}

TEST_CASE("a service that has moved is asked at once, however often it moves")
{
    const Error error = movedError({});
    CHECK(pauseBeforeRetry(error, 1, routes::Repeat::Safe) == 0s);
    CHECK(pauseBeforeRetry(error, 20, routes::Repeat::Safe) == 0s);
    CHECK_FALSE(pauseBeforeRetry(error, 1, routes::Repeat::Unsafe));
}

TEST_CASE("a host that does not answer is not asked again")
{
    Error error{Kind::Timeout, {}};
    error.code = hostSilent.toString();
    CHECK_FALSE(pauseBeforeRetry(error, 1, routes::Repeat::Safe));
}
