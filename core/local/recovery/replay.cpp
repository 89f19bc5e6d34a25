// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/recovery/replay.h"

#include "core/local/accounts/issuedtokens.h"
#include "core/local/accounts/users.h"
#include "core/local/garbage/collectionsteps.h"
#include "core/local/garbage/removal.h"
#include "core/local/store/carfile.h"

namespace cairn::local {
using namespace Qt::StringLiterals;

namespace {

template<class... Functions> struct ByKind : Functions...
{
    using Functions::operator()...;
};

} // namespace

Replay::Replay(Database& catalog, Journal& journal, const CarStore& cars, const Clock& clock,
               Uploads::CarSource source)
    : m_catalog(catalog)
    , m_cars(cars)
    , m_source(std::move(source))
    , m_uploads(catalog, journal, clock, {})
    , m_pins(catalog, journal, cars, clock)
{ }

Done Replay::apply(const Record& record, std::optional<bool> isHere)
{
    return std::visit(
        ByKind{
            [this](const UserRecord& user) { return Users::apply(m_catalog, user); },
            [this](const TokenRecord& token) { return IssuedTokens::apply(m_catalog, token); },
            [this](const TokenRevokedRecord& revoked) {
                return IssuedTokens::apply(m_catalog, revoked);
            },
            [this](const UploadRecord& upload) { return m_uploads.apply(upload, m_source); },
            [this](const RenameRecord& rename) { return m_uploads.apply(rename); },
            [this](const DeleteRecord& deletion) { return m_uploads.apply(deletion); },
            [this](const PinRecord& pin) { return m_pins.apply(pin); },
            [this](const PinRemovedRecord& removed) { return m_pins.apply(removed); },
            [&](const PinnedRecord& pinned) {
                return m_pins.apply(pinned, isHere.value_or(false));
            },
            [this](const GoneRecord& gone) { return local::apply(m_catalog, m_cars, gone); },
            [this](const CollectedRecord& collected) { return local::apply(m_catalog, collected); },
            [this](const FetchedRecord& fetched) { return applyTo(fetched); },
            [this](const ContentRecord& content) { return applyTo(content); },
            [this](const IdsRecord& ids) { return applyTo(ids); },
            [](const AdoptRecord&) { return Done(); }, // Its upload has a record of its own.
            [](const UnknownRecord&) { return Done(); },
        },
        record);
}

Done Replay::applyTo(const FetchedRecord& fetched)
{
    const auto car = m_source(fetched.car);
    if (!car)
        return fail(car.error());
    const auto row = *car ? m_uploads.recordCar(**car, fetched.at)
                          : m_uploads.recordAbsentCar(fetched.car, fetched.size, fetched.at);
    return row ? Done() : fail(row.error());
}

Done Replay::applyTo(const ContentRecord& content)
{
    return Statement(m_catalog,
                     u"INSERT INTO content (cid, dag_size, created, pin_updated, unpinned_reason)"
                     " VALUES (?, ?, ?, ?, ?) ON CONFLICT (cid) DO UPDATE SET"
                     " dag_size = excluded.dag_size, created = excluded.created,"
                     " pin_updated = excluded.pin_updated,"
                     " pinned = min(pinned, ?), unpinned_reason = excluded.unpinned_reason"_s)
        .bind(content.cid.toV1().bytes(), content.dagSize, content.created, content.pinUpdated,
              content.unpinnedReason, content.isPinned)
        .run();
}

Done Replay::applyTo(const IdsRecord& ids)
{
    for (const auto& [table, id] :
         {std::pair(u"user"_s, ids.user), std::pair(u"token"_s, ids.token),
          std::pair(u"upload"_s, ids.upload)}) {
        // SQLite has no row for a table until it gave an id.
        Statement raise(m_catalog,
                        u"UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = ?"_s);
        if (const Done done = raise.bind(id, table).run(); !done)
            return done;
        if (raise.changes() > 0)
            continue;
        Statement add(m_catalog, u"INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)"_s);
        if (const Done done = add.bind(table, id).run(); !done)
            return done;
    }
    return {};
}

Result<std::optional<CarContents>> readCar(const CarStore& cars, const content::Cid& car)
{
    auto file = readCarFile(cars.path(car), car);
    if (!file && file.error().kind == Error::Kind::NotFound) {
        const Done there = cars.checkThere(); // Or all of them are away.
        return there ? Result<std::optional<CarContents>>(std::nullopt) : fail(there.error());
    }
    if (!file)
        return fail(file.error());
    file->contents.isDamaged = !file->whole;
    return std::optional(std::move(file->contents));
}

} // namespace cairn::local
