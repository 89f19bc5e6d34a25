// SPDX-License-Identifier: MIT OR Apache-2.0
// How long a list page takes in a catalog of many uploads (goal P7, README.md), at every depth and
// in every order. Usage: list_bench [uploads] [folder to keep]
#include "core/local/localservice.h"
#include "core/local/recovery/openstore.h"
#include "core/storage/statement.h"
#include "core/storage/transaction.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QElapsedTimer>
#include <QTcpSocket>
#include <QTemporaryDir>

#include <algorithm>
#include <cstdio>
#include <ctime>

using namespace cairn;
using namespace Qt::StringLiterals;

namespace {

constexpr int repeats = 9;

void must(const Done& done)
{
    if (!done)
        qFatal("%s", qPrintable(done.error().detail));
}

/// Rows as uploads make them: one content and one CAR each, one in a hundred deleted again.
void fill(const QString& folder, qint64 uploads)
{
    const auto store = std::move(*local::openStore(folder, local::FolderLock::Held));
    const auto& catalog = store.catalog;
    const SystemClock clock;
    const auto owner = *local::Users(*catalog, *store.journal, clock).owner();
    auto transaction = Transaction::begin(*catalog);
    const QString numbers
        = u"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %1) "_s.arg(
            uploads);
    const QString cid = u"x'01551220' || randomblob(32)"_s;
    must(Statement(*catalog,
                   u"INSERT INTO content (id, cid, dag_size, created, pinned, pin_updated) "_s
                       + numbers + u"SELECT i, CAST("_s + cid + u" AS BLOB), i, i, 1, i FROM n"_s)
             .run());
    must(Statement(*catalog,
                   u"INSERT INTO car (id, cid, size, created) "_s + numbers
                       + u"SELECT i, CAST(x'0182041220' || randomblob(32) AS BLOB), i, i FROM n"_s)
             .run());
    must(Statement(*catalog,
                   u"INSERT INTO upload (id, user_id, content_id, source_cid, type, name, created,"
                   " updated) "_s
                       + numbers
                       + u"SELECT i, %1, i, (SELECT cid FROM content WHERE id = i), 'Car',"
                         " hex(randomblob(6)) || ' holiday pictures ' || i, i * 1000000,"
                         " i * 1000000 FROM n"_s.arg(owner.id))
             .run());
    must(Statement(*catalog,
                   u"INSERT INTO part (upload_id, car_id) "_s + numbers + u"SELECT i, i FROM n"_s)
             .run());
    must(Statement(*catalog, u"UPDATE upload SET deleted = updated WHERE id % 100 = 7"_s).run());
    must(Statement(*catalog,
                   u"UPDATE user SET uploads = (SELECT count(*) FROM upload WHERE deleted IS NULL),"
                   " newest = (SELECT max(created) FROM upload)"_s)
             .run());
    must(transaction->commit());
    must(Statement(*catalog, u"ANALYZE"_s).run());
}

struct Cost
{
    double wall = 0; ///< Milliseconds.
    double processor = 0; ///< The same, of both ends: what a busy machine does not change.
};

double processorTime()
{
    timespec time{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return double(time.tv_sec) * 1e3 + double(time.tv_nsec) / 1e6;
}

/// One request on a connection that is open already.
Cost ask(QTcpSocket& socket, const QByteArray& head, const QByteArray& query)
{
    QElapsedTimer timer;
    timer.start();
    const double before = processorTime();
    socket.write("GET /user/uploads?" + query + " HTTP/1.1\r\n" + head);
    QByteArray answer;
    qsizetype wanted = -1;
    while (wanted < 0 || answer.size() < wanted) {
        if (!socket.waitForReadyRead(60'000))
            qFatal("no answer");
        answer += socket.readAll();
        if (const qsizetype end = answer.indexOf("\r\n\r\n"); wanted < 0 && end >= 0) {
            const qsizetype at = answer.indexOf("Content-Length: ") + 16;
            wanted = end + 4 + answer.mid(at, answer.indexOf('\r', at) - at).toLongLong();
        }
    }
    if (!answer.startsWith("HTTP/1.1 200"))
        qFatal("%s", answer.constData());
    return {double(timer.nsecsElapsed()) / 1e6, processorTime() - before};
}

} // namespace

int main(int argc, char** argv)
{
    QCoreApplication app(argc, argv);
    const qint64 uploads = argc > 1 ? QByteArray(argv[1]).toLongLong() : 1'000'000;
    QTemporaryDir temporary;
    const QString folder = argc > 2 ? QString::fromLocal8Bit(argv[2]) : temporary.path();
    QElapsedTimer timer;
    timer.start();
    if (!QFile::exists(folder + u"/catalog.sqlite"_s))
        fill(folder, uploads);
    std::printf("%lld uploads, filled in %.1f s; pages of 100, median and worst of %d and"
                " median processor time in ms\n",
                static_cast<long long>(uploads), double(timer.elapsed()) / 1000, repeats);

    const auto service = local::LocalService::start({.dataFolder = folder});
    if (!service)
        qFatal("%s", qPrintable(service.error().detail));
    QTcpSocket socket;
    socket.connectToHost((*service)->url().host(), quint16((*service)->url().port()));
    const QByteArray head = "Host: 127.0.0.1:" + QByteArray::number((*service)->url().port())
        + "\r\nAuthorization: Bearer " + (*service)->sessionLogin().reveal() + "\r\n\r\n";
    const auto measure = [&](const QByteArray& query) {
        std::vector<double> walls;
        std::vector<double> processors;
        for (int i = 0; i < repeats; ++i) {
            const Cost cost = ask(socket, head, query);
            walls.push_back(cost.wall);
            processors.push_back(cost.processor);
        }
        std::ranges::sort(walls);
        std::ranges::sort(processors);
        std::printf("%8.2f %8.2f %8.2f  %s\n", walls[repeats / 2], walls.back(),
                    processors[repeats / 2], query.constData());
    };
    const qint64 pages = uploads * 99 / 100 / 100;
    for (const qint64 percent : {0, 1, 25, 49, 50, 51, 75, 99}) {
        const QByteArray page = QByteArray::number(1 + pages * percent / 100);
        measure("size=100&page=" + page);
        measure("size=100&page=" + page + "&sortBy=Name&sortOrder=Asc");
    }
    measure("size=100");
    for (const qint64 percent : {1, 50, 99, 100}) {
        const auto moment = std::chrono::seconds(uploads * percent / 100);
        measure("size=100&before="
                + QDateTime::fromSecsSinceEpoch(moment.count(), Qt::UTC)
                      .toString(Qt::ISODate)
                      .toLatin1());
    }
    return 0;
}
