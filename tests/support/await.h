// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once
#include "core/base/async.h"

#include <QCoreApplication>
#include <QDeadlineTimer>

#include <catch2/catch.hpp>
namespace cairn::test {
template<typename T>
Result<T> await(const Reply<T>& reply, std::chrono::milliseconds limit = std::chrono::seconds(5))
{
    for (QDeadlineTimer deadline(limit); !reply.isFinished() && !deadline.hasExpired();)
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents | QEventLoop::AllEvents, 10);
    REQUIRE(reply.isFinished());
    return reply.resultCount() ? reply.result() : Result<T>{fail(Error::Kind::Cancelled)};
}
} // namespace cairn::test
