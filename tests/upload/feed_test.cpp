// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/upload/feed.h"

#include <catch2/catch.hpp>

#include <atomic>
#include <thread>

using namespace cairn;

TEST_CASE("bytes come out as they went in, then the end")
{
    Feed feed([] {});
    REQUIRE(feed.put("abc"));
    REQUIRE(feed.put("def"));
    feed.close();
    char got[4];
    CHECK(feed.take(got, 4) == 4);
    CHECK(QByteArray(got, 4) == "abcd");
    CHECK(feed.take(got, 4) == 2);
    CHECK(feed.take(got, 4) == -1);
    CHECK(feed.isAtEnd());
}

TEST_CASE("an empty pipe that is not closed has nothing yet")
{
    Feed feed([] {});
    char got;
    CHECK(feed.take(&got, 1) == 0);
    CHECK_FALSE(feed.isAtEnd());
}

TEST_CASE("an error comes after the bytes before it")
{
    Feed feed([] {});
    REQUIRE(feed.put("a"));
    feed.close(Error{Error::Kind::SourceChanged, {}});
    char got;
    CHECK(feed.take(&got, 1) == 1);
    CHECK(feed.take(&got, 1) == -1);
    CHECK(feed.error()->kind == Error::Kind::SourceChanged);
}

TEST_CASE("a full pipe holds its producer until the consumer takes or leaves")
{
    Feed feed([] {});
    std::atomic_int put = 0;
    std::thread producer([&] {
        while (feed.put(QByteArray(256 * 1024, 'x')))
            ++put;
    });
    QByteArray got(1024 * 1024, Qt::Uninitialized);
    for (qint64 taken = 0; taken < 8 * 1024 * 1024;)
        taken += feed.take(got.data(), got.size());
    const bool isBounded = feed.available() <= 2 * 1024 * 1024;
    feed.stop();
    producer.join();
    CHECK(isBounded);
    CHECK(put >= 32);
}
