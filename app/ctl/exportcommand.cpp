// SPDX-License-Identifier: MIT OR Apache-2.0
// export: the CAR of a CID, as the account's service gives it, verified before anybody has it.
#include "app/ctl/commands.h"
#include "app/ctl/output.h"
#include "app/ctl/pipes.h"
#include "app/ctl/transferrun.h"
#include "core/api/http/httpstream.h"
#include "core/api/source/sourceanswer.h"
#include "core/api/wire/routes.h"
#include "core/base/fileerror.h"
#include "core/base/posix/error.h"
#include "core/base/posix/file.h"
#include "core/content/car/carverify.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QPromise>
#include <QTemporaryFile>
#include <QThreadPool>

namespace cairn::ctl {
using namespace Qt::StringLiterals;

namespace {

struct Exported
{
    qint64 blocks = 0;
    qint64 carBytes = 0;
};

Result<qint64> receive(const QUrl& url, const QString& path)
{
    HttpConnections connections;
    HttpStream stream(connections, url, "application/vnd.ipld.car", [] { return false; });
    const auto head = stream.head();
    if (!head)
        return fail(head.error());
    if (head->status != 200) {
        char text[512];
        const auto got = stream.read(text, sizeof text);
        Error error = refusal(*head, QByteArrayView(text, got.value_or(0)));
        error.subject = url.path().section('/'_L1, -1);
        return fail(std::move(error));
    }
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly | QIODevice::Unbuffered))
        return fail(writeError(file, path));
    QByteArray piece(512 * 1024, Qt::Uninitialized);
    for (;;) {
        const auto got = stream.read(piece.data(), piece.size());
        if (!got)
            return fail(got.error());
        if (*got == 0)
            return file.size();
        if (file.write(piece.constData(), *got) != *got)
            return fail(writeError(file, path));
    }
}

Result<Exported> fetchCar(const QUrl& url, const content::Cid& root, const QString& path)
{
    const auto bytes = receive(url, path);
    if (!bytes)
        return fail(bytes.error());
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return fail(Error::Kind::FileUnreadable, file.errorString(), path);
    const auto report = content::verifyCar(file, root.toString());
    if (!report)
        return fail(report.error());
    const bool isRoot = report->roots.size() == 1 && report->roots.front().toV1() == root.toV1();
    if (!isRoot || report->missing > 0) {
        return fail(Error{Error::Kind::Corrupt,
                          u"root %1, %2 blocks missing"_s.arg(isRoot).arg(report->missing),
                          root.toString(), u"EXPORT_INCOMPLETE"_s});
    }
    return Exported{report->blocks, *bytes};
}

/// Where the CAR lies while it is not known to be right: beside its place, or on its way to a pipe.
Result<QString> workPlace(const QString& output, std::optional<FileOnTheWay>& onTheWay)
{
    if (isPipe(output)) {
        auto file = FileOnTheWay::named(u"export.car"_s);
        if (!file)
            return fail(file.error());
        onTheWay = std::move(*file);
        return onTheWay->path();
    }
    const QFileInfo target(output);
    if (target.exists() || target.isSymLink())
        return fail(Error{Error::Kind::Conflict, u"the target is there already"_s, output,
                          u"TARGET_EXISTS"_s});
    if (!target.dir().exists())
        return fail(Error{Error::Kind::Conflict, u"no folder to put the target in"_s,
                          target.absolutePath(), u"TARGET_FOLDER_MISSING"_s});
    QTemporaryFile beside(target.absolutePath() + "/.cairn-XXXXXX.car"_L1);
    beside.setAutoRemove(false);
    if (!beside.open())
        return fail(writeError(beside, output));
    return beside.fileName();
}

Done place(const QString& from, const QString& output, const std::optional<FileOnTheWay>& onTheWay)
{
    if (onTheWay)
        return onTheWay->writeTo(output);
    QFile file(from);
    if (!file.open(QIODevice::ReadWrite))
        return fail(writeError(file, output));
    if (const auto synced = posix::sync(file.handle()); !synced)
        return posix::failure(synced.error(), output);
    file.close();
    // Takes nobody's name.
    return file.rename(output)
        ? Done()
        : fail(Error{Error::Kind::Conflict, file.errorString(), output, u"TARGET_EXISTS"_s});
}

Result<Exported> exportTo(const QUrl& url, const content::Cid& root, const QString& output)
{
    std::optional<FileOnTheWay> onTheWay;
    const auto work = workPlace(output, onTheWay);
    if (!work)
        return fail(work.error());
    auto exported = fetchCar(url, root, *work);
    Done placed = exported ? place(*work, output, onTheWay) : Done();
    QFile::remove(*work); // Not there any more where all went well.
    if (!placed)
        return fail(placed.error());
    return exported;
}

} // namespace

Reply<int> Commands::exportCar(AccountSession& session)
{
    const auto root = content::Cid::parse(m_options.arguments.front());
    if (!root)
        return ready<int>(fail(root.error()));
    const auto path = routes::pathOf(routes::carOf, root->toString());
    if (!path)
        return ready<int>(fail(path.error()));
    const QUrl url = routes::urlOf(session.endpoint(), *path);
    const QString output
        = m_options.output == "-"_L1 ? m_options.output : absolutePaths({m_options.output}).front();
    // It waits, and this thread may have guests.
    auto promise = std::make_shared<QPromise<Result<Exported>>>();
    promise->start();
    QThreadPool::globalInstance()->start([promise, url, root = *root, output] {
        promise->addResult(exportTo(url, root, output));
        promise->finish();
    });
    return andThen(promise->future(), this, [this, output, root = *root](const Exported& car) {
        const bool isStandardOutput = output == "-"_L1;
        if (m_options.json && !isStandardOutput) {
            printResult(compact(QJsonObject{{u"cid"_s, root.toString()},
                                            {u"target"_s, output},
                                            {u"blocks"_s, car.blocks},
                                            {u"carBytes"_s, car.carBytes}}));
        } else if (!isStandardOutput) {
            printResult(output.toUtf8());
        }
        return done();
    });
}

} // namespace cairn::ctl
