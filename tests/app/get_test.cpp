// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tests/app/machine.h"
#include "tests/support/fakegateway.h"
#include "tests/support/until.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSettings>

using namespace cairn;
using namespace cairn::test;

namespace {

struct GettingMachine : Machine
{
    void useGateways(const QStringList& gateways)
    {
        QSettings settings(folder.filePath(u"data/settings.ini"_s), QSettings::IniFormat);
        settings.setValue(u"gateways"_s, gateways);
    }

    /// While the gateways of this process answer.
    Ended get(const QStringList& arguments)
    {
        QProcess process;
        process.setProcessEnvironment(environment);
        process.start(QStringLiteral(CAIRNCTL), QStringList{u"get"_s} + arguments);
        REQUIRE(until([&] { return process.state() == QProcess::NotRunning; },
                      std::chrono::seconds(60)));
        return {process.exitCode(), process.readAllStandardOutput().trimmed(),
                process.readAllStandardError()};
    }
};

} // namespace

TEST_CASE_METHOD(GettingMachine, "a CID found nowhere: get says what each source said, and ends")
{
    FakeGateway retired;
    retired.refusal = "429 Too Many Requests";
    retired.headers = "Retry-After: 900\r\nSunset: Mon, 21 Sep 2020 00:00:00 GMT\r\n";
    FakeGateway busy;
    busy.refusal = "429 Too Many Requests";
    busy.headers = "Retry-After: 900\r\n";
    FakeGateway empty;
    useGateways({retired.url().toString(), busy.url().toString(), empty.url().toString()});
    const QString cid = BlockBox().raw("nobody has it").toString();

    const Ended plain = get({cid, u"-o"_s, folder.filePath(u"one"_s)});
    INFO(plain.err.toStdString());
    CHECK(plain.code == 3);
    CHECK(plain.out.isEmpty());
    CHECK(plain.err.contains("Not found: "));
    CHECK(plain.err.contains(retired.name().toLatin1() + " is retired since 21 Sep 2020"));
    CHECK(plain.err.contains(busy.name().toLatin1() + " asks for fewer requests"));
    CHECK(plain.err.contains(empty.name().toLatin1() + " does not have it"));
    CHECK(plain.err.count(retired.name().toLatin1()) == 1);
    CHECK(retired.asked.size() == 1);
    CHECK(busy.asked.size() == 1);

    const Ended asJson = get({u"--json"_s, cid, u"-o"_s, folder.filePath(u"two"_s)});
    CHECK(asJson.code == 3);
    const QJsonObject json = QJsonDocument::fromJson(asJson.out).object();
    CHECK(json[u"error"_s] == u"NO_RECORD"_s);
    const QJsonArray sources = json[u"sources"_s].toArray();
    REQUIRE(sources.size() == 4); // The account's own service is the first.
    CHECK(sources[0][u"code"_s] == u"SOURCE_LACKS_IT"_s);
    CHECK(sources[1][u"source"_s] == retired.name());
    CHECK(sources[1][u"code"_s] == u"SOURCE_RETIRED"_s);
    CHECK(sources[1][u"since"_s] == u"2020-09-21"_s);
    CHECK(sources[2][u"code"_s] == u"SOURCE_BUSY"_s);
    CHECK(sources[3][u"code"_s] == u"SOURCE_LACKS_IT"_s);
}

TEST_CASE_METHOD(GettingMachine, "get says for whom it waits, why, and until when")
{
    FakeGateway busy;
    const QString cid = busy.box.raw("somebody has it").toString();
    busy.refusal = "429 Too Many Requests";
    busy.headers = "Retry-After: 7\r\n";
    useGateways({busy.url().toString()});
    QObject::connect(&busy, &FakeGateway::newConnection, &busy, [&] {
        // What is asked after that is answered.
        if (!busy.asked.isEmpty())
            busy.refusal.clear();
    });
    const Ended got = get({cid, u"-o"_s, folder.filePath(u"one"_s)});
    INFO(got.err.toStdString());
    CHECK(got.code == 0);
    CHECK(got.err.contains("Next attempt "));
    CHECK(got.err.contains(busy.name().toLatin1() + " asks for fewer requests"));
    CHECK(busy.asked.size() == 2);
}
