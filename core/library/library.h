// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/api/wire/types.h"
#include "core/base/answerorder.h"
#include "core/base/async.h"
#include "core/base/clock.h"
#include "core/base/loadstate.h"
#include "core/library/changesfile.h"

#include <QObject>

#include <map>

namespace cairn {

class ApiClient;

/// The uploads that one account stores, page by page as the service gives them. Owned by
/// AccountSession; main thread. An item is known by its CID text, never by its name or row.
class Library final : public QObject
{
    Q_OBJECT

public:
    Library(ApiClient& api, const Clock& clock, QObject* parent = nullptr);

    /// Loaded so far, in the order asked for.
    const std::vector<Upload>& uploads() const { return m_uploads; }
    const Upload* find(const content::CidString& cid) const;
    qint64 total() const { return m_total; } ///< On the service, as its last answer said.
    bool canFetchMore() const;
    LoadState loadState() const { return m_loadState; }
    /// When the service gave the first page of the rows; later pages are newer.
    std::optional<Timestamp> loadedAt() const { return m_loadedAt; }
    const std::optional<Error>& error() const { return m_error; }
    SortBy sortBy() const { return m_sortBy; }
    SortOrder sortOrder() const { return m_sortOrder; }

    /// The service sorts, so that the order is right also for rows that are not loaded.
    void sort(SortBy by, SortOrder order);
    /// Loads as many rows as there are now, at most a thousand, since an answer has no more;
    /// changed() follows. The rows stay until the answer has come. An answer that was asked for
    /// before an item was renamed or removed is not shown: the rows are asked for again.
    void refresh();
    void fetchMore();

    /// NotFound, here and for remove(), for an item that the account does not have: what a service
    /// answers to changing one that is not there differs (contract §6.8).
    [[nodiscard]] Reply<void> rename(const content::CidString& cid, const QString& name);
    /// Removes the item from the account's list; the service frees no bytes by itself (contract
    /// §4.3).
    [[nodiscard]] Reply<void> remove(const content::CidString& cid);
    /// Renames and removals that the service has not answered.
    int changesOnTheWay() const { return int(m_onTheWay.size()); }

    /// From now on changes that are on their way are kept in @p file over the end of the program,
    /// and those that an earlier run left there are known.
    void keepChangesIn(const QString& file);
    /// Sends what an earlier run left. Of what the service cannot be asked now it is tried again
    /// the next time this is called; changeRefused() tells of a no.
    void sendLeftChanges();

    /// One page, or one item, as the service has it now; uploads() stays as it is.
    [[nodiscard]] Reply<UploadPage> page(const UploadQuery& query);
    [[nodiscard]] Reply<Upload> item(const content::CidString& cid);
    /// Pins and deals as the service reports them now.
    [[nodiscard]] Reply<ContentStatus> status(const content::CidString& cid);

signals:
    void changed();
    /// The service does not do what an earlier run had asked for.
    void changeRefused(const cairn::LibraryChange& change, const cairn::Error& error);

private:
    /// Loads @p pages pages in one answer.
    void load(int page, int pages = 1);
    [[nodiscard]] Reply<void> send(const LibraryChange& change);
    [[nodiscard]] Reply<void> sendNow(const LibraryChange& change);
    void showRenamed(const content::CidString& cid, const QString& name);
    void showRemoved(const content::CidString& cid);
    void settleLeft(const LibraryChange& change, const Done& outcome);
    void saveChanges();
    [[nodiscard]] Reply<void> checkStored(const content::CidString& cid);
    void ask(int page, int pages);
    void take(int page, int pages, UploadPage result);

    ApiClient& m_api;
    const Clock& m_clock;
    std::vector<Upload> m_uploads;
    qint64 m_total = 0;
    int m_nextPage = 1;
    SortBy m_sortBy = SortBy::Date;
    SortOrder m_sortOrder = SortOrder::Descending;
    AnswerOrder m_answers;
    LoadState m_loadState = LoadState::Never;
    std::optional<Error> m_error;
    std::optional<Timestamp> m_loadedAt;
    ChangesFile m_changesFile;
    std::vector<LibraryChange> m_left; ///< By an earlier run, and not on their way now.
    std::map<quint64, LibraryChange> m_onTheWay; ///< In the order in which they were asked for.
    quint64 m_lastChange = 0;
};

} // namespace cairn
