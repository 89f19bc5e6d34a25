// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/download/fetcher.h"

#include "core/api/source/sourceanswer.h"
#include "core/base/logging.h"

#include <algorithm>

namespace cairn {
using namespace Qt::StringLiterals;
using content::Cid;
using Kind = Error::Kind;

namespace {

constexpr qint64 maxRecentBytes = 6 * 1024 * 1024;
/// A folder and a file in it, whose blocks the folder's CAR had sent before and leaves out now.
constexpr std::size_t maxStreams = 2;
/// What asking once costs, in bytes that could have come meanwhile.
constexpr quint64 bytesPerRequest = 256 * 1024;
/// Nodes on the way down to where a range begins.
constexpr qint64 nodeBudget = 4 * 1024 * 1024;
/// CARs in a row that an origin may break off after few blocks; from then on it gives single ones.
constexpr int maxCuts = 4;
constexpr int manyBlocks = 16;

bool isSilence(const Error& error)
{
    return error.kind == Kind::Offline || error.kind == Kind::Timeout;
}

/// An answer had begun.
bool isBrokenOff(const Error& error)
{
    return error.code == answer::cutShort || error.code == answer::silent;
}

} // namespace

Fetcher::Fetcher(std::vector<BlockOrigin> origins, const std::vector<DroppedSource>& distrusted,
                 const TransferControl& control, SourceVerdicts& verdicts,
                 std::function<bool()> hasNetwork)
    : m_control(control)
    , m_verdicts(verdicts)
    , m_hasNetwork(std::move(hasNetwork))
    , m_recent(maxRecentBytes)
{
    for (BlockOrigin& origin : origins) {
        m_origins.push_back({std::move(origin)});
        const auto before
            = std::ranges::find(distrusted, m_origins.back().name(), &DroppedSource::source);
        if (before == distrusted.end())
            continue;
        m_origins.back().isDropped = true;
        m_failures.push_back(failureOf(m_origins.back(), before->error));
    }
}

Fetcher::~Fetcher() = default;

void Fetcher::follow(const TraversalPath* path)
{
    if (!m_path)
        m_streams.clear(); // Shards alone.
    m_path = path;
}

void Fetcher::expectShards(const Cid& folder)
{
    m_streams.clear();
    m_expectedShards = folder;
}

Result<QByteArray> Fetcher::block(const Cid& cid)
{
    if (const auto hash = cid.hash(); hash.code == content::HashCode::Identity)
        return hash.digest;
    if (const QByteArray* known = m_recent.find(cid))
        return *known;
    if (const Done done = content::verifiable(cid.hash()); !done)
        return fail(Error{Kind::Invalid, done.error().detail, cid.toString(), fault::hashUnknown});

    std::vector<SourceFailure> failures = m_failures;
    for (std::size_t tried = 0; tried < m_origins.size(); ++tried) {
        const std::size_t at = (m_at + tried) % m_origins.size();
        Origin& origin = m_origins[at];
        if (origin.isDropped)
            continue;
        if (tried > 0)
            m_streams.clear(); // Another origin's.
        auto bytes = ask(origin, cid);
        if (bytes) {
            m_at = at;
            m_hasReceived = true;
            m_recent.add(cid, *bytes);
            return bytes;
        }
        const Error& error = bytes.error();
        if (error.kind == Kind::Cancelled)
            return bytes;
        qCInfo(lcTransfer) << origin.name() << "has not given" << cid.toString() << error.detail;
        noteFailure(origin, error);
        failures.push_back(failureOf(origin, error));
    }
    m_streams.clear();
    return fail(verdict(failures, cid.toString(), !m_hasReceived, !m_hasNetwork || m_hasNetwork()));
}

SourceFailure Fetcher::failureOf(const Origin& origin, const Error& error)
{
    return {error, origin.isHere(), origin.name(), origin.kind == BlockOrigin::Kind::Service};
}

/// Whoever lacks one block may have the next; whoever refuses, is silent or lies is asked no more.
void Fetcher::noteFailure(Origin& origin, const Error& error)
{
    if (error.kind == Kind::NotFound)
        return;
    origin.isDropped = true;
    m_failures.push_back(failureOf(origin, error));
    m_dropped.push_back({origin.name(), error});
}

/// Nobody is asked of whom it is known what they say.
Result<QByteArray> Fetcher::ask(Origin& origin, const Cid& cid)
{
    if (m_streams.empty() && origin.kind == BlockOrigin::Kind::Gateway) {
        if (auto known = m_verdicts.standing(origin.url))
            return fail(std::move(*known));
    }
    auto bytes = from(origin, cid);
    if (bytes || bytes.error().kind == Kind::NotFound) {
        if (!std::exchange(origin.hasAnswered, true))
            m_verdicts.answered(origin.url);
    }
    if (bytes || bytes.error().kind == Kind::Cancelled)
        return bytes;
    Error error = withCode(bytes.error());
    if (error.kind == Kind::Corrupt && error.subject.isEmpty())
        error.subject = cid.toString();
    return fail(judged(origin, std::move(error)));
}

/// The account's own service is never let wait for others' sake, nor given up: it may have another
/// answer a moment later. Nor is anybody who is not reached because this computer has no network.
Error Fetcher::judged(const Origin& origin, Error error)
{
    const bool isService = origin.kind == BlockOrigin::Kind::Service;
    const bool isOurs = isSilence(error) && !origin.isHere() && m_hasNetwork && !m_hasNetwork();
    if (isOurs || isService)
        return error;
    return m_verdicts.note(origin.url, std::move(error));
}

Result<QByteArray> Fetcher::from(Origin& origin, const Cid& cid)
{
    auto coming = fromStreams(cid);
    if (!coming)
        return afterFailure(origin, cid, coming.error());
    if (*coming) {
        ++origin.streamed;
        return std::move(**coming);
    }
    if (!m_path && m_expectedShards) {
        auto shard = fromShards(origin, cid);
        if (!shard && !isBrokenOff(shard.error()))
            return fail(shard.error());
        if (shard && *shard)
            return std::move(**shard);
    }
    if (const auto request = carRequestFor(origin, cid)) {
        auto opened = fromNewStream(origin, *request, cid);
        if (!opened)
            return afterFailure(origin, cid, opened.error());
        if (*opened)
            return std::move(**opened);
    }
    return single(origin, cid);
}

/// A CAR that broke off may have met the block that is missing: asked for alone, that shows.
Result<QByteArray> Fetcher::afterFailure(Origin& origin, const Cid& cid, const Error& error)
{
    if (!isBrokenOff(error))
        return fail(error);
    origin.cuts = std::exchange(origin.streamed, 0) < manyBlocks ? origin.cuts + 1 : 1;
    if (origin.cuts == maxCuts)
        origin.sendsCars = false;
    return single(origin, cid);
}

Result<std::optional<QByteArray>> Fetcher::fromStreams(const Cid& cid)
{
    while (!m_streams.empty()) {
        auto bytes = m_streams.back()->take(cid);
        if (!bytes) {
            m_streams.clear();
            return bytes;
        }
        if (*bytes || !m_streams.back()->isAtEnd())
            return bytes;
        m_streams.pop_back();
    }
    return std::optional<QByteArray>();
}

/// One question for all shards of a folder; nothing where that cannot be asked.
Result<std::optional<QByteArray>> Fetcher::fromShards(const Origin& origin, const Cid& cid)
{
    const auto nothing = std::optional<QByteArray>();
    const Cid folder = *std::exchange(m_expectedShards, std::nullopt);
    if (!origin.sendsCars || !origin.hasGateway)
        return nothing;
    auto car = openCarAt(origin, gatewayUrl(origin, folder, u"format=car&dag-scope=entity"_s),
                         nodeBudget);
    if (!car)
        return isAboutForm(car.error()) ? nothing
                                        : Result<std::optional<QByteArray>>(fail(car.error()));
    auto bytes = (*car)->take(cid);
    if (bytes && *bytes)
        m_streams.push_back(std::move(*car));
    return bytes;
}

/// What to ask for so that @p cid comes first and what the reader wants afterwards follows.
std::optional<Fetcher::CarRequest> Fetcher::carRequestFor(const Origin& origin,
                                                          const Cid& cid) const
{
    if (!m_path || !origin.sendsCars)
        return std::nullopt;
    if (!m_streams.empty()) {
        // The CAR on its way left it out, for it had been in it before.
        const bool isNode = cid.codec() != content::Codec::Raw;
        return isNode && m_streams.size() < maxStreams ? std::optional(CarRequest{cid, 0, 0})
                                                       : std::nullopt;
    }
    for (auto step = m_path->begin(); step != m_path->end(); ++step) {
        if (step->isFile)
            return carRequestForFile(origin, *step);
        // Everything of this folder again, if what is there already costs less than asking for
        // each of the rest.
        quint64 passed = 0;
        for (auto inner = step; inner != m_path->end(); ++inner)
            passed = std::min(passed + std::min(inner->doneBytes, mostClaimed), mostClaimed);
        const quint64 left = step->allBytes - std::min(passed, step->allBytes);
        const quint64 average = passed / (step->doneEntries + 1);
        const quint64 requests = left / std::max<quint64>(average, 1);
        if (passed / bytesPerRequest <= requests)
            return CarRequest{step->cid, 0, qint64(passed) + nodeBudget};
    }
    const bool isNode = cid.codec() != content::Codec::Raw;
    return isNode ? std::optional(CarRequest{cid, 0, nodeBudget}) : std::nullopt;
}

std::optional<Fetcher::CarRequest> Fetcher::carRequestForFile(const Origin& origin,
                                                              const PathStep& file) const
{
    if (file.doneBytes == 0)
        return CarRequest{file.cid, 0, nodeBudget};
    if (origin.sendsRanges && origin.hasGateway)
        return CarRequest{file.cid, file.doneBytes, nodeBudget};
    if (file.doneBytes < std::min(file.allBytes, mostClaimed) / 2) // Cheaper than block by block.
        return CarRequest{file.cid, 0, qint64(file.doneBytes) + nodeBudget};
    return std::nullopt;
}

Result<std::optional<QByteArray>> Fetcher::fromNewStream(Origin& origin, const CarRequest& request,
                                                         const Cid& cid)
{
    const auto nothing = std::optional<QByteArray>();
    auto car = openCar(origin, request);
    if (!car) {
        if (!isAboutForm(car.error()))
            return fail(car.error());
        origin.sendsCars = false;
        return nothing;
    }
    auto bytes = (*car)->take(cid);
    if (!bytes && bytes.error().kind == Kind::Invalid) {
        origin.sendsCars = false; // Blocks in it that cannot be checked: one by one, then.
        return nothing;
    }
    if (!bytes)
        return bytes;
    if (*bytes)
        m_streams.push_back(std::move(*car));
    else if (request.from > 0)
        origin.sendsRanges = false; // It began elsewhere.
    else
        origin.sendsCars = false; // In another order than ours.
    return bytes;
}

} // namespace cairn
