// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "ui/text/transfertext.h"
#include "ui/uploads/pacemeter.h"

#include <QAbstractListModel>
#include <QTimer>

#include <functional>
#include <set>
#include <span>
#include <unordered_map>

namespace cairn {

/// Rows of uploads and downloads: what is not over in queue order, below it what is over, newest first and read
/// in pages as far as somebody looks. A change costs the same however many rows there are. A change
/// of state shows at once; the many small steps of a running upload are collected and shown ten
/// times a second at most.
class TransferModel final : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role { IdRole = Qt::UserRole };
    /// A page of what is over, newest first, older than @p before (0: from the newest).
    using History = std::function<std::vector<Transfer>(TransferId before, int most)>;

    explicit TransferModel(const Clock& clock, QObject* parent = nullptr);

    /// All that is not over, in queue order, and where older ones come from; once.
    void fill(const std::vector<Transfer>& unfinished, History history);
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
        int withoutSize = 0; ///< Not read yet.
        qint64 bytes = 0;
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
    void showProgress();
    void showTime();

    const Clock& m_clock;
    std::vector<Place> m_order;
    std::unordered_map<TransferId, Transfer> m_transfers;
    History m_history;
    TransferId m_oldest = 0; ///< Read from the history; 0: nothing yet.
    bool m_hasMore = false;
    PaceMeter m_pace;
    std::set<TransferId> m_dirty;
    std::set<TransferId> m_moving; ///< Whose words change with time.
    QTimer m_timer;
    QTimer m_seconds;
};

} // namespace cairn
