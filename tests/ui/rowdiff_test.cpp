// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tests/support/catchqt.h"
#include "ui/common/rowtablemodel.h"

#include <QAbstractItemModelTester>
#include <QPersistentModelIndex>
#include <QSignalSpy>
#include <QSortFilterProxyModel>

#include <random>

using namespace cairn;
using namespace Qt::StringLiterals;

namespace {

constexpr auto fatal = QAbstractItemModelTester::FailureReportingMode::Fatal;

struct Pebble
{
    QString key;
    int value = 0;
    bool operator==(const Pebble&) const = default;
};

std::string text(const std::vector<Pebble>& pebbles)
{
    std::string text;
    for (const Pebble& pebble : pebbles)
        text += pebble.key.toStdString() + '=' + std::to_string(pebble.value) + ' ';
    return text;
}

/// Key, value.
class Pebbles final : public RowTableModel<Pebble>
{
public:
    int columnCount(const QModelIndex& parent = {}) const override
    {
        return parent.isValid() ? 0 : 2;
    }
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override
    {
        if (!checkIndex(index, CheckIndexOption::IndexIsValid) || role != Qt::DisplayRole)
            return {};
        const Pebble& pebble = rows()[size_t(index.row())];
        return index.column() == 0 ? QVariant(pebble.key) : QVariant(pebble.value);
    }
    Pebble at(int row) const
    {
        return {index(row, 0).data().toString(), index(row, 1).data().toInt()};
    }
    std::vector<Pebble> all() const
    {
        std::vector<Pebble> pebbles;
        for (int row = 0; row < rowCount(); ++row)
            pebbles.push_back(at(row));
        return pebbles;
    }
    using RowTableModel::setRows;

private:
    QStringView keyOf(const Pebble& pebble) const override { return pebble.key; }
};

std::vector<Pebble> pebbles(const QString& keys)
{
    std::vector<Pebble> made;
    for (const QChar key : keys)
        made.push_back({QString(key), 0});
    return made;
}

/// Does to its own rows what the model signals, asks the model about all of them at every signal,
/// and lets no change begin within another.
class Mirror final : public QObject
{
public:
    explicit Mirror(const Pebbles& model)
        : m_model(model)
        , m_rows(model.all())
    {
        using Model = QAbstractItemModel;
        connect(&model, &Model::rowsAboutToBeInserted, this, &Mirror::begin);
        connect(&model, &Model::rowsAboutToBeRemoved, this, &Mirror::begin);
        connect(&model, &Model::rowsAboutToBeMoved, this, &Mirror::begin);
        connect(&model, &Model::layoutAboutToBeChanged, this, [this] {
            begin();
            m_cells.clear();
            for (int row = 0; row < m_model.rowCount(); ++row)
                m_cells.emplace_back(m_model.index(row, 0));
        });
        connect(&model, &Model::rowsInserted, this,
                [this](const QModelIndex&, int first, int last) {
                    for (int row = first; row <= last; ++row)
                        m_rows.insert(m_rows.begin() + row, m_model.at(row));
                    end();
                });
        connect(&model, &Model::rowsRemoved, this, [this](const QModelIndex&, int first, int last) {
            m_rows.erase(m_rows.begin() + first, m_rows.begin() + last + 1);
            end();
        });
        connect(&model, &Model::rowsMoved, this,
                [this](const QModelIndex&, int first, int last, const QModelIndex&, int to) {
                    REQUIRE(to < first);
                    std::rotate(m_rows.begin() + to, m_rows.begin() + first,
                                m_rows.begin() + last + 1);
                    end();
                });
        connect(&model, &Model::layoutChanged, this, [this] {
            std::vector<Pebble> rows(m_rows.size());
            for (size_t row = 0; row < m_rows.size(); ++row)
                rows.at(size_t(m_cells[row].row())) = m_rows[row];
            m_rows = std::move(rows);
            end();
        });
        connect(&model, &Model::dataChanged, this,
                [this](const QModelIndex& from, const QModelIndex& to) {
                    CHECK(from.column() == 0);
                    CHECK(to.column() == 1);
                    enter();
                    for (int row = from.row(); row <= to.row(); ++row) {
                        CHECK(m_model.at(row) != m_rows[size_t(row)]);
                        m_rows[size_t(row)] = m_model.at(row);
                    }
                    end();
                });
        connect(&model, &Model::modelReset, this, [] { FAIL("a reset"); });
    }

    const std::vector<Pebble>& rows() const { return m_rows; }
    int signalCount() const { return m_signals; }

private:
    void enter()
    {
        REQUIRE_FALSE(m_isWithin);
        m_isWithin = true;
        ++m_signals;
    }
    void begin()
    {
        enter();
        ask();
    }
    void end()
    {
        REQUIRE(m_isWithin);
        m_isWithin = false;
        ask();
    }
    void ask() const { REQUIRE(text(m_model.all()) == text(m_rows)); }

