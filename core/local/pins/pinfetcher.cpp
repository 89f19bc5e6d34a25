// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/pins/pinfetcher.h"

#include "core/api/source/sourceanswer.h"
#include "core/api/wire/routes.h"
#include "core/base/logging.h"
#include "core/local/pins/fetchedcar.h"
#include "core/local/store/dagwalk.h"

#include <algorithm>

namespace cairn::local {
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using content::Cid;

namespace {

constexpr auto firstPause = 60s;
constexpr int mostDoublings = 6; // About an hour.

} // namespace

PinFetcher::PinFetcher(Database& database, const CarStore& cars, UploadCommitter& committer,
                       PinRequests& pins, QUrl gateway, const Clock& clock)
    : m_database(database)
    , m_cars(cars)
    , m_committer(committer)
    , m_pins(pins)
    , m_gateway(std::move(gateway))
    , m_clock(clock)
    , m_verdicts(clock)
{ }

PinFetcher::~PinFetcher()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stop = true;
    }
    m_changed.notify_all();
    if (m_thread.joinable())
        m_thread.join();
}

void PinFetcher::start()
{
    m_thread = std::thread([this] { run(); });
}

void PinFetcher::wake()
{
    {
        const std::lock_guard lock(m_mutex);
        m_work = true;
    }
    m_changed.notify_all();
}

bool PinFetcher::isStopping()
{
    const std::lock_guard lock(m_mutex);
    return m_stop;
}

/// After how long the gateway may bring what nobody has sent; never, where none is asked any more.
std::optional<std::chrono::seconds> PinFetcher::pause() const
{
    if (m_gateway.isEmpty())
        return std::nullopt;
    const auto known = m_verdicts.standing(m_gateway);
    if (known && isFinal(*known))
        return std::nullopt;
    const std::chrono::seconds pause
        = firstPause * (1 << std::clamp(m_inVain - 1, 0, mostDoublings));
    return known && known->retryAfter ? std::max(pause, *known->retryAfter) : pause;
}

void PinFetcher::run()
{
    bool again = false; // Something waits that time alone may bring.
    for (;;) {
        {
            std::unique_lock lock(m_mutex);
            const auto hasWork = [this] { return m_work || m_stop; };
            if (const auto time = pause(); again && time)
                m_changed.wait_for(lock, *time, hasWork);
            else
                m_changed.wait(lock, hasWork);
            if (m_stop)
                return;
            m_work = false;
        }
        const auto waiting = m_pins.waiting();
        if (!waiting) {
            qCWarning(lcLocal) << "pin requests cannot be read:" << waiting.error().detail;
            continue;
        }
        again = !waiting->empty();
        std::erase_if(m_missing, [&](const auto& entry) {
            return std::ranges::find(*waiting, entry.first) == waiting->end();
        });
        ++m_inVain;
        for (const Cid& cid : *waiting) {
            if (isStopping())
                return;
            attempt(cid);
        }
    }
}

/// Whether there is anywhere to take the block from: its bytes are here, or somebody can be asked.
Done PinFetcher::canBring(const Cid& cid)
{
    if (BlockStore(m_database, m_cars).bytesOf(cid))
        return {};
    if (m_gateway.isEmpty())
        return fail(Error::Kind::NotFound,
                    u"Not all of its blocks are here, and no gateway is set to fetch them from."_s);
    auto known = m_verdicts.standing(m_gateway);
    return known ? fail(std::move(*known)) : Done();
}

void PinFetcher::attempt(const Cid& cid)
{
    const auto before = m_missing.find(cid);
    if (before != m_missing.end() && (!before->second || !canBring(*before->second)))
        return;
    const auto isUnwanted = [this] { return isStopping(); };
    const auto settled = m_pins.settle(cid, isUnwanted);
    if (settled && settled->isPinned) {
        m_missing.erase(cid);
        return;
    }
    QString reason;
    if (settled) {
        // Neither, if its requests were made anew meanwhile: then it is looked at again.
        if (settled->missing || settled->hasUnknownCodec)
            m_missing.insert_or_assign(cid, settled->missing);
        const Done possible = settled->missing ? canBring(*settled->missing) : Done();
        if (possible && settled->missing && !m_gateway.isEmpty())
            std::ignore = m_pins.explain(cid, u"pinning"_s, u"Fetching from "_s + m_gateway.host());
        const Done fetched = possible && settled->missing ? fetch(cid) : possible;
        if (fetched && settled->missing
            && m_pins.settle(cid, isUnwanted).value_or(Settled()).isPinned) {
            m_missing.erase(cid);
            return;
        }
        reason = reasonOf(fetched);
    } else {
        reason = u"Its blocks cannot be read: "_s + settled.error().detail;
    }
    if (const Done done = m_pins.explain(cid, u"queued"_s, reason); !done)
        qCWarning(lcLocal) << "a pin request cannot be noted:" << done.error().detail;
}

QString PinFetcher::reasonOf(const Done& fetched) const
{
    if (fetched)
        return u"Some of its blocks are missing, or of a codec whose links cannot be read."_s;
    const Error& error = fetched.error();
    return isSourceCode(error.code) ? sentenceOf(m_gateway.host(), error, m_clock.now())
                                    : error.detail;
}

/// A block that is not here: made of the same bytes under another codec, or fetched.
Result<QByteArray> PinFetcher::bring(const Cid& cid, BlockStore& stored,
                                     std::optional<GatewaySource>& gateway)
{
    auto bytes = stored.bytesOf(cid);
    if (bytes || bytes.error().kind != Error::Kind::NotFound)
        return bytes;
    if (m_gateway.isEmpty())
        return fail(Error::Kind::NotFound,
                    u"Not all of its blocks are here, and no gateway is set to fetch them from."_s);
    if (!gateway)
        gateway.emplace(m_gateway, m_verdicts, [this] { return isStopping(); });
    auto fetched = gateway->block(cid);
    if (fetched)
        m_inVain = 0;
    return fetched;
}

Done PinFetcher::fetch(const Cid& root)
{
    BlockStore stored(m_database, m_cars);
    std::optional<GatewaySource> gateway;
    DagWalk walk({root, {}, root});
    std::unique_ptr<FetchedCar> car;
    const auto keep
        = [&]() -> Done { return car ? std::exchange(car, nullptr)->keep(m_committer) : Done(); };
    const auto add = [&](const Cid& cid, const QByteArray& bytes) -> Done {
        if (!car) {
            auto begun = FetchedCar::begin(m_committer, root);
            if (!begun)
                return fail(begun.error());
            car = std::move(*begun);
        }
        if (const Done added = car->append(cid, bytes); !added)
            return added;
        return car->isFull() ? keep() : Done();
    };
    // What came so far is good, and need not come again.
    const auto endWith = [&](const Error& error) -> Done {
        const Done kept = keep();
        return kept ? fail(error) : kept;
    };
    // A block fetched just now is in no CAR of the catalog yet; the walk needs each one once only.
    for (;;) {
        const auto step = walk.next();
        if (!step)
            return endWith(step.error());
        if (!*step)
            return keep();
        const Cid& cid = (*step)->cid;
        auto bytes = stored.block(cid);
        const bool isHere = bytes || bytes.error().kind != Error::Kind::NotFound;
        if (!isHere)
            bytes = bring(cid, stored, gateway);
        if (!bytes)
            return endWith(bytes.error());
        if ((*step)->hasLinks) {
            if (const Done expanded = walk.expand(*bytes); !expanded)
                return endWith(expanded.error());
        }
        if (!isHere) {
            if (const Done added = add(cid, *bytes); !added)
                return added;
        }
    }
}

} // namespace cairn::local
