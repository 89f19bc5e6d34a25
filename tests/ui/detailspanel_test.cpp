// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tests/ui/world.h"

#include <QApplication>
#include <QClipboard>
#include <QLabel>

using namespace cairn;
using namespace cairn::test;

namespace {

const QByteArray oneUpload = R"([{"_id":"1","cid":"bafyone","name":"One","dagSize":1234,
    "created":"2021-07-01T00:00:00Z","parts":["bagone","bagtwo"],
    "pins":[{"status":"Pinned","peerId":"p","peerName":"Rome","region":"EU"}],
    "deals":[{"status":"Active","dealId":7,"storageProvider":"f01"}]}])";

struct DetailsWorld : World
{
    AccountSession& open()
    {
        server.say("GET /user/uploads", oneUpload, "200 OK", "Count: 1\r\n");
        AccountSession& account = settled();
        press(Qt::Key_2, Qt::ControlModifier);
        REQUIRE(tabTo(u"storedTable"_s));
        return account;
    }
    static QString all()
    {
        QStringList texts;
        for (const QLabel* label : find(u"detailsPanel"_s)->findChildren<QLabel*>())
            texts << label->text();
        return texts.join(u'\n');
    }
    static bool shows(const QString& text)
    {
        return until([&] { return all().contains(text); });
    }
};

} // namespace

TEST_CASE_METHOD(DetailsWorld, "the details show the list's words at once, then the service's now")
{
    server.hold("GET /status/");
    open();
    CHECK(shows(u"Asking the service for the status now"_s));
    CHECK(all().contains(u"Rome, EU"_s));
    CHECK(all().contains(u"1.2 kB"_s));
    CHECK(all().contains(u"Provider f01"_s));
    checkControls();
    server.say("GET /status/",
               R"({"cid":"bafyone","pins":[{"status":"Pinning","peerName":"Oslo"}],"deals":[]})");
    CHECK(shows(u"As told by the service at"_s));
    CHECK(all().contains(u"Oslo"_s));
    CHECK_FALSE(all().contains(u"Rome"_s));
    CHECK(all().contains(u"No Filecoin deals reported"_s));
}

TEST_CASE_METHOD(DetailsWorld,
                 "a deal past its end is shown as ended, and one without an id has none")
{
    server.say("GET /status/",
               R"({"cid":"bafyone","pins":[{"status":"Teleported","peerName":"Oslo"}],"deals":[)"
               R"({"status":"Active","dealId":0,"storageProvider":"f01",)"
               R"("expiration":"2001-02-03T00:00:00Z"}]})");
    open();
    CHECK(shows(u"As told by the service at"_s));
    CHECK(all().contains(u"Deal ended"_s));
    CHECK_FALSE(all().contains(u"Deal active"_s));
    CHECK_FALSE(all().contains(u"Deal 0"_s));
    CHECK_FALSE(all().contains(u"until"_s));
    CHECK(all().contains(u"Teleported"_s));
}

TEST_CASE_METHOD(DetailsWorld, "a failed look-up keeps what the list said and says that it failed")
{
    server.say("GET /status/", "{}", "500 Oops");
    open();
    CHECK(shows(u"could not be asked for"_s));
    CHECK(all().contains(u"The service failed"_s));
    CHECK(all().contains(u"Pinned"_s));
    CHECK(all().contains(u"Rome, EU"_s));
}

TEST_CASE_METHOD(DetailsWorld, "no pins told means unknown")
{
    server.say("GET /status/", R"({"cid":"bafyone","pins":[],"deals":[]})");
    open();
    CHECK(shows(u"reports no place that holds this"_s));
    CHECK(all().contains(u"Unknown"_s));
}

TEST_CASE_METHOD(DetailsWorld, "every CID in the details is copied by key")
{
    server.say("GET /status/", R"({"cid":"bafyone"})");
    open();
    REQUIRE(shows(u"As told by"_s));
    checkControls();
    QStringList copied;
    for (int stop = 0; stop < 40; ++stop) {
        press(Qt::Key_Tab);
        const QWidget* focus = QApplication::focusWidget();
        if (focus && focus->accessibleName().startsWith(u"Copy CID"_s)) {
            press(Qt::Key_Space);
            copied << QApplication::clipboard()->text();
        }
    }
    for (const auto& cid : {u"bafyone"_s, u"bagone"_s, u"bagtwo"_s})
        CHECK(copied.contains(cid));
}

TEST_CASE_METHOD(DetailsWorld, "an answer that arrives does not take the focus out of the details")
{
    server.hold("GET /status/");
    open();
    const auto focusName = [] {
        const QWidget* focus = QApplication::focusWidget();
        return focus ? focus->accessibleName() : QString();
    };
    for (int stop = 0; stop < 40 && focusName() != u"Copy CID of part 2"_s; ++stop)
        press(Qt::Key_Tab);
    REQUIRE(focusName() == u"Copy CID of part 2"_s);
    server.say("GET /status/", R"({"cid":"bafyone"})");
    REQUIRE(shows(u"As told by"_s));
    CHECK(focusName() == u"Copy CID of part 2"_s);
}
