// SPDX-License-Identifier: MIT OR Apache-2.0
// Thousands of small uploads: queued at once, and found waiting when the program starts. Prints
// what each took and how long the window did not answer meanwhile. Run it off screen.
#include "core/account/accountsfile.h"
#include "core/local/localservice.h"
#include "core/service/accountsessions.h"
#include "core/transfer/store/sqlitetransferstore.h"
#include "core/vault/memoryvault.h"
#include "tests/support/heartbeat.h"
#include "ui/common/secretclipboard.h"
#include "ui/mainwindow.h"
#include "ui/style/theme.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QNetworkAccessManager>
#include <QSettings>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTimer>

#include <cstdio>

using namespace cairn;
using namespace Qt::StringLiterals;

namespace {

void goOnFor(std::chrono::milliseconds time)
{
    QEventLoop loop;
    QTimer::singleShot(time, &loop, &QEventLoop::quit);
    loop.exec();
}

/// The window and its accounts, on a folder.
struct Program
{
    explicit Program(const QString& folder)
        : store(folder + "/accounts.json"_L1)
        , settings(folder + "/settings.ini"_L1, QSettings::IniFormat)
    {
        accounts.keepTransfersIn(folder + "/transfers"_L1);
        window.show();
        goOnFor(std::chrono::milliseconds(300));
    }

    SystemClock clock;
    QNetworkAccessManager network;
    MemoryVault vault;
    AccountsFile store;
    AccountSessions accounts{network, vault, store, clock};
    QSettings settings;
    Theme theme{settings};
    SecretClipboard clipboard{*QApplication::clipboard(), clock};
    MainWindow window{accounts, clipboard, clock, theme, settings};
};

void run(int count)
{
    const QTemporaryDir folder;
    auto service = *local::LocalService::start({.dataFolder = folder.filePath(u"data"_s)});
    const QString path = folder.filePath(u"small.txt"_s);
    QFile small(path);
    if (!small.open(QIODevice::WriteOnly) || small.write(QByteArray(4096, 's')) != 4096)
        qFatal("no file to upload");
    small.close();
    QElapsedTimer timer;
    {
        Program program(folder.path());
        auto& account = program.accounts.addLocal(service->url(), service->sessionLogin(),
                                                  u"This computer"_s);
        goOnFor(std::chrono::seconds(1));
        const test::Heartbeat heartbeat;
        timer.start();
        int queued = 0;
        QTimer adding;
        QEventLoop loop;
        QObject::connect(&adding, &QTimer::timeout, &loop, [&] {
            for (int i = 0; i < 20 && queued < count; ++i, ++queued)
                std::ignore
                    = account.transfers().add({.paths = {path}, .name = QString::number(queued)});
            if (queued == count)
                loop.quit();
        });
        adding.start(0);
        loop.exec();
        std::printf(
            "%d queued, 20 at a time, sending meanwhile: %lld ms, away for at most %lld ms\n",
            count, timer.elapsed(), heartbeat.longest());
        account.transfers().pauseAll();
        goOnFor(std::chrono::milliseconds(500));
        timer.start();
        for (int i = 0; i < 1000; ++i)
            std::ignore = account.transfers().add({.paths = {path}, .name = u"more"_s});
        std::printf("1000 more in one go: %.3f ms each\n", double(timer.elapsed()) / 1000);
    }
    {
        Program program(folder.path());
        const test::Heartbeat heartbeat;
        timer.start();
        auto& account = program.accounts.addLocal(service->url(), service->sessionLogin(),
                                                  u"This computer"_s);
        const qint64 made = timer.elapsed();
        program.window.grab();
        std::printf("%lld found unfinished at a restart: account and panes made after %lld ms, "
                    "painted after %lld ms\n",
                    account.transfers().unfinishedCount(), made, timer.elapsed());
        goOnFor(std::chrono::seconds(2));
        account.transfers().resumeAll();
        goOnFor(std::chrono::seconds(5));
        std::printf("away for at most %lld ms in the 7 s after it, 5 of them sending\n",
                    heartbeat.longest());
        account.transfers().cancelAll();
        timer.start();
        const test::Heartbeat cancelling;
        while (account.transfers().isBusy())
            goOnFor(std::chrono::milliseconds(20));
        std::printf("all cancelled after %lld ms, away for at most %lld ms\n", timer.elapsed(),
                    cancelling.longest());
    }
}

} // namespace

int main(int argc, char** argv)
{
    qputenv("QT_LOGGING_RULES", "cairn.*=false");
    QStandardPaths::setTestModeEnabled(true);
    QApplication app(argc, argv);
    run(argc > 1 ? QString::fromLocal8Bit(argv[1]).toInt() : 10'000);
    return 0;
}
