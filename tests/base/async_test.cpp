// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tests/support/await.h"

#include <QTimer>
using namespace cairn;
using cairn::test::await;
namespace {
template<typename T> Reply<T> later(Result<T> r, int ms = 5)
{
    auto p = std::make_shared<QPromise<Result<T>>>();
    p->start();
    QTimer::singleShot(ms, [p, r] {
        p->addResult(r);
        p->finish();
    });
    return p->future();
}
} // namespace
TEST_CASE("andThen runs the step on success", "[async]")
{
    QObject context;
    auto reply = andThen(later<int>(20), &context,
                         [](int v) { return later<QString>(QString::number(v + 1)); });
    CHECK(await(reply).value() == QStringLiteral("21"));
}
TEST_CASE("andThen passes an error on without running the step", "[async]")
{
    QObject context;
    bool ran = false;
    auto reply = andThen(later<int>(fail(Error::Kind::NotFound)), &context, [&](int) {
        ran = true;
        return ready<int>(1);
    });
    CHECK(await(reply).error().kind == Error::Kind::NotFound);
    CHECK_FALSE(ran);
}
TEST_CASE("void chains", "[async]")
{
    QObject context;
    auto reply = andThen(later<void>({}), &context, [] { return ready<int>(3); });
    CHECK(await(reply).value() == 3);
}
TEST_CASE("a chain whose context dies ends as cancelled", "[async]")
{
    auto* context = new QObject;
    bool ran = false;
    auto reply = andThen(later<int>(1, 20), context, [&](int) {
        ran = true;
        return ready<int>(2);
    });
    delete context;
    CHECK(await(reply).error().kind == Error::Kind::Cancelled);
    CHECK_FALSE(ran);
}
TEST_CASE("two observers both hear", "[async]")
{
    QObject a, b;
    int heard = 0;
    auto reply = later<int>(1);
    whenDone(reply, &a, [&](const Result<int>&) { ++heard; });
    whenDone(reply, &b, [&](const Result<int>&) { ++heard; });
    await(reply);
    QCoreApplication::processEvents();
    CHECK(heard == 2);
}

TEST_CASE("cancelling the end of a chain reaches what it waits for", "[async]")
{
    QObject context;
    QPromise<Result<int>> first;
    QPromise<Result<int>> second;
    first.start();
    second.start();
    auto end = andThen(first.future(), &context, [&](int) { return second.future(); });

    SECTION("before the step")
    {
        end.cancel();
        QCoreApplication::processEvents();
        CHECK(first.isCanceled());
        CHECK_FALSE(second.isCanceled());
    }
    SECTION("after the step")
    {
        first.addResult(1);
        first.finish();
        QCoreApplication::processEvents();
        end.cancel();
        QCoreApplication::processEvents();
        CHECK(second.isCanceled());
    }
}
TEST_CASE("orElse tries another way on failure, and only then", "[async]")
{
    QObject context;
    int tried = 0;
    const auto step = [&](const Error& error) {
        ++tried;
        CHECK(error.kind == Error::Kind::Offline);
        return later<int>(7);
    };
    CHECK(await(orElse(later<int>(fail(Error::Kind::Offline)), &context, step)).value() == 7);
    CHECK(tried == 1);
    CHECK(await(orElse(later<int>(3), &context, step)).value() == 3);
    CHECK(tried == 1);
}
TEST_CASE("orElse takes a cancelled reply for no failure, and can be cancelled", "[async]")
{
    QObject context;
    int tried = 0;
    const auto step = [&](const Error&) {
        ++tried;
        return ready<int>(7);
    };
    const auto other = orElse(later<int>(fail(Error::Kind::Cancelled)), &context, step);
    CHECK(await(other).error().kind == Error::Kind::Cancelled);
    const auto first = later<int>(fail(Error::Kind::Offline), 20);
    auto reply = orElse(first, &context, step);
    reply.cancel();
    CHECK(await(reply).error().kind == Error::Kind::Cancelled);
    CHECK(first.isCanceled());
    CHECK(tried == 0);
}
