// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "tests/ui/manyitems.h"
#include "tests/ui/world.h"

#include <QHeaderView>
#include <QTest>
#include <QTreeView>

namespace cairn::test {

/// A world with many stored items.
struct LongList : World
{
    /// One real upload and copies of its row.
    AccountSession& with(int items)
    {
        AccountSession& account = local();
        stored(account, u"first.txt"_s, "first");
        copyUploads(folder.filePath(u"data/catalog.sqlite"_s), items);
        return account;
    }
    /// The same, with the list in front.
    AccountSession& shown(int items)
    {
        AccountSession& account = with(items);
        press(Qt::Key_2, Qt::ControlModifier);
        account.library().refresh();
        REQUIRE(until([&] { return table() && table()->model()->rowCount() >= 100; }));
        return account;
    }
    QTreeView* table() { return find<QTreeView>(u"storedTable"_s); }
    void clickHeader(int column)
    {
        QHeaderView* header = table()->header();
        QTest::mouseClick(header->viewport(), Qt::LeftButton, {},
                          {header->sectionViewportPosition(column) + 20, header->height() / 2});
    }
    bool isLoaded(AccountSession& account)
    {
        return until([&] { return account.library().loadState() == LoadState::Loaded; });
    }
};

} // namespace cairn::test
