// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/api/source/sourceblock.h"
#include "core/api/source/sourceverdicts.h"
#include "core/content/unixfs/dagreader.h"
#include "core/download/blockorigin.h"
#include "core/download/carsource.h"
#include "core/download/downloadrequest.h"
#include "core/download/recentblocks.h"
#include "core/download/sourcefault.h"

#include <memory>

namespace cairn {

/// Where a reader is in a DAG: one step for each open folder and for the open file, root first. It
/// says which blocks the reader will want next.
struct PathStep
{
    content::Cid cid;
    bool isFile = false;
    quint64 allBytes = 0; ///< A file's content, a folder's cumulative size.
    quint64 doneBytes = 0; ///< Of allBytes.
    quint64 doneEntries = 0; ///< Of a folder.
};
using TraversalPath = std::vector<PathStep>;

/// Sizes in nodes are claims. One beyond this is no size: sums of a few such still are numbers.
inline constexpr quint64 mostClaimed = quint64(1) << 60;

/// Gives the blocks that a reader wants, each verified against its CID, from several origins. Holds
/// the blocks read last (6 MiB) and at most two CARs that are coming. One thread, which waits.
/// Errors: verdict()'s, Cancelled.
///
/// Asking for blocks. One request should bring many blocks that are wanted next, and few others:
///
///   block(cid) ─▶ can its hash be computed?    ─▶ if not, fault::hashUnknown: nobody is asked
///              ─▶ among the blocks read last?  ─▶ that
///              ─▶ each origin that is not dropped, first the one that gave the last block:
///                   1  the next block of a CAR that is coming?    fromStreams()
///                   2  the shards of a folder that is resumed?    fromShards(): one CAR of all
///                   3  a new CAR that begins with cid?            carRequestFor(), fromNewStream()
///                   4  that block alone                           single()
///              ─▶ no origin gave it: verdict()
///
/// Which CAR, in step 3, depends on where the reader stands (TraversalPath), outermost step first:
///
///   root/ ───────────▶ b/ ──────────▶ f, 3 of 10 MiB done
///   all of root/,      all of b/,     f from byte 3 Mi (entity-bytes),
///   if passing over what is done      or all of f
///   costs less than a request for
///   each entry that is left
///
/// A CAR has each block once. A node that the present CAR sent earlier is asked for by a second
/// CAR, a leaf alone. An origin that lacks a block is asked for the next one all the same. After
/// any other failure (a refusal, silence, wrong bytes) it is dropped and named, and the next origin
/// goes on with the same block; what it is found to be is kept in SourceVerdicts, for the other
/// downloads too. A CAR that ends early is gone on with at the same origin, within bounds, and else
/// at the next. Origin also notes who sends no CARs, no ranges, or has no gateway.
class Fetcher final : public content::BlockSource
{
public:
    /// @p distrusted: origins that sent wrong bytes in an earlier run; they are not asked again.
    Fetcher(std::vector<BlockOrigin> origins, const std::vector<DroppedSource>& distrusted,
            const TransferControl& control, SourceVerdicts& verdicts,
            std::function<bool()> hasNetwork);
    ~Fetcher() override;

    [[nodiscard]] Result<QByteArray> block(const content::Cid& cid) override;

    /// @p path is borrowed, and kept up to date by the reader. Null: single blocks are asked for.
    void follow(const TraversalPath* path);
    /// While no path is followed: the shards of @p folder are wanted next, and no entries.
    void expectShards(const content::Cid& folder);
    /// Blocks of this DAG came in an earlier run: it is somewhere.
    void goOn() { m_hasReceived = true; }
    const std::vector<DroppedSource>& dropped() const { return m_dropped; }
    /// CIDs compared to find blocks among those read last.
    qint64 compared() const { return m_recent.compared(); }

private:
    struct Origin : BlockOrigin
    {
        bool sendsCars = true;
        bool hasGateway = true; ///< Of a Service only.
        bool sendsRanges = true;
        bool isDropped = false;
        bool hasAnswered = false; ///< In this run.
        int cuts = 0; ///< CARs in a row that it broke off after few blocks.
        int streamed = 0; ///< Blocks that came in a CAR since it broke off one.
    };
    struct Answer
    {
        std::unique_ptr<HttpStream> stream;
        HttpStream::Head head;
    };
    struct CarRequest
    {
        content::Cid cid;
        quint64 from = 0; ///< First byte of a file.
        qint64 unusedBudget = 0;
    };

    static SourceFailure failureOf(const Origin& origin, const Error& error);
    Result<QByteArray> ask(Origin& origin, const content::Cid& cid);
    Error judged(const Origin& origin, Error error);
    Result<QByteArray> from(Origin& origin, const content::Cid& cid);
    Result<QByteArray> afterFailure(Origin& origin, const content::Cid& cid, const Error& error);
    Result<std::optional<QByteArray>> fromStreams(const content::Cid& cid);
    std::optional<CarRequest> carRequestFor(const Origin& origin, const content::Cid& cid) const;
    std::optional<CarRequest> carRequestForFile(const Origin& origin, const PathStep& file) const;
    Result<std::optional<QByteArray>> fromNewStream(Origin& origin, const CarRequest& request,
                                                    const content::Cid& cid);
    Result<std::unique_ptr<CarSource>> openCar(Origin& origin, const CarRequest& request);
    Result<Answer> open(const Origin& origin, const QUrl& url, const QByteArray& accept);
    ReadBody bodyOf(HttpStream& stream) const;
    Result<std::unique_ptr<CarSource>> openCarAt(const Origin& origin, const QUrl& url,
                                                 qint64 unusedBudget);
    Result<std::optional<QByteArray>> fromShards(const Origin& origin, const content::Cid& cid);
    Done acquire(const Origin& origin) const;
    void noteEnd(const Origin& origin, const Done& outcome) const;
    Result<QByteArray> single(Origin& origin, const content::Cid& cid);
    Result<QByteArray> rawBlock(const Origin& origin, const content::Cid& cid);
    void noteFailure(Origin& origin, const Error& error);
    QUrl gatewayUrl(const Origin& origin, const content::Cid& cid, const QString& query) const;

    std::vector<Origin> m_origins;
    const TransferControl& m_control;
    SourceVerdicts& m_verdicts;
    std::function<bool()> m_hasNetwork;
    HttpConnections m_connections;
    const TraversalPath* m_path = nullptr;
    std::optional<content::Cid> m_expectedShards; ///< Until its shards are asked for.
    std::size_t m_at = 0; ///< The origin that gave the last block.
    /// CARs from that origin; the last one is looked at first.
    std::vector<std::unique_ptr<CarSource>> m_streams;
    RecentBlocks m_recent;
    std::vector<DroppedSource> m_dropped;
    std::vector<SourceFailure> m_failures; ///< Of dropped origins.
    bool m_hasReceived = false;
};

} // namespace cairn
