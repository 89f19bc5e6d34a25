// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "ui/text/transfertext.h"
#include "ui/uploads/list/pacemeter.h"

#include <QAbstractListModel>
#include <QTimer>

#include <functional>
#include <limits>
#include <set>
#include <span>
#include <unordered_map>

namespace cairn {

/// Rows of uploads and downloads: what is not over in queue order, below it what is over, newest
/// first; both read in pages as far as somebody looks, and what changes is a row whether it was
/// read or not. A change costs the same however many rows there are. A change of state shows at
/// once; the many small steps of a running upload are collected and shown ten times a second at
/// most.
class TransferModel final : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role { IdRole = Qt::UserRole };
    /// Where rows come from.
    struct Pages
    {
        /// Not over, in queue order, behind @p position.
        std::function<std::vector<Transfer>(int limit, qint64 position)> unfinished;
        std::function<qint64()> unfinishedCount;
        /// Over, newest first, older than @p before (0: from the newest).
        std::function<std::vector<Transfer>(TransferId before, int limit)> history;
    };

    explicit TransferModel(const Clock& clock, QObject* parent = nullptr);

    void fill(Pages pages); ///< Once.
    void put(const Transfer& transfer);
    void remove(TransferId id);

    const Transfer* find(TransferId id) const;
    QModelIndex indexOf(TransferId id) const; ///< Invalid where it is not (yet) a row.
    const Transfer& at(int row) const;
    TransferPace paceOf(const Transfer& transfer) const;
    const PaceMeter& pace() const { return m_pace; }

    /// What is not over, as far as it is known.
    struct Rest
    {
        int transfers = 0;
        int resting = 0; ///< Of them paused or held: nobody knows when they go on.
        int withoutSize = 0; ///< Of the others: not read yet.
        qint64 bytes = 0; ///< Of the others.
    };
    Rest rest() const;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    bool canFetchMore(const QModelIndex& parent) const override;
    void fetchMore(const QModelIndex& parent) override;

signals:
    /// Ten times a second at most.
    void restChanged();

private:
    /// Where a row stands, without looking at the transfer.
    struct Place
    {
        bool isOver = false;
        qint64 rank = 0;
        TransferId id = 0;
        auto operator<=>(const Place&) const = default;
    };

    static Place placeOf(const Transfer& transfer);
    int rowOf(const Place& place) const;
    void insert(std::span<const Transfer> together);
    void move(const Transfer& before, const Transfer& after);
    bool isBeyondPages(const Transfer& transfer) const;
    void insertPage(std::vector<Transfer> page);
    void fetchUnfinished();
    void fetchHistory();
    void topUp();
    void showProgress();
    void showTime();

    const Clock& m_clock;
    std::vector<Place> m_order;
    std::unordered_map<TransferId, Transfer> m_transfers;
    Pages m_pages;
    qint64 m_lastPosition = std::numeric_limits<qint64>::min(); ///< Of the unfinished read.
    bool m_hasMoreUnfinished = false;
    TransferId m_oldest = 0; ///< Read from the history; 0: nothing yet.
    bool m_hasMore = false;
    PaceMeter m_pace;
    std::set<TransferId> m_dirty;
    std::set<TransferId> m_moving; ///< Whose words change with time.
    QTimer m_timer;
    QTimer m_seconds;
};

} // namespace cairn
