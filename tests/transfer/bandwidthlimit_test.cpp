// SPDX-License-Identifier: MIT OR Apache-2.0
// The bandwidth limit where it matters: on the socket, heads and answers counted.
#include "tests/transfer/downloadfixture.h"

#include <QDir>
#include <QElapsedTimer>

using namespace cairn;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using transfer::State;

namespace {

struct Limited : test::Downloads
{
    QElapsedTimer watch;
    qint64 countedBefore = 0;
    qint64 lastAt = 0; ///< Milliseconds until the last byte so far.
    qint64 worstAhead = 0; ///< Most bytes beyond what the time until then allows.
    qint64 limit = 0;

    Limited()
    {
        proxy.sendBuffer = 32 * 1024; // What lies there has not come yet.
        QObject::connect(&proxy, &test::FaultProxy::moved, &proxy, [this] {
            if (!watch.isValid() || counted() == lastCount)
                return;
            lastCount = counted();
            lastAt = watch.elapsed();
            worstAhead = std::max(worstAhead, lastCount - limit * lastAt / 1000);
        });
    }

    qint64 counted() const { return proxy.fromClients + proxy.toClients - countedBefore; }

    void begin(qint64 bytesPerSecond)
    {
        limit = bytesPerSecond;
        queue->setLimits({.partsInFlight = 3, .bytesPerSecond = limit});
        countedBefore = proxy.fromClients + proxy.toClients;
        lastCount = worstAhead = lastAt = 0;
        watch.start();
    }

    /// No two alike.
    QString folderOf(int files)
    {
        REQUIRE(QDir(folder.path()).mkpath(u"many"_s));
        for (int i = 0; i < files; ++i)
            file(u"many/%1.bin"_s.arg(i), QByteArray::number(i).rightJustified(4096, '.'));
        return folder.filePath(u"many"_s);
    }
    QString oneOf(int i) const { return folder.filePath(u"many/%1.bin"_s.arg(i)); }

    /// Never more than the time allows and a little at the beginning, and says how much it was.
    void keepsTo(qint64 maxAhead)
    {
        REQUIRE(test::until([this] { return queue->unfinished().empty(); }, 5min));
        const double share = double(lastCount) * 1000 / double(limit) / double(lastAt) - 1;
        WARN(lastCount << " bytes in " << lastAt << " ms, " << share * 100
                       << " % beyond the limit; at most " << worstAhead << " bytes ahead of it");
        CHECK(worstAhead <= maxAhead);
    }

private:
    qint64 lastCount = 0;
};

/// Of every case; the figures become exact with ten or more.
int seconds()
{
    const int given = qEnvironmentVariableIntValue("CAIRN_LIMIT_SECONDS");
    return given > 0 ? given : 2;
}

} // namespace

TEST_CASE_METHOD(Limited, "one large upload keeps to the limit on the socket")
{
    const QString path = file(u"large"_s, test::pattern(1'000'000 * seconds()));
    begin(1'000'000);
    REQUIRE(queue->add(UploadRequest{.paths = {path}}));
    keepsTo(100'000);
}

TEST_CASE_METHOD(Limited, "many small uploads keep to it, their heads and answers counted")
{
    const int count = 16 * seconds();
    folderOf(count);
    begin(100'000);
    for (int i = 0; i < count; ++i)
        REQUIRE(queue->add(UploadRequest{.paths = {oneOf(i)}}));
    keepsTo(40'000);
}

TEST_CASE_METHOD(Limited, "a folder of small files keeps to it")
{
    const QString path = folderOf(230 * seconds());
    begin(1'000'000);
    REQUIRE(queue->add(UploadRequest{.paths = {path}}));
    keepsTo(100'000);
}

TEST_CASE_METHOD(Limited, "a download keeps to it")
{
    const content::CidString cid = stored({file(u"large"_s, test::pattern(1'000'000 * seconds()))});
    begin(1'000'000);
    get(cid, u"back"_s);
    keepsTo(800'000); // With what the system's own buffers hold.
}

TEST_CASE_METHOD(Limited, "a folder that is downloaded keeps to it")
{
    const content::CidString cid = stored({folderOf(230 * seconds())});
    begin(1'000'000);
    get(cid, u"back"_s);
    keepsTo(800'000); // With what the system's own buffers hold.
}

TEST_CASE_METHOD(Limited, "many small downloads keep to it")
{
    const int count = 15 * seconds();
    folderOf(count);
    std::vector<content::CidString> cids;
    for (int i = 0; i < count; ++i)
        cids.push_back(stored({oneOf(i)}));
    begin(100'000);
    for (int i = 0; i < count; ++i)
        get(cids.at(size_t(i)), QString::number(i));
    keepsTo(40'000);
}
