// SPDX-License-Identifier: MIT OR Apache-2.0
// A real service that refuses: tokens, restrictions, limits, modes.
#include "core/api/client/answererror.h"
#include "core/api/client/apiclient.h"
#include "core/api/http/httprequest.h"
#include "core/api/wire/routes.h"
#include "core/local/housekeeping.h"
#include "core/local/localservice.h"
#include "tests/support/await.h"
#include "tests/support/fakeclock.h"
#include "tests/ui/text/situations.h"

#include <QNetworkAccessManager>

namespace cairn::test {
using namespace Qt::StringLiterals;

namespace {

using Kind = Error::Kind;
using local::LocalService;

/// A service on a folder, and a client of it with the login.
struct Served
{
    explicit Served(const Place& place, local::ServiceOptions options = {})
        : data(place.path(u"data"_s))
    {
        options.dataFolder = data;
        options.clock = &clock;
        service = *LocalService::start(options);
        use(service->sessionLogin(), {});
    }

    void use(const Secret& login, const Secret& apiToken)
    {
        api = std::make_unique<ApiClient>(network, service->url(), ApiClient::Pace::Unlimited,
                                          clock);
        api->setCredentials(login, apiToken);
    }
    CreatedToken token(const NewToken& token)
    {
        const auto created = await(api->createToken(token));
        REQUIRE(created);
        return *created;
    }
    Error listError() { return errorOf(await(api->uploads({.page = 1, .size = 1}))); }
    /// A CAR is sent with the token in use, as a program does that shows what the service says.
    Error sendError(const Secret& token, const QByteArray& car)
    {
        QNetworkRequest request(routes::urlOf(service->url(), routes::car));
        request.setRawHeader("Content-Type", routes::carType);
        request.setRawHeader("Authorization", "Bearer " + token.reveal());
        const auto sent = await(send(network, "POST"_ba, request, car));
        REQUIRE(sent);
        return errorFrom(*sent, service->url(), clock.now());
    }
    void tag(const QString& name, const QString& value) const
    {
        REQUIRE(local::setUserTag(data, u"This computer"_s, name, value));
    }