    const Pebbles& m_model;
    std::vector<Pebble> m_rows;
    std::vector<QPersistentModelIndex> m_cells;
    bool m_isWithin = false;
    int m_signals = 0;
};

/// What @p before may become: some go, some come, some change, and few or all are moved.
std::vector<Pebble> changed(std::vector<Pebble> rows, std::mt19937& random)
{
    const auto below = [&random](int count) {
        return std::uniform_int_distribution(0, std::max(count - 1, 0))(random);
    };
    const int goes = below(101);
    std::erase_if(rows, [&](const Pebble&) { return below(101) < goes / 2; });
    for (int moves = below(2) == 0 ? below(6) : 0; moves > 0 && !rows.empty(); --moves) {
        const auto from = rows.begin() + below(int(rows.size()));
        const auto to = rows.begin() + below(int(rows.size()));
        from < to ? std::rotate(from, from + 1, to + 1) : std::rotate(to, from, from + 1);
    }
    if (below(8) == 0)
        std::ranges::shuffle(rows, random);
    for (int inserts = below(8); inserts > 0; --inserts) {
        const auto at = rows.begin() + below(int(rows.size()) + 1);
        std::vector<Pebble> fresh(size_t(below(4) + 1));
        for (Pebble& pebble : fresh)
            pebble.key = QString::number(below(60)); // Some are there already.
        rows.insert(at, fresh.begin(), fresh.end());
    }
    for (Pebble& pebble : rows)
        pebble.value += below(4) == 0 ? 1 : 0;
    return rows;
}

} // namespace

TEST_CASE("what is signalled, done to the old rows, gives the new ones", "[model]")
{
    const unsigned seed = std::random_device()();
    INFO("seed " << seed);
    std::mt19937 random(seed);
    Pebbles model;
    const QAbstractItemModelTester tester(&model, fatal);
    QSortFilterProxyModel sorted; // A listener that asks about rows while they change.
    sorted.setSourceModel(&model);
    sorted.sort(0);
    const QAbstractItemModelTester sortedTester(&sorted, fatal);
    const Mirror mirror(model);
    std::vector<Pebble> rows;
    for (int round = 0; round < 400; ++round) {
        rows = round % 50 == 49 ? std::vector<Pebble>() : changed(std::move(rows), random);
        INFO("round " << round << ": " << text(model.all()) << "\n -> " << text(rows));
        model.setRows(rows);
        REQUIRE(text(model.all()) == text(rows));
        REQUIRE(text(mirror.rows()) == text(rows));
        REQUIRE(sorted.rowCount() == int(rows.size()));
    }
}

TEST_CASE("neighbours come, go, move and change in one signal", "[model]")
{
    struct Case
    {
        const char* before;
        const char* after;
        int signalCount;
    };
    const Case step = GENERATE(
        Case{"", "abcdef", 1}, Case{"abcdef", "", 1}, Case{"abcdef", "abcdef", 0},
        Case{"abcdef", "abcdefgh", 1}, Case{"abcdef", "af", 1}, Case{"abcdef", "bcdefa", 1},
        Case{"abcdef", "efabcd", 1}, Case{"abcdef", "axydef", 2}, Case{"abcdef", "xbcdey", 4});
    Pebbles model;
    model.setRows(pebbles(QString::fromUtf8(step.before)));
    const Mirror mirror(model);
    model.setRows(pebbles(QString::fromUtf8(step.after)));
    INFO(step.before << " -> " << step.after);
    CHECK(mirror.signalCount() == step.signalCount);
    CHECK(text(mirror.rows()) == text(pebbles(QString::fromUtf8(step.after))));

    auto others = model.all();
    for (Pebble& pebble : others)
        pebble.value = 7;
    const QSignalSpy changes(&model, &QAbstractItemModel::dataChanged);
    model.setRows(others);
    CHECK(changes.size() == (others.empty() ? 0 : 1));
}

TEST_CASE("an entirely other order is one change of the layout, and cells go along", "[model]")
{
    std::vector<Pebble> rows;
    for (int i = 0; i < 50'000; ++i)
        rows.push_back({QString::number(i), 0});
    Pebbles model;
    model.setRows(rows);
    const QPersistentModelIndex cell = model.index(123, 1);
    const QSignalSpy layouts(&model, &QAbstractItemModel::layoutChanged);
    const QSignalSpy moves(&model, &QAbstractItemModel::rowsMoved);
    std::ranges::reverse(rows);
    model.setRows(rows);
    CHECK(layouts.size() == 1);
    CHECK(moves.empty());
    CHECK(cell.row() == 50'000 - 1 - 123);
    CHECK(cell.column() == 1);
    CHECK(model.all() == rows);
}

TEST_CASE("keys that are there twice are two rows", "[model]")
{
    Pebbles model;
    const QAbstractItemModelTester tester(&model, fatal);
    const Mirror mirror(model);
    for (const char* keys : {"aab", "aaab", "baa", "ba", "bb", "aabb"}) {
        model.setRows(pebbles(QString::fromUtf8(keys)));
        CHECK(text(mirror.rows()) == text(pebbles(QString::fromUtf8(keys))));
    }
}

TEST_CASE("rows given while others are being put in place come after them", "[model]")
{
    Pebbles model;
    const QAbstractItemModelTester tester(&model, fatal);
    const Mirror mirror(model);
    model.setRows(pebbles(u"abc"_s));
    bool isGiven = false;
    QObject::connect(&model, &QAbstractItemModel::rowsRemoved, &model, [&] {
        if (!std::exchange(isGiven, true))
            model.setRows(pebbles(u"xyz"_s));
    });
    model.setRows(pebbles(u"cb"_s)); // A removal and a move: the new rows are given between them.
    CHECK(text(model.all()) == text(pebbles(u"xyz"_s)));
    CHECK(text(mirror.rows()) == text(pebbles(u"xyz"_s)));
}
