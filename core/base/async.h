// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/result.h"

#include <QFuture>
#include <QFutureWatcher>
#include <QPromise>

#include <concepts>
#include <memory>

namespace cairn {

/// The answer to one question, now or later. Observed with whenDone and andThen only: QFuture's
/// own then() asserts when its context died and lets a second observer replace the first.
template<typename T> using Reply = QFuture<Result<T>>;

template<typename T> [[nodiscard]] Reply<T> ready(Result<T> result)
{
    QPromise<Result<T>> promise;
    promise.start();
    promise.addResult(std::move(result));
    promise.finish();
    return promise.future();
}

/// Calls @p handler once with the outcome, on @p context's thread; never after @p context is gone.
template<typename T, std::invocable<Result<T>> Handler>
void whenDone(const Reply<T>& reply, QObject* context, Handler handler)
{
    auto* watcher = new QFutureWatcher<Result<T>>(context);
    QObject::connect(watcher, &QFutureWatcherBase::finished, context,
                     [watcher, handler = std::move(handler)]() mutable {
                         watcher->deleteLater();
                         const auto done = watcher->future();
                         handler(done.resultCount() > 0 ? done.result()
                                                        : Result<T>{fail(Error::Kind::Cancelled)});
                     });
    watcher->setFuture(reply);
}

namespace detail {
template<typename R> struct ReplyValue;
template<typename T> struct ReplyValue<QFuture<Result<T>>>
{
    using type = T;
};
template<typename T, typename Step> struct StepReply
{
    using type = std::invoke_result_t<Step, const T&>;
};
template<typename Step> struct StepReply<void, Step>
{
    using type = std::invoke_result_t<Step>;
};
} // namespace detail

/// Runs @p step on success, passes the error on otherwise. The chain ends as Cancelled when
/// @p context dies. Cancelling its end reaches back to whatever it is waiting for.
template<typename T, typename Step>
[[nodiscard]] auto andThen(const Reply<T>& reply, QObject* context, Step step)
{
    using Next = typename detail::StepReply<T, Step>::type;
    using U = typename detail::ReplyValue<Next>::type;
    auto promise = std::make_shared<QPromise<Result<U>>>();
    promise->start();
    const auto settle = [promise](Result<U> outcome) {
        promise->addResult(std::move(outcome));
        promise->finish();
    };
    const auto waitingFor = std::make_shared<QFuture<void>>(reply);
    auto* watcher = new QFutureWatcher<Result<U>>(context);
    QObject::connect(watcher, &QFutureWatcherBase::canceled, context,
                     [waitingFor] { waitingFor->cancel(); });
    QObject::connect(watcher, &QFutureWatcherBase::finished, watcher, &QObject::deleteLater);
    watcher->setFuture(promise->future());
    whenDone(reply, context,
             [context, promise, settle, waitingFor,
              step = std::move(step)](Result<T> outcome) mutable {
                 if (!outcome)
                     return settle(tl::unexpected(outcome.error()));
                 if (promise->isCanceled())
                     return settle(fail(Error::Kind::Cancelled));
                 Next next;
                 if constexpr (std::is_void_v<T>)
                     next = step();
                 else
                     next = step(*outcome);
                 *waitingFor = QFuture<void>(next);
                 whenDone(next, context, settle);
             });
    return promise->future();
}

} // namespace cairn
