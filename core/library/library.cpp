// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/library/library.h"

#include "core/api/client/apiclient.h"
#include "core/base/logging.h"

#include <QSet>

#include <algorithm>

namespace cairn {
namespace {
constexpr int pageSize = 100;
constexpr int maxPagesAtOnce = 10; // The contract's limit.

/// The service has said no; asking again gives the same answer.
bool isFinal(const Error& error)
{
    using Kind = Error::Kind;
    return error.kind == Kind::Forbidden || error.kind == Kind::NotFound
        || error.kind == Kind::Invalid || error.kind == Kind::Conflict
        || error.kind == Kind::TooLarge;
}

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
    m_loadState = LoadState::Loading;
    emit changed();
    ask(page, pages);
}

void Library::ask(int page, int pages)
{
    const UploadQuery query{page, pageSize * pages, m_sortBy, m_sortOrder};
    whenDone(m_api.uploads(query), this,
             [this, number = m_answers.ask(), page, pages](Result<UploadPage> result) {
                 if (!m_answers.isLast(number))
                     return;
                 if (m_answers.isOutdated(number))
                     return ask(page == 1 ? 1 : m_nextPage, pages); // Rows may have moved up.
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

/// What is among the rows needs no further request.
Reply<void> Library::checkStored(const content::CidString& cid)
{
    if (find(cid))
        return ready<void>({});
    const auto stored
        = andThen(m_api.upload(cid), this, [](const Upload&) { return ready<void>({}); });
    return orElse(stored, this, [cid](Error error) {
        if (error.kind == Error::Kind::NotFound)
            error.subject = cid.text();
        return ready<void>(fail(std::move(error)));
    });
}

Reply<void> Library::rename(const content::CidString& cid, const QString& name)
{
    return send({cid, name});
}

Reply<void> Library::remove(const content::CidString& cid)
{
    return send({cid, {}});
}

Reply<void> Library::send(const LibraryChange& change)
{
    std::erase_if(m_left, [&](const LibraryChange& left) { return left.cid == change.cid; });
    const quint64 number = ++m_lastChange;
    m_onTheWay.emplace(number, change);
    saveChanges();
    const Reply<void> sent = sendNow(change);
    whenDone(sent, this, [this, number](const Done&) {
        m_onTheWay.erase(number);
        saveChanges();
    });
    return sent;
}

Reply<void> Library::sendNow(const LibraryChange& change)
{
    const auto answered = andThen(checkStored(change.cid), this, [this, change] {
        return change.name ? m_api.renameUpload(change.cid, *change.name)
                           : m_api.deleteUpload(change.cid);
    });
    return andThen(answered, this, [this, change] {
        m_answers.outdate();
        change.name ? showRenamed(change.cid, *change.name) : showRemoved(change.cid);
        return ready<void>({});
    });
}

void Library::showRenamed(const content::CidString& cid, const QString& name)
{
    const auto found = std::ranges::find(m_uploads, cid, &Upload::cid);
    if (found == m_uploads.end())
        return;
    found->name = name;
    emit changed();
}

void Library::showRemoved(const content::CidString& cid)
{
    if (std::erase_if(m_uploads, [&](const Upload& upload) { return upload.cid == cid; }) > 0)
        --m_total;
    // The rows after it moved up by one: the page they are on now is asked for again.
    m_nextPage = std::min(m_nextPage, int(m_uploads.size()) / pageSize + 1);
    emit changed();
}

void Library::keepChangesIn(const QString& file)
{
    m_changesFile = ChangesFile(file);
    m_left = m_changesFile.load();
}

void Library::sendLeftChanges()
{
    for (const LibraryChange& change : std::exchange(m_left, {})) {
        whenDone(send(change), this,
                 [this, change](const Done& outcome) { settleLeft(change, outcome); });
    }
}

void Library::settleLeft(const LibraryChange& change, const Done& outcome)
{
    // What is to go and is not there is gone: the answer to the first time was lost.
    const bool isGone = !outcome && !change.name && outcome.error().kind == Error::Kind::NotFound;
    if (outcome || isGone)
        return;
    if (isFinal(outcome.error())) {
        emit changeRefused(change, outcome.error());
        return;
    }
    m_left.push_back(change);
    saveChanges();
}

/// Of several changes of one item the last counts.
void Library::saveChanges()
{
    std::vector<LibraryChange> changes = m_left;
    for (const auto& [number, change] : m_onTheWay) {
        std::erase_if(changes,
                      [&](const LibraryChange& earlier) { return earlier.cid == change.cid; });
        changes.push_back(change);
    }
    if (const Done saved = m_changesFile.save(changes); !saved)
        qCWarning(lcLibrary) << "changes will not survive a restart:" << saved.error().detail;
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