    QString data;
    FakeClock clock;
    QNetworkAccessManager network;
    std::unique_ptr<LocalService> service;
    std::unique_ptr<ApiClient> api;
};

QByteArray soundCar()
{
    QFile car(QStringLiteral(CAIRN_TEST_DATA "/cars/ok.car"));
    REQUIRE(car.open(QIODevice::ReadOnly));
    return car.readAll();
}

const content::CidString someCid(u"bafkreifzjut3te7nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e"_s);

Error withToken(const Place& place, const Secret& login, const Secret& apiToken)
{
    Served served(place);
    served.use(login, apiToken);
    return served.listError();
}

Error loginIsNeeded(const Place& place)
{
    Served served(place);
    served.use({}, served.token({.name = u"ci"_s}).secret);
    return errorOf(await(served.api->tokens()));
}

Error apiTokenForLogin(const Place& place)
{
    Served served(place);
    served.use(served.token({.name = u"ci"_s}).secret, {});
    return errorOf(await(served.api->tokens()));
}

Error expiredToken(const Place& place)
{
    Served served(place);
    const auto expires = served.clock.now() + std::chrono::hours(1);
    const Secret secret = served.token({.name = u"ci"_s, .expires = expires}).secret;
    served.clock.advance(std::chrono::hours(2));
    served.use({}, secret);
    return served.listError();
}

Error revokedToken(const Place& place)
{
    Served served(place);
    const CreatedToken token = served.token({.name = u"ci"_s});
    REQUIRE(await(served.api->revokeToken(token.id)));
    served.use({}, token.secret);
    return served.listError();
}

Error blockedToken(const Place& place)
{
    Served served(place);
    const CreatedToken token = served.token({.name = u"ci"_s});
    REQUIRE(local::blockToken(served.data, u"This computer"_s, token.id.text().toLongLong()));
    served.use({}, token.secret);
    return served.listError();
}

Error tokenWithoutPermission(const Place& place)
{
    Served served(place);
    const Secret secret = served.token({.name = u"ci"_s, .scopes = Scope::Upload}).secret;
    served.use({}, secret);
    return served.listError();
}

Error restrictedAccount(const Place& place)
{
    Served served(place);
    served.tag(u"HasAccountRestriction"_s, u"true"_s);
    return served.sendError(served.service->sessionLogin(), soundCar());
}

Error noDeleting(const Place& place)
{
    Served served(place);
    served.tag(u"HasDeleteRestriction"_s, u"true"_s);
    return errorOf(await(served.api->deleteUpload(someCid)));
}

Error limitReached(const Place& place)
{
    Served served(place, {.enforceStorageLimit = true});
    served.tag(u"StorageLimitBytes"_s, u"1"_s);
    return served.sendError(served.service->sessionLogin(), soundCar());
}

Error notForPinning(const Place& place)
{
    Served served(place);
    QNetworkRequest request(routes::urlOf(served.service->url(), u"/pins"_s));
    request.setRawHeader("Authorization",
                         "Bearer " + served.token({.name = u"ci"_s}).secret.reveal());
    const auto asked = await(send(served.network, "GET"_ba, request, {}));
    REQUIRE(asked);
    return errorFrom(*asked, served.service->url(), served.clock.now());
}

Error tooManyRequests(const Place& place)
{
    Served served(place);
    served.use({}, served.token({.name = u"ci"_s}).secret);
    for (int asked = 0; asked < 1000; ++asked) {
        const auto page = await(served.api->uploads({.page = 1, .size = 1}));
        if (!page)
            return page.error();
    }
    FAIL("the service takes every request");
    return {};
}

} // namespace

Situations serviceSituations()
{
    return {
        {"no token at all", [](const Place& place) { return withToken(place, {}, {}); },
         Kind::Unauthorized, "NO_CREDENTIAL",
         "The account has no token now, so nothing was asked. Enter its login token, or an API "
         "token of it.",
         4, "enter a token for the account"},
        {"an API token where the login is needed", loginIsNeeded, Kind::Unauthorized,
         "LOGIN_TOKEN_MISSING",
         "This needs the login token of the account, which has only an API token here. Use its "
         "login token.",
         4, "use the login token"},
        {"an API token in the place of the login", apiTokenForLogin, Kind::Unauthorized,
         "ERROR_MAGIC_TOKEN_REQUIRED",
         "This needs a login token, and the service does not take this token for one. Use one in "
         "its place. The service says: “This needs a login token.”",
         4, "replace it by a login token"},
        {"something that is no token",
         [](const Place& place) { return withToken(place, Secret("hunter2"), {}); },
         Kind::Unauthorized, "ERROR_UNRECOGNISED_TOKEN",
         "The service does not recognise this as one of its tokens. Check that the whole token was "
         "pasted and that it belongs to this service. The service says: “This is not a token.”",
         4, "check the whole token"},
        {"a token that has expired", expiredToken, Kind::Unauthorized, "ERROR_TOKEN_EXPIRED",
         "The API token has expired. Create another one with the login token, and use it in its "
         "place. The service says: “This token has expired.”",
         4, "create another token and use it"},
        {"a token that was revoked", revokedToken, Kind::Unauthorized, "ERROR_TOKEN_NOT_FOUND",
         "The service no longer knows this token; it was revoked or has expired. Use another token "
         "for this account. The service says: “This token is not known.”",
         4, "use another token"},
        {"a token that is blocked", blockedToken, Kind::Forbidden, "ERROR_TOKEN_BLOCKED",
         "The service has blocked this token. Create another one, or ask the operator of the "
         "service why. The service says: “This token was blocked by who runs the service.”",
         4, "ask why the token is blocked"},
        {"a token without the permission", tokenWithoutPermission, Kind::Forbidden,
         "ERROR_TOKEN_SCOPE",
         "This token is not permitted to do that. Use a token with the permission, or the login "
         "token of the account. The service says: “This token lacks the scope \"list\".”",
         4, "use a token with the permission"},
        {"an account that is restricted", restrictedAccount, Kind::Forbidden,
         "ERROR_ACCOUNT_RESTRICTED",
         "The service has restricted this account: what is stored stays readable, but nothing can "
         "be added. Ask the operator of the service why. The service says: “This account may not "
         "add content.”",
         4, "ask why the account is restricted"},
        {"an account that may not delete", noDeleting, Kind::Forbidden, "ERROR_DELETE_RESTRICTED",
         "The service does not let this account delete anything. Ask the operator of the service "
         "if that is a mistake. The service says: “This account may not delete.”",
         4, "ask whether that is a mistake"},
        {"an account whose limit is reached", limitReached, Kind::Forbidden, "ERROR_STORAGE_LIMIT",
         "This is more than the account may still store. Delete something that is stored, or ask "
         "the operator of the service for more. The service says: “This would exceed the account's "
         "storage limit.”",
         4, "delete something"},
        {"an account that may not pin", notForPinning, Kind::Forbidden,
         "ERROR_PINNING_UNAUTHORIZED",
         "This account may not pin by CID on this service. Ask the operator of the service for "
         "access to pinning. The service says: “This account may not pin.”",
         4, "ask for access to pinning"},
        {"too many requests of a token", tooManyRequests, Kind::RateLimited, "ERROR_RATE_LIMITED",
         "The service asks for fewer requests. Try again in 10 s. The service says: “More than 30 "
         "requests in 10 s.”",
         1, "wait as long as it says"},
        {"an upload that is not there",
         [](const Place& place) { return errorOf(await(Served(place).api->upload(someCid))); },
         Kind::NotFound, "",
         "This was not found. It may have been removed meanwhile; look at the list again.", 3,
         "look at the list"},
        {"a CAR that is cut short on its way",
         [](const Place& place) {
             Served served(place);
             return served.sendError(served.service->sessionLogin(), soundCar().chopped(5));
         },
         Kind::Invalid, "ERROR_INVALID_CAR",
         "The service did not accept the data. Retry the upload; if it happens again, the files "
         "may have changed while they were read. The service says: “Invalid CAR file received: CAR "
         "cut short”",
         1, "retry the upload"},
        {"a change while only reading is open",
         [](const Place& place) {
             Served served(place, {.mode = u"r-"_s});
             return errorOf(await(served.api->renameUpload(someCid, u"b"_s)));
         },
         Kind::Maintenance, "ERROR_MAINTENANCE",
         "The service is under maintenance, and does not do this now. Try again later. The service "
         "says: “This service is being maintained.”",
         1, "try again later"},
        {"a list of a closed service",
         [](const Place& place) { return Served(place, {.mode = u"--"_s}).listError(); },
         Kind::Maintenance, "ERROR_MAINTENANCE",
         "The service is under maintenance, and does not do this now. Try again later. The service "
         "says: “This service is being maintained.”",
         1, "try again later"},
        {"a change after the end of all changes",
         [](const Place& place) {
             const FakeClock clock;
             Served served(place, {.mode = u"r-"_s, .sunset = clock.now()});
             return errorOf(await(served.api->renameUpload(someCid, u"b"_s)));
         },
         Kind::Maintenance, "ERROR_FEATURE_HAS_BEEN_SUNSET",
         "The service has ended this function for good. What it stores may still be readable; "
         "choose another account for new uploads. The service says: “This service takes no more "
         "changes.”",
         1, "choose another account"},
    };
}

} // namespace cairn::test

TEST_CASE("what a real service refuses is said as it is", "[situations]")
{
    cairn::test::check(cairn::test::serviceSituations());
}
