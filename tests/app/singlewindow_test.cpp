// SPDX-License-Identifier: MIT OR Apache-2.0
#include "app/desktop/application.h"
#include "app/desktop/singlewindow.h"
#include "tests/support/until.h"

#include <QApplication>
#include <QLineEdit>
#include <QTemporaryDir>
#include <QtConcurrent>

#include <catch2/catch.hpp>

using namespace cairn;
using namespace cairn::desktop;
using namespace Qt::StringLiterals;

namespace {

struct Folders
{
    QTemporaryDir runtime;
    QTemporaryDir data;
    Folders() { qputenv("XDG_RUNTIME_DIR", QFile::encodeName(runtime.path())); }
};

/// A second start: it blocks, so it has a thread of its own as it has a process of its own.
QFuture<bool> second(const QString& folder, const QStringList& paths)
{
    return QtConcurrent::run([=] {
        const SingleWindow window(folder);
        return !window.isFirst() && window.handOver(paths).has_value();
    });
}

} // namespace

TEST_CASE_METHOD(Folders, "a second start hands its paths over and knows that they arrived")
{
    const SingleWindow first(data.path());
    REQUIRE(first.isFirst());
    QStringList got;
    QObject::connect(&first, &SingleWindow::handedOver,
                     [&](const QStringList& paths) { got << paths; });
    // More than one read of a socket holds.
    QStringList many;
    for (int i = 0; i < 20'000; ++i)
        many << u"/some/folder/with a name of some length/file %1"_s.arg(i);
    const auto handed = second(data.path(), many);
    REQUIRE(test::until([&] { return handed.isFinished(); }));
    CHECK(handed.result());
    CHECK(got == many);
}

TEST_CASE_METHOD(Folders, "the next one is first when the first has gone, and folders are apart")
{
    auto first = std::make_unique<SingleWindow>(data.path());
    REQUIRE(first->isFirst());
    const QTemporaryDir other;
    CHECK(SingleWindow(other.path()).isFirst());
    CHECK_FALSE(SingleWindow(data.path()).isFirst());
    first.reset();
    CHECK(SingleWindow(data.path()).isFirst());
}

TEST_CASE_METHOD(Folders, "an address that a second start hands over opens Get")
{
    Options options;
    options.useKeychain = false;
    const SingleWindow first(data.path());
    Application app(options, data.path());
    QObject::connect(&first, &SingleWindow::handedOver, &app, &Application::open);
    app.start();
    const auto handed
        = second(data.path(),
                 {u"ipfs://bafybeifow4fizj5vbhelm3tdaqdbvjcsgdl5mk7fx64qx3njhkzsxpydcm/a%20b"_s});
    REQUIRE(test::until([] {
        const QWidget* dialog = QApplication::activeModalWidget();
        return dialog && dialog->objectName() == u"getDialog"_s;
    }));
    CHECK(handed.result());
    const auto* path = QApplication::activeModalWidget()->findChild<QLineEdit*>(u"getPathEdit"_s);
    REQUIRE(path);
    CHECK(path->text() == u"a b"_s);
}

TEST_CASE_METHOD(Folders, "paths given at the start open their plan once the account is signed in")
{
    Options options;
    options.useKeychain = false;
    Application app(options, data.path());
    const QString path = data.filePath(u"hello.txt"_s);
    QFile file(path);
    REQUIRE(file.open(QIODevice::WriteOnly));
    file.write("hello world");
    file.close();
    app.start();
    app.open({path});
    REQUIRE(test::until([] {
        const QWidget* dialog = QApplication::activeModalWidget();
        return dialog && dialog->objectName() == u"previewDialog"_s;
    }));
    CHECK(app.accounts().find(localAccount)->transfers().all().empty());
}
