// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/api/client/apiclient.h"
#include "core/local/localservice.h"
#include "core/transfer/queue/transferqueue.h"
#include "core/transfer/store/sqlitetransferstore.h"
#include "tests/support/faultproxy.h"
#include "tests/support/until.h"

#include <QFile>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QTemporaryDir>

#include <catch2/catch.hpp>

namespace cairn::test {

inline QByteArray pattern(qsizetype size, int seed = 7)
{
    QByteArray bytes(size, Qt::Uninitialized);
    for (qsizetype i = 0; i < size; ++i)
        bytes[i] = char((i * 31 + seed + i / 4096) % 251);
    return bytes;
}

/// A clock that runs as the system's and can be pushed ahead.
class PushedClock final : public Clock
{
public:
    Timestamp now() const override { return m_system.now() + m_ahead; }
    std::chrono::milliseconds elapsed() const override { return m_system.elapsed() + m_ahead; }
    void push(std::chrono::milliseconds by) { m_ahead += by; }

private:
    SystemClock m_system;
    std::chrono::milliseconds m_ahead{0};
};

/// A durable queue in front of a real local service, with a proxy in between. restart() is what a
/// new process finds.
struct DurableQueue
{
    QTemporaryDir folder;
    PushedClock clock;
    QNetworkAccessManager network;
    std::unique_ptr<local::LocalService> service
        = *local::LocalService::start({.dataFolder = folder.filePath(QStringLiteral("data"))});
    FaultProxy proxy{service->url()};
    std::unique_ptr<ApiClient> api;
    std::unique_ptr<SqliteTransferStore> store;
    std::unique_ptr<TransferQueue> queue;

    DurableQueue() { restart(); }

    void restart()
    {
        queue.reset();
        store.reset();
        api.reset();
        api = std::make_unique<ApiClient>(network, proxy.url(), ApiClient::Pace::Unlimited, clock);
        api->setCredentials(service->sessionLogin(), {});
        auto opened = SqliteTransferStore::open(folder.filePath(QStringLiteral("transfers")),
                                                QStringLiteral("me"));
        REQUIRE(opened);
        store = std::move(*opened);
        queue = std::make_unique<TransferQueue>(*api, *store, clock);
    }

    QString file(const QString& name, const QByteArray& bytes)
    {
        const QString path = folder.filePath(name);
        QFile file(path);
        REQUIRE(file.open(QIODevice::WriteOnly));
        REQUIRE(file.write(bytes) == bytes.size());
        return path;
    }

    transfer::State state(TransferId id) const { return queue->find(id)->state; }

    /// Waits for it, and pushes the clock ahead so that no attempt is waited for.
    bool comesTo(TransferId id, transfer::State wanted)
    {
        return until([&] { return state(id) == wanted; }, std::chrono::seconds(60));
    }
    bool hurriesTo(TransferId id, transfer::State wanted)
    {
        return until(
            [&] {
                if (state(id) == transfer::State::Waiting)
                    clock.push(std::chrono::seconds(1));
                queue->tick();
                return state(id) == wanted;
            },
            std::chrono::seconds(60));
    }
    /// What the service itself answers to a GET.
    QByteArray got(const QString& path)
    {
        std::unique_ptr<QNetworkReply> reply(
            network.get(QNetworkRequest(QUrl(service->url().toString() + path))));
        REQUIRE(until([&] { return reply->isFinished(); }, std::chrono::seconds(60)));
        return reply->readAll();
    }
    int posts() const
    {
        return int(std::ranges::count_if(
            proxy.asked, [](const auto& request) { return request.verb == "POST"; }));
    }
};

} // namespace cairn::test
