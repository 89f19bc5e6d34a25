// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/download/fetcher.h"

#include "core/api/wire/routes.h"
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

Error refusal(const HttpStream::Head& head, const QUrl& url)
{
    const auto kind = [&] {
        switch (head.status) {
        case 404:
            return Kind::NotFound;
        case 400:
        case 405:
        case 406:
        case 415:
        case 501:
            return Kind::Invalid; // Not in this form.
        case 401:
        case 402:
        case 403:
        case 410:
        case 451:
            return Kind::Forbidden;
        case 429:
            return Kind::RateLimited;
        default:
            return head.status >= 500 ? Kind::Server : Kind::Protocol;
        }
    }();
    Error error{kind, u"HTTP %1"_s.arg(head.status), url.host()};
    error.retryAfter = head.retryAfter;
    return error;
}

/// It may have the block, only not in the form that was asked for.
bool isAboutForm(const Error& error)
{
    return error.kind == Kind::NotFound || error.kind == Kind::Invalid;
}

bool isSilence(const Error& error)
{
    return error.kind == Kind::Offline || error.kind == Kind::Timeout;
}

bool isForGood(const Error& error)
{
    return error.kind != Kind::NotFound;
}

} // namespace

Fetcher::Fetcher(std::vector<BlockOrigin> origins, const std::vector<DroppedSource>& distrusted,
                 const TransferControl& control, std::function<bool()> hasNetwork)
    : m_control(control)
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
        m_failures.push_back({before->error, m_origins.back().isHere()});
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
    if (!content::canVerify(cid.hash())) {
        return fail(Error{Kind::Invalid, u"a hash that cannot be computed here"_s, cid.toString(),
                          fault::hashUnknown});
    }

    std::vector<SourceFailure> failures = m_failures;
    for (std::size_t tried = 0; tried < m_origins.size(); ++tried) {
        const std::size_t at = (m_at + tried) % m_origins.size();
        Origin& origin = m_origins[at];
        if (origin.isDropped)
            continue;
        if (tried > 0)
            m_streams.clear(); // Another origin's.
        auto bytes = from(origin, cid);
        if (bytes) {
            m_at = at;
            m_hasReceived = true;
            m_recent.add(cid, *bytes);
            return bytes;
        }
        Error error = bytes.error();
        if (error.kind == Kind::Cancelled)
            return fail(std::move(error));
        if (error.kind == Kind::Corrupt && error.subject.isEmpty())
            error.subject = cid.toString();
        qCInfo(lcTransfer) << origin.name() << "has not given" << cid.toString() << error.detail;
        noteFailure(origin, error);
        failures.push_back({error, origin.isHere()});
    }
    m_streams.clear();
    return fail(verdict(failures, cid.toString(), !m_hasReceived, !m_hasNetwork || m_hasNetwork()));
}

/// Whoever lacks one block may have the next; whoever refuses, is silent or lies is asked no more.
void Fetcher::noteFailure(Origin& origin, const Error& error)
{
    if (!isForGood(error))
        return;
    origin.isDropped = true;
    m_failures.push_back({error, origin.isHere()});
    m_dropped.push_back({origin.name(), error});
}

