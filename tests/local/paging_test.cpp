// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/accounts/users.h"
#include "core/local/recovery/openstore.h"
#include "core/local/store/uploads.h"
#include "core/storage/statement.h"
#include "core/storage/transaction.h"
#include "tests/local/cars.h"
#include "tests/support/fakeclock.h"

#include <QTemporaryDir>

#include <catch2/catch.hpp>

#include <random>

using namespace cairn;
using namespace cairn::test;
using namespace Qt::StringLiterals;

namespace {

/// Many uploads, added, renamed and deleted at random but the same each time.
struct Catalog
{
    QTemporaryDir folder;
    FakeClock clock;
    local::OpenStore store = std::move(*local::openStore(folder.path(), local::FolderLock::Held));
    Database* database = store.catalog.get();
    local::Users users{*database, *store.journal, clock};
    qint64 user = users.owner()->id;
    local::Uploads uploads{*database, *store.journal, clock, {}};
    std::mt19937 random{7};
    std::vector<content::Cid> roots;

    QString name() { return QString::number(random() % 50); } // Many are equal.

    void add(int count)
    {
        auto transaction = Transaction::begin(*database);
        local::ChangeNotes notes;
        for (int i = 0; i < count; ++i) {
            local::CarContents car;
            car.root = rawBlock(QByteArray::number(int(roots.size()))).cid;
            car.carCid = car.root;
            roots.push_back(car.root);
            REQUIRE(uploads.record({.user = user, .token = {}, .type = u"Car"_s, .name = name()},
                                   car, notes));
        }
        REQUIRE(transaction->commit());
    }

    std::vector<QString> ids(const QString& order)
    {
        return *Statement(*database,
                          u"SELECT id FROM upload WHERE deleted IS NULL ORDER BY "_s + order)
                    .all([](Statement& row) { return row.read<QString>(0); });
    }

    void checkPages(SortBy by, SortOrder order, const QString& sql)
    {
        const auto expected = ids(sql);
        const int size = 250;
        std::vector<QString> seen;
        for (int page = 1; seen.size() < expected.size(); ++page) {
            const auto got = uploads.page(
                user, {.page = page, .size = size, .sortBy = by, .sortOrder = order});
            REQUIRE(got);
            REQUIRE_FALSE(got->uploads.empty());
            CHECK(got->total == qint64(expected.size()));
            for (const Upload& upload : got->uploads)
                seen.push_back(upload.id);
        }
        CHECK(seen == expected);
    }
};

} // namespace

TEST_CASE_METHOD(Catalog, "Pages are right at every depth while uploads come, go and are renamed")
{
    add(2'500);
    for (int i = 0; i < 60; ++i)
        REQUIRE(uploads.remove(user, roots[random() % roots.size()]));
    for (int i = 0; i < 60; ++i)
        REQUIRE(uploads.rename(user, roots[random() % roots.size()], name()));
    add(300);

    checkPages(SortBy::Date, SortOrder::Ascending, u"created"_s);
    checkPages(SortBy::Date, SortOrder::Descending, u"created DESC"_s);
    checkPages(SortBy::Name, SortOrder::Ascending, u"name COLLATE NOCASE, created"_s);
    checkPages(SortBy::Name, SortOrder::Descending, u"name COLLATE NOCASE DESC, created DESC"_s);

    const auto dates = *Statement(*database,
                                  u"SELECT created FROM upload WHERE deleted IS NULL"
                                  " ORDER BY created"_s)
                            .all([](Statement& row) { return row.read<Timestamp>(0); });
    for (const std::size_t before :
         {std::size_t(0), std::size_t(1), dates.size() / 3, dates.size() - 1})
        CHECK(uploads.before(user, dates[before], 1)->total == qint64(before));
    CHECK(uploads.before(user, Timestamp::max(), 1)->total == qint64(dates.size()));
}
