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
///
/// Futures. A reply ends once: with a value, with an error, or cancelled, which observers see as
/// the error Cancelled. Any number of observers may look at one reply. Both functions are called on
/// the thread of their context, and call back on it.
///
///   whenDone   reply ──▶ watcher, a child of context ──▶ handler(outcome)
///
///   andThen    reply ──value──▶ step() ──▶ next reply ──▶ the reply that andThen returned
///                │                                         ▲
///                └──error: step() is not called────────────┘
///
///   orElse     the same with value and error exchanged: step(error) tries another way
///
/// When the context dies, its watchers die with it; a handler or step that waits is destroyed and
/// never called. With it goes the last reference to the promise of andThen's reply, so that this
/// reply ends as Cancelled. The work behind the first reply goes on, and its result is dropped.
/// cancel() on andThen's reply reaches back to the first reply, or to the next one once step() has
/// been called; a worker must look at its promise to notice it. A promise that is destroyed before
/// it has a result ends its reply as Cancelled.
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
    whenDone(
        reply, context,
        [context, promise, settle, waitingFor, step = std::move(step)](Result<T> outcome) mutable {
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

/// Runs @p step with the error on failure, passes a value on otherwise. A cancelled reply is no
/// failure. The rest is as with andThen.
template<typename T, std::invocable<const Error&> Step>
[[nodiscard]] Reply<T> orElse(const Reply<T>& reply, QObject* context, Step step)
{
    auto promise = std::make_shared<QPromise<Result<T>>>();
    promise->start();
    const auto settle = [promise](Result<T> outcome) {
        promise->addResult(std::move(outcome));
        promise->finish();
    };
    const auto waitingFor = std::make_shared<QFuture<void>>(reply);
    auto* watcher = new QFutureWatcher<Result<T>>(context);
    QObject::connect(watcher, &QFutureWatcherBase::canceled, context,
                     [waitingFor] { waitingFor->cancel(); });
    QObject::connect(watcher, &QFutureWatcherBase::finished, watcher, &QObject::deleteLater);
    watcher->setFuture(promise->future());
    whenDone(
        reply, context,
        [context, promise, settle, waitingFor, step = std::move(step)](Result<T> outcome) mutable {
            if (outcome || outcome.error().kind == Error::Kind::Cancelled || promise->isCanceled())
                return settle(std::move(outcome));
            const Reply<T> next = step(outcome.error());
            *waitingFor = QFuture<void>(next);
            whenDone(next, context, settle);
        });
    return promise->future();
}

} // namespace cairn
