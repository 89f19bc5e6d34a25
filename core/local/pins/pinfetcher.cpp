// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/pins/pinfetcher.h"

#include "core/api/wire/routes.h"
#include "core/base/logging.h"
#include "core/local/pins/fetchedcar.h"
#include "core/local/store/dagwalk.h"

namespace cairn::local {
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using content::Cid;

namespace {

constexpr auto nextAttempt = 60s;

} // namespace

PinFetcher::PinFetcher(Database& database, const CarStore& cars, UploadCommitter& committer,
                       PinRequests& pins, QUrl gateway)
    : m_database(database)
    , m_cars(cars)
    , m_committer(committer)
    , m_pins(pins)
    , m_gateway(std::move(gateway))
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

void PinFetcher::run()
{
    bool again = false; // Something waits that time alone may bring.
    for (;;) {
        {
            std::unique_lock lock(m_mutex);
            const auto hasWork = [this] { return m_work || m_stop; };
            if (again && !m_gateway.isEmpty())
                m_changed.wait_for(lock, nextAttempt, hasWork);
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
        for (const Cid& cid : *waiting) {
            if (isStopping())
                return;
            attempt(cid);
        }
    }
}

void PinFetcher::attempt(const Cid& cid)
{
    const auto settled = m_pins.settle(cid);
    QString status = u"queued"_s;
    QString reason;
    if (!settled) {
        reason = u"Its blocks cannot be read: "_s + settled.error().detail;
    } else if (*settled) {
        return;
    } else {
        if (!m_gateway.isEmpty())
            std::ignore = m_pins.explain(cid, u"pinning"_s, u"Fetching from "_s + m_gateway.host());
        const Done fetched = fetch(cid);
        if (fetched && m_pins.settle(cid).value_or(false))
            return;
        reason = fetched
            ? u"Some of its blocks are missing, or of a codec whose links cannot be read."_s
            : fetched.error().detail;
    }
    if (const Done done = m_pins.explain(cid, status, reason); !done)
        qCWarning(lcLocal) << "a pin request cannot be noted:" << done.error().detail;
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
        gateway.emplace(m_gateway, [this] { return isStopping(); });
    return gateway->block(cid);
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
        return car->size() >= routes::largestBody / 2 ? keep() : Done();
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
