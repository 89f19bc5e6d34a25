// SPDX-License-Identifier: MIT OR Apache-2.0
#include "ui/uploads/list/transfermodel.h"

#include "ui/text/displaytext.h"

#include <algorithm>

namespace cairn {
using namespace Qt::StringLiterals;
using transfer::State;

namespace {

constexpr int pageSize = 100;
constexpr qsizetype shownPaths = 10;

/// Where it comes from or goes to, one path a line.
QString pathsToolTip(const Transfer& transfer)
{
    if (transfer.download)
        return toolTipText(transfer.download->target);
    const QStringList& paths = transfer.request.paths;
    return toolTipText(paths.first(std::min(shownPaths, paths.size())));
}

} // namespace

TransferModel::TransferModel(const Clock& clock, QObject* parent)
    : QAbstractListModel(parent)
    , m_clock(clock)
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(std::chrono::milliseconds(100));
    connect(&m_timer, &QTimer::timeout, this, [this] {
        showProgress();
        topUp();
        emit restChanged();
    });
    m_seconds.setInterval(std::chrono::seconds(1));
    connect(&m_seconds, &QTimer::timeout, this, &TransferModel::showTime);
}

void TransferModel::fill(Pages pages)
{
    m_pages = std::move(pages);
    m_hasMoreUnfinished = m_hasMore = true;
    fetchMore({});
    m_timer.start(); // Says what the rest is.
}

TransferModel::Place TransferModel::placeOf(const Transfer& transfer)
{
    if (transfer::isOver(transfer.state))
        return {true, -qint64(transfer.id), transfer.id};
    return {false, transfer.position, transfer.id};
}

/// The row of @p place, or the one it would have.
int TransferModel::rowOf(const Place& place) const
{
    return int(std::ranges::lower_bound(m_order, place) - m_order.begin());
}

bool TransferModel::isBeyondPages(const Transfer& transfer) const
{
    return m_hasMore && transfer::isOver(transfer.state) && transfer.id < m_oldest;
}

/// Rows between which none of the others stands, in their order.
void TransferModel::insert(std::span<const Transfer> together)
{
    const int row = rowOf(placeOf(together.front()));
    std::vector<Place> places;
    std::ranges::transform(together, std::back_inserter(places), placeOf);
    beginInsertRows({}, row, row + int(together.size()) - 1);
    m_order.insert(m_order.begin() + row, places.begin(), places.end());
    for (const Transfer& transfer : together)
        m_transfers.insert_or_assign(transfer.id, transfer);
    endInsertRows();
}

void TransferModel::move(const Transfer& before, const Transfer& after)
{
    const int from = rowOf(placeOf(before));
    const int to = rowOf(placeOf(after));
    if (from == to || from + 1 == to) {
        m_order[size_t(from)] = placeOf(after);
        m_transfers[after.id] = after;
        return;
    }
    beginMoveRows({}, from, from, {}, to);
    if (from < to)
        std::rotate(m_order.begin() + from, m_order.begin() + from + 1, m_order.begin() + to);
    else
        std::rotate(m_order.begin() + to, m_order.begin() + from, m_order.begin() + from + 1);
    m_order[size_t(from < to ? to - 1 : to)] = placeOf(after);
    m_transfers[after.id] = after;
    endMoveRows();
}

void TransferModel::put(const Transfer& transfer)
{
    if (PaceMeter::isMoving(transfer))
        m_moving.insert(transfer.id);
    else
        m_moving.erase(transfer.id);
    if (!m_moving.empty() && !m_seconds.isActive())
        m_seconds.start();
    if (!m_timer.isActive())
        m_timer.start();
    const Transfer* known = find(transfer.id);
    if (!known) {
        if (!isBeyondPages(transfer))
            insert({&transfer, 1});
        return;
    }
    const Transfer before = *known;
    m_pace.note(before, transfer, m_clock.elapsed());
    if (placeOf(before) == placeOf(transfer))
        m_transfers[transfer.id] = transfer;
    else
        move(before, transfer);
    m_dirty.insert(transfer.id);
    if (before.state != transfer.state)
        showProgress();
}

void TransferModel::remove(TransferId id)
{
    const QModelIndex gone = indexOf(id);
    if (!gone.isValid())
        return;
    beginRemoveRows({}, gone.row(), gone.row());
    m_order.erase(m_order.begin() + gone.row());
    m_transfers.erase(id);
    m_dirty.erase(id);
    m_moving.erase(id);
    m_pace.forget(id);
    endRemoveRows();
}

