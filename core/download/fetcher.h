// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/content/unixfs/dagreader.h"
#include "core/download/blockorigin.h"
#include "core/download/carsource.h"
#include "core/download/downloadrequest.h"
#include "core/download/sourcefault.h"

#include <memory>

namespace cairn {

/// Where a reader stands in a DAG, one step for each open folder and file, root first. Says what a
/// source has to send from here on.
struct PathStep
{
    content::Cid cid;
    bool isFile = false;
    quint64 allBytes = 0; ///< A file's content, a folder's cumulative size.
    quint64 doneBytes = 0; ///< Of those.
    quint64 doneEntries = 0; ///< Of a folder.
};
using TraversalPath = std::vector<PathStep>;

/// Blocks from several sources in order, each verified against its CID. Asks for CARs of what the
/// path says is still to come, for single blocks where a source sends no CARs or left one out. A
/// source that fails is noted, and the next one goes on at the same block. Holds two CARs' windows
/// and a few MiB of blocks read last. One thread, which it keeps waiting. Errors: verdict()'s,
/// Cancelled.
class Fetcher final : public content::BlockSource
{
public:
    /// @p distrusted: who sent wrong bytes before and is not asked again.
    Fetcher(std::vector<BlockOrigin> origins, const std::vector<DroppedSource>& distrusted,
            const TransferControl& control, std::function<bool()> hasNetwork);
    ~Fetcher() override;

    [[nodiscard]] Result<QByteArray> block(const content::Cid& cid) override;

    /// Kept up to date by the reader, and borrowed; none: single blocks are asked for.
    void follow(const TraversalPath* path);
    /// While no path is followed: the shards of @p folder are wanted next, and no entries.
    void expectShards(const content::Cid& folder);
    const std::vector<DroppedSource>& dropped() const { return m_dropped; }

private:
    struct Origin : BlockOrigin
    {
        bool sendsCars = true;
        bool hasGateway = true; ///< Of a service.
        bool sendsRanges = true;
        bool isDropped = false;
    };
    struct CarRequest
    {
        content::Cid cid;
        quint64 from = 0; ///< Of a file's bytes.
        qint64 unusedBudget = 0;
    };

    Result<QByteArray> from(Origin& origin, const content::Cid& cid);
    Result<std::optional<QByteArray>> fromStreams(const content::Cid& cid);
    std::optional<CarRequest> carRequestFor(const Origin& origin, const content::Cid& cid) const;
    std::optional<CarRequest> carRequestForFile(const Origin& origin, const PathStep& file) const;
    Result<std::optional<QByteArray>> fromNewStream(Origin& origin, const CarRequest& request,
                                                    const content::Cid& cid);
    Result<std::unique_ptr<CarSource>> openCar(Origin& origin, const CarRequest& request);
    Result<std::unique_ptr<CarSource>> openCarAt(const Origin& origin, const QUrl& url,
                                                 qint64 unusedBudget);
    Result<std::optional<QByteArray>> fromShards(const Origin& origin, const content::Cid& cid);
    Done acquire(const Origin& origin) const;
    Result<QByteArray> single(Origin& origin, const content::Cid& cid);
    Result<QByteArray> rawBlock(const Origin& origin, const content::Cid& cid);
    void noteFailure(Origin& origin, const Error& error);
    QUrl gatewayUrl(const Origin& origin, const content::Cid& cid, const QString& query) const;
    void remember(const content::Cid& cid, const QByteArray& bytes);

    std::vector<Origin> m_origins;
    const TransferControl& m_control;
    std::function<bool()> m_hasNetwork;
    HttpConnections m_connections;
    const TraversalPath* m_path = nullptr;
    std::optional<content::Cid> m_expectedShards; ///< Until its shards were asked for.
    std::size_t m_at = 0; ///< The origin that gave the last block.
    std::vector<std::unique_ptr<CarSource>> m_streams; ///< Of that origin; the last one is nearest.
    std::deque<content::Block> m_recent; ///< The newest first.
    qint64 m_recentBytes = 0;
    std::vector<DroppedSource> m_dropped;
    std::vector<SourceFailure> m_failures; ///< Of dropped origins.
    bool m_hasReceived = false;
};

} // namespace cairn
