// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/library/library.h"

#include "core/api/client/apiclient.h"

#include <QSet>

#include <algorithm>

namespace cairn {
namespace {
constexpr int pageSize = 100;
constexpr int maxPagesAtOnce = 10; // The contract's limit.
} // namespace

Library::Library(ApiClient& api, const Clock& clock, QObject* parent)
    : QObject(parent)
    , m_api(api)
    , m_clock(clock)
{ }

const Upload* Library::find(const content::CidString& cid) const
{
    const auto found = std::ranges::find(m_uploads, cid, &Upload::cid);
    return found == m_uploads.end() ? nullptr : &*found;
}

bool Library::canFetchMore() const
{
    // Rows that moved while paging may leave fewer than there are; the last page ends it all the
    // same.
    return m_loadState == LoadState::Loaded && qint64(m_uploads.size()) < m_total
        && qint64(m_nextPage - 1) * pageSize < m_total;
}

void Library::sort(SortBy by, SortOrder order)
{
    if (by == m_sortBy && order == m_sortOrder)
        return;
    m_sortBy = by;
    m_sortOrder = order;
    load(1);
}

void Library::refresh()
{
    // Of a list that somebody has gone far down nothing vanishes because something was stored.
    const int pages = (int(m_uploads.size()) + pageSize - 1) / pageSize;
    load(1, std::clamp(pages, 1, maxPagesAtOnce));
}

void Library::fetchMore()
{
    if (canFetchMore())
        load(m_nextPage);
}

void Library::load(int page, int pages)
{
    const quint64 generation = ++m_generation;
    m_loadState = LoadState::Loading;
    emit changed();
    const UploadQuery query{page, pageSize * pages, m_sortBy, m_sortOrder};
    whenDone(m_api.uploads(query), this,
             [this, generation, page, pages](Result<UploadPage> result) {
                 if (generation != m_generation)
                     return;
                 if (result) {
                     take(page, pages, std::move(*result));
                     m_loadState = LoadState::Loaded;
                     m_error.reset();
                 } else {
                     m_loadState = LoadState::Failed;
                     m_error = result.error();
                 }
                 emit changed();
             });
}

void Library::take(int page, int pages, UploadPage result)
{
    m_total = result.total;
    m_nextPage = page + pages;
    if (page == 1) {
        m_loadedAt = m_clock.now();
        m_uploads = std::move(result.uploads);
        return;
    }
    // Something may have been stored since the page before: the rows moved, and some come twice.
    QSet<content::CidString> known;
    for (const Upload& upload : m_uploads)
        known.insert(upload.cid);
    for (Upload& upload : result.uploads) {
        if (!known.contains(upload.cid))
            m_uploads.push_back(std::move(upload));
    }
}

Reply<void> Library::rename(const content::CidString& cid, const QString& name)
{
    return andThen(m_api.renameUpload(cid, name), this, [this, cid, name] {
        const auto found = std::ranges::find(m_uploads, cid, &Upload::cid);
        if (found != m_uploads.end()) {
            found->name = name;
            emit changed();
        }
        return ready<void>({});
    });
}

Reply<void> Library::remove(const content::CidString& cid)
{
    return andThen(m_api.deleteUpload(cid), this, [this, cid] {
        if (std::erase_if(m_uploads, [&](const Upload& upload) { return upload.cid == cid; }) > 0)
            --m_total;
        // The rows after it moved up by one: the page they are on now is asked for again.
        m_nextPage = std::min(m_nextPage, int(m_uploads.size()) / pageSize + 1);
        emit changed();
        return ready<void>({});
    });
}

Reply<UploadPage> Library::page(const UploadQuery& query)
{
    return m_api.uploads(query);
}

Reply<Upload> Library::item(const content::CidString& cid)
{
    return m_api.upload(cid);
}

Reply<ContentStatus> Library::status(const content::CidString& cid)
{
    return m_api.status(cid);
}

} // namespace cairn
