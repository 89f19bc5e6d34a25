// SPDX-License-Identifier: MIT OR Apache-2.0
// A service that is somewhere else from one request to the next.
#include "core/api/client/apiclient.h"
#include "core/api/http/retrypolicy.h"
#include "tests/support/await.h"
#include "tests/support/fakeclock.h"
#include "tests/support/scriptedserver.h"

#include <QNetworkAccessManager>
#include <QThreadPool>

using namespace cairn;
using namespace Qt::StringLiterals;

namespace {

/// A client that was told of the first service, and a finder that knows another.
struct Moving
{
    test::ScriptedServer before;
    test::ScriptedServer now;
    test::FakeClock clock;
    QNetworkAccessManager network;
    ApiClient api{network, before.url(), ApiClient::Pace::Unlimited, clock};
    Result<ServicePlace> found = ServicePlace{now.url(), Secret("new")};
    int searches = 0;

    Moving()
    {
        api.setCredentials(Secret("old"), {});
        api.followWith([this] {
            ++searches;
            return ready<ServicePlace>(found);
        });
    }
};

class SmallBody final : public HttpBody
{
public:
    qint64 length() const override { return 4; }
    qint64 read(char* to, qint64) override
    {
        std::fill_n(to, 4, 'x');
        return 4;
    }
    void sent(qint64) override { }
};

} // namespace

TEST_CASE_METHOD(Moving, "a request that reaches nobody is sent to where the service is now")
{
    before.close();
    CHECK(test::await(api.identity()));
    CHECK(searches == 1);
    CHECK(now.last("GET /user/info").contains("Bearer new"));
    CHECK(api.endpoint() == now.url());

    CHECK(test::await(api.usage())); // From then on at once.
    CHECK(searches == 1);
}

TEST_CASE_METHOD(Moving, "a login that is not known any more is looked for")
{
    before.refuse("GET /user/info", "401 No", "ERROR_UNRECOGNISED_TOKEN");
    before.refuse("GET /user/account", "401 No", "ERROR_UNRECOGNISED_TOKEN");
    const auto identity = api.identity();
    const auto usage = api.usage();
    CHECK(test::await(identity));
    CHECK(test::await(usage));
    CHECK(now.asked("GET /user") == 2);
}

TEST_CASE_METHOD(Moving, "a refusal by the service where it is stays one")
{
    found = api.place();
    before.refuse("GET /user/info", "401 No", "ERROR_UNRECOGNISED_TOKEN");
    CHECK(test::await(api.identity()).error().code == u"ERROR_UNRECOGNISED_TOKEN"_s);
    CHECK(before.asked("GET /user/info") == 1);
    CHECK(searches == 1);
}

TEST_CASE_METHOD(Moving, "another failure is no reason to look")
{
    before.refuse("GET /user/info", "500 Oh", {});
    CHECK(test::await(api.identity()).error().kind == Error::Kind::Server);
    CHECK(searches == 0);
}

TEST_CASE_METHOD(Moving, "why the service is not found is why the request failed")
{
    before.close();
    found = fail(Error{Error::Kind::Timeout, {}, {}, hostSilent.toString()});
    CHECK(test::await(api.identity()).error().code == hostSilent);
}

TEST_CASE_METHOD(Moving, "what was to be removed and is gone after a move was removed")
{
    before.close();
    now.refuse("DELETE /user/tokens", "404 None", {});
    CHECK(test::await(api.revokeToken(TokenId(u"4"_s))));
    CHECK(now.asked("DELETE /user/tokens") == 1);
    // Without a move it is nobody's.
    CHECK(test::await(api.revokeToken(TokenId(u"4"_s))).error().kind == Error::Kind::NotFound);
}

TEST_CASE_METHOD(Moving, "of a CAR it is said that the service has moved, for its sender to go on")
{
    before.close();
    QThreadPool workers;
    const auto receipt = test::await(api.postCar(std::make_shared<SmallBody>(), {}, workers));
    REQUIRE_FALSE(receipt);
    CHECK(hasMoved(receipt.error()));
    CHECK(api.endpoint() == now.url());
    CHECK(now.asked("POST /car") == 0);
}
