// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/recovery/catalogview.h"

#include "core/local/recovery/catchup.h"

#include <QDir>

namespace cairn::local {
using namespace Qt::StringLiterals;

namespace {

const QString viewedFile = u"/catalog.sqlite"_s;

Result<CatalogView> viewServed(const QString& dataFolder)
{
    CatalogView view;
    auto catalog = Database::open(dataFolder + viewedFile, Database::Access::ReadOnly);
    if (!catalog)
        return fail(catalog.error());
    view.catalog = std::move(*catalog);
    view.records = std::make_unique<RecordLog>(dataFolder + "/records"_L1);
    return view;
}

} // namespace

Result<CatalogView> viewCatalog(const QString& dataFolder, FolderLock lock, const CarStore& cars,
                                const Clock& clock)
{
    if (!QDir(dataFolder).exists())
        return fail(Error::Kind::NotFound, u"there is no data folder"_s, dataFolder,
                    u"DATA_FOLDER_MISSING"_s);
    if (lock == FolderLock::NotHeld)
        return viewServed(dataFolder);
    CatalogView view;
    view.copy = std::make_unique<QTemporaryDir>();
    if (!view.copy->isValid())
        return fail(Error::Kind::Storage, view.copy->errorString(), view.copy->path());
    const bool isMissing = !QFile::exists(dataFolder + viewedFile);
    auto store = openCopy(dataFolder, view.copy->path(), lock);
    if (!store)
        return fail(store.error());
    if (store->isNew)
        view.state = isMissing ? CatalogView::State::Missing : CatalogView::State::Damaged;
    else if (store->isBehind)
        view.state = CatalogView::State::Behind;
    if (store->isBehind) {
        const auto caughtUp = catchUp(
            *store, cars, clock, [](const CatchUpProgress&) {}, [] { return false; });
        if (!caughtUp)
            return fail(caughtUp.error());
    }
    view.catalog = std::move(store->catalog);
    view.records = std::move(store->records);
    return view;
}

} // namespace cairn::local