Result<QByteArray> Fetcher::from(Origin& origin, const Cid& cid)
{
    // A CAR that broke off may have met the block that is missing: asked for alone, that shows.
    auto coming = fromStreams(cid);
    if (!coming)
        return isSilence(coming.error()) ? single(origin, cid)
                                         : Result<QByteArray>(fail(coming.error()));
    if (*coming)
        return std::move(**coming);
    if (!m_path && m_expectedShards) {
        auto shard = fromShards(origin, cid);
        if (!shard && !isSilence(shard.error()))
            return fail(shard.error());
        if (shard && *shard)
            return std::move(**shard);
    }
    if (const auto request = carRequestFor(origin, cid)) {
        auto opened = fromNewStream(origin, *request, cid);
        if (!opened)
            return isSilence(opened.error()) ? single(origin, cid)
                                             : Result<QByteArray>(fail(opened.error()));
        if (*opened)
            return std::move(**opened);
    }
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

QUrl Fetcher::gatewayUrl(const Origin& origin, const Cid& cid, const QString& query) const
{
    return routes::urlOf(origin.url, "/ipfs/"_L1 + cid.toString() + '?'_L1 + query);
}

Result<std::unique_ptr<CarSource>> Fetcher::openCar(Origin& origin, const CarRequest& request)
{
    Error error{Kind::Invalid, u"no CARs here"_s};
    if (origin.hasGateway) {
        const QString query = request.from == 0
            ? u"format=car"_s
            : u"format=car&dag-scope=entity&entity-bytes=%1:*"_s.arg(request.from);
        auto car = openCarAt(origin, gatewayUrl(origin, request.cid, query), request.unusedBudget);
        if (car || !isAboutForm(car.error()))
            return car;
        error = car.error();
    }
    if (origin.kind != BlockOrigin::Kind::Service || request.from > 0)
        return fail(std::move(error));
    auto car = openCarAt(origin, routes::urlOf(origin.url, routes::carOf + request.cid.toString()),
                         request.unusedBudget);
    if (car)
        origin.hasGateway = false;
    return car;
}

/// The account's own service counts requests, its gateway's too.
Done Fetcher::acquire(const Origin& origin) const
{
    return origin.kind == BlockOrigin::Kind::Service && m_control.acquire ? m_control.acquire()
                                                                          : Done();
}

Result<std::unique_ptr<CarSource>> Fetcher::openCarAt(const Origin& origin, const QUrl& url,
                                                      qint64 unusedBudget)
{
    if (const Done acquired = acquire(origin); !acquired)
        return fail(acquired.error());
    auto stream = std::make_unique<HttpStream>(m_connections, url,
                                               QByteArray(routes::carType) + "; order=dfs; dups=n",
                                               m_control.isStopping, m_control.readAhead());
    const auto head = m_control.head(*stream);
    if (!head)
        return fail(head.error());
    if (head->status != 200)
        return fail(refusal(*head, url));
    if (!head->type.startsWith(routes::carType))
        return fail(Kind::Invalid, u"not a CAR but %1"_s.arg(QString::fromLatin1(head->type)));
    return std::make_unique<CarSource>(std::move(stream), m_control, unusedBudget);
}

Result<QByteArray> Fetcher::single(Origin& origin, const Cid& cid)
{
    if (origin.hasGateway) {
        auto bytes = rawBlock(origin, cid);
        if (bytes || !isAboutForm(bytes.error()) || origin.kind != BlockOrigin::Kind::Service)
            return bytes;
    }
    if (origin.kind != BlockOrigin::Kind::Service)
        return fail(Kind::NotFound, {}, cid.toString());
    const auto car
        = openCarAt(origin, routes::urlOf(origin.url, routes::carOf + cid.toString()), 0);
    if (!car)
        return fail(car.error());
    auto bytes = (*car)->take(cid);
    if (!bytes)
        return fail(bytes.error());
    if (!*bytes)
        return fail(Kind::NotFound, u"not in its CAR"_s, cid.toString());
    return std::move(**bytes);
}

Result<QByteArray> Fetcher::rawBlock(const Origin& origin, const Cid& cid)
{
    if (const Done acquired = acquire(origin); !acquired)
        return fail(acquired.error());
    HttpStream stream(m_connections, gatewayUrl(origin, cid, u"format=raw"_s),
                      "application/vnd.ipld.raw", m_control.isStopping, m_control.readAhead());
    const auto head = m_control.head(stream);
    if (!head)
        return fail(head.error());
    if (head->status != 200)
        return fail(refusal(*head, origin.url));
    QByteArray bytes;
    while (true) {
        constexpr qint64 piece = 256 * 1024;
        const qsizetype before = bytes.size();
        bytes.resize(before + piece);
        const auto count
            = m_control.read(stream, bytes.data() + before, piece, m_control.isStopping);
        if (!count)
            return fail(count.error());
        bytes.resize(before + *count);
        if (*count == 0)
            break;
        if (bytes.size() > routes::largestBlock)
            return fail(Kind::Corrupt, u"more than a block"_s, cid.toString());
    }
    if (Done verified = content::verifyHash(cid.hash(), bytes); !verified) {
        Error error = verified.error();
        error.subject = cid.toString();
        return fail(std::move(error));
    }
    return bytes;
}

} // namespace cairn
