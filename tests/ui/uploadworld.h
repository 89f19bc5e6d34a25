// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "tests/ui/world.h"

#include <QApplication>
#include <QDropEvent>
#include <QMimeData>
#include <QTreeView>

namespace cairn::test {

/// A world whose Uploads pane is looked at.
struct UploadWorld : World
{
    void open() { press(Qt::Key_1, Qt::ControlModifier); }
    /// What a file manager does with a drop on the window.
    void drop(const QList<QUrl>& urls, const QString& text = {})
    {
        QMimeData mime;
        if (!urls.isEmpty())
            mime.setUrls(urls);
        if (!text.isEmpty())
            mime.setText(text);
        QWidget* target = find(u"dropArea"_s);
        QDragEnterEvent enter({5, 5}, Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(target, &enter);
        if (!enter.isAccepted())
            return;
        QDropEvent event(QPointF(5, 5), Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(target, &event);
    }
    /// Drops it and starts its preview.
    void dropFile(const QString& path)
    {
        drop({QUrl::fromLocalFile(path)});
        REQUIRE(until([] { return isEnabled(u"previewStart"_s); }));
        press(Qt::Key_Return, Qt::ControlModifier);
        REQUIRE(isBack());
    }
    static QString sentence(int row = 0)
    {
        return find<QTreeView>(u"transferList"_s)
            ->model()
            ->index(row, 0)
            .data(Qt::AccessibleTextRole)
            .toString();
    }
    static bool becomes(AccountSession& account, transfer::State state)
    {
        return until([&] {
            const auto all = account.transfers().all();
            return !all.empty() && all.back().state == state;
        });
    }
    /// One that nobody answers: its service is gone.
    AccountSession& withWaitingUpload()
    {
        AccountSession& account = local();
        open();
        service.reset();
        dropFile(file(u"a.txt"_s, "a"));
        REQUIRE(becomes(account, transfer::State::Waiting));
        return account;
    }
};

} // namespace cairn::test