void TransferModel::showProgress()
{
    for (const TransferId id : std::exchange(m_dirty, {})) {
        if (const QModelIndex changed = indexOf(id); changed.isValid())
            emit dataChanged(changed, changed);
    }
}

/// How long something has stalled and how fast it goes are matters of time.
void TransferModel::showTime()
{
    m_dirty.insert(m_moving.begin(), m_moving.end());
    if (m_moving.empty())
        m_seconds.stop();
    showProgress();
}

const Transfer* TransferModel::find(TransferId id) const
{
    const auto found = m_transfers.find(id);
    return found == m_transfers.end() ? nullptr : &found->second;
}

QModelIndex TransferModel::indexOf(TransferId id) const
{
    const Transfer* transfer = find(id);
    return transfer ? index(rowOf(placeOf(*transfer))) : QModelIndex();
}

const Transfer& TransferModel::at(int row) const
{
    return m_transfers.at(m_order.at(size_t(row)).id);
}

TransferPace TransferModel::paceOf(const Transfer& transfer) const
{
    const auto now = m_clock.elapsed();
    return {m_clock.now(), m_pace.rate(transfer.id, now), m_pace.left(transfer, now)};
}

TransferModel::Rest TransferModel::rest() const
{
    Rest rest;
    for (const Place& place : m_order) {
        if (place.isOver)
            break;
        const Transfer& transfer = m_transfers.at(place.id);
        ++rest.transfers;
        if (transfer.state == State::Paused || transfer.state == State::Suspended) {
            ++rest.resting;
            continue;
        }
        rest.withoutSize += transfer.totalBytes == 0 ? 1 : 0;
        rest.bytes += transfer.totalBytes - transfer.sentBytes;
    }
    if (m_hasMoreUnfinished) {
        const int unread = std::max(int(m_pages.unfinishedCount()) - rest.transfers, 0);
        rest.transfers += unread;
        rest.withoutSize += unread;
    }
    return rest;
}

int TransferModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_order.size());
}

bool TransferModel::canFetchMore(const QModelIndex& parent) const
{
    return !parent.isValid() && (m_hasMoreUnfinished || m_hasMore);
}

void TransferModel::fetchMore(const QModelIndex& parent)
{
    if (!canFetchMore(parent))
        return;
    if (m_hasMoreUnfinished)
        fetchUnfinished();
    if (!m_hasMoreUnfinished && m_hasMore)
        fetchHistory();
}

void TransferModel::fetchUnfinished()
{
    auto page = m_pages.unfinished(pageSize, m_lastPosition);
    m_hasMoreUnfinished = int(page.size()) == pageSize;
    if (!page.empty())
        m_lastPosition = page.back().position;
    insertPage(std::move(page));
}

void TransferModel::fetchHistory()
{
    auto page = m_pages.history(m_oldest, pageSize);
    m_hasMore = int(page.size()) == pageSize;
    if (!page.empty())
        m_oldest = page.back().id;
    insertPage(std::move(page));
}

/// As those at the front of the queue end, others come into view.
void TransferModel::topUp()
{
    if (m_hasMoreUnfinished && rowOf({true, std::numeric_limits<qint64>::min(), 0}) < pageSize / 2)
        fetchUnfinished();
}

void TransferModel::insertPage(std::vector<Transfer> page)
{
    std::erase_if(page, [this](const Transfer& transfer) { return find(transfer.id); });
    // An early one that ended late may stand among them already.
    for (auto from = page.begin(); from != page.end();) {
        const int row = rowOf(placeOf(*from));
        const auto to = std::find_if(from, page.end(), [this, row](const Transfer& transfer) {
            return rowOf(placeOf(transfer)) != row;
        });
        insert({from, to});
        from = to;
    }
}

QVariant TransferModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Transfer& transfer = at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return nameText(transfer.name);
    case Qt::AccessibleTextRole:
        return transferSentence(transferText(transfer, paceOf(transfer)));
    case Qt::ToolTipRole:
        return pathsToolTip(transfer);
    case IdRole:
        return QVariant::fromValue(transfer.id);
    default:
        return {};
    }
}

} // namespace cairn
