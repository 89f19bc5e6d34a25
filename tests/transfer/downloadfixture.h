// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "tests/support/fakegateway.h"
#include "tests/transfer/queuefixture.h"

#include <QDir>

namespace cairn::test {

/// A durable queue whose service may or may not have what is asked for, gateways beside it, and a
/// folder to download into.
struct Downloads : DurableQueue
{
    Downloads() { REQUIRE(QDir().mkpath(place({}))); }

    QString place(const QString& name) const
    {
        return folder.filePath(QStringLiteral("downloads/") + name);
    }

    void useGateways(const std::vector<const FakeGateway*>& gateways)
    {
        std::vector<QUrl> urls;
        for (const FakeGateway* gateway : gateways)
            urls.push_back(gateway->url());
        queue->setGateways(urls);
    }

    TransferId get(const content::CidString& cid, const QString& name, const QString& path = {})
    {
        const auto id = queue->add(DownloadRequest{cid, path, place(name), {}});
        REQUIRE(id);
        return *id;
    }
    /// Whatever it comes to when nothing is waited for.
    Transfer ended(TransferId id)
    {
        REQUIRE(until(
            [&] {
                if (state(id) == transfer::State::Waiting)
                    clock.push(std::chrono::seconds(1));
                queue->tick();
                const auto now = state(id);
                return transfer::isOver(now) || now == transfer::State::Suspended;
            },
            std::chrono::seconds(60)));
        return *queue->find(id);
    }

    QByteArray bytesAt(const QString& name) const
    {
        QFile file(place(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("no such file");
    }
    /// Everything in the folder of downloads, hidden names too.
    /// Nothing lies beside it, once what was worked in is cleared away on another thread.
    bool isAlone(const QString& name) const
    {
        return until([&] { return names() == QStringList{name}; });
    }
    QStringList names() const
    {
        return QDir(place({})).entryList(
            QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot, QDir::Name);
    }

    content::CidString stored(const QStringList& paths, qint64 partTarget = 0)
    {
        const auto id = queue->add(UploadRequest{.paths = paths, .partTarget = partTarget});
        REQUIRE(id);
        REQUIRE(comesTo(*id, transfer::State::Stored));
        return queue->find(*id)->root;
    }
    int gets(const QByteArray& part) const
    {
        return int(std::ranges::count_if(proxy.asked, [&](const auto& request) {
            return request.verb == "GET" && request.path.contains(part);
        }));
    }
};

} // namespace cairn::test
