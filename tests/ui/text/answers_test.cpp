// SPDX-License-Identifier: MIT OR Apache-2.0
// What services elsewhere answer, and what answers in their place.
#include "core/account/probe.h"
#include "core/api/client/apiclient.h"
#include "tests/support/await.h"
#include "tests/support/scriptedserver.h"
#include "tests/ui/text/situations.h"

#include <QNetworkAccessManager>

namespace cairn::test {
using namespace Qt::StringLiterals;

namespace {

using Kind = Error::Kind;

struct Client
{
    explicit Client(const QUrl& endpoint)
        : api(network, endpoint, ApiClient::Pace::Unlimited, clock)
    {
        api.setCredentials(Secret("login"), {});
    }

    SystemClock clock;
    QNetworkAccessManager network;
    ApiClient api;
};

/// The list of uploads is asked for, and answered like this.
Error answered(const QByteArray& status, const QByteArray& body, const QByteArray& headers = {})
{
    ScriptedServer server;
    server.say("GET /user/uploads", body, status, headers);
    Client client(server.url());
    return errorOf(await(client.api.uploads({.page = 1, .size = 1})));
}

std::function<Error(const Place&)> answer(const QByteArray& status, const QByteArray& body,
                                          const QByteArray& headers = {})
{
    return [=](const Place&) { return answered(status, body, headers); };
}

QByteArray failure(const QByteArray& code, const QByteArray& message)
{
    return R"({"code":")" + code + R"(","message":")" + message + R"("})";
}

} // namespace

Situations answerSituations()
{
    constexpr auto page = "<html><body>It works!</body></html>";
    return {
        {"a page instead of a list", answer("200 OK", page), Kind::Protocol, "",
         "The answer is not one this kind of service gives. Check the address of the account: "
         "something else may be running there.",
         1, "check the address: another service"},
        {"a page that says 404", answer("404 Not Found", page), Kind::Protocol, "NOT_FROM_SERVICE",
         "“127.0.0.1” answers with a web page, and knows nothing of what was asked. Check the "
         "address of the account: something else is running there.",
         1, "check the address: a web server"},
        {"a page that says 403", answer("403 Forbidden", page), Kind::Forbidden, "",
         "This was refused without a reason, so perhaps not by the service itself. Check the "
         "address of the account, and whether a proxy or a sign-in page stands in front of it.",
         4, "check what stands in front of the service"},
        {"something that is gone", answer("404 Not Found", failure({}, "Not Found")),
         Kind::NotFound, "",
         "This was not found. It may have been removed meanwhile; look at the list again.", 3,
         "look at the list"},
        {"a function that the service does not have",
         answer("405 Method Not Allowed", failure({}, "no such method")), Kind::NotFound,
         "NOT_OFFERED",
         "This service does not do that at all. Use another service for it, or ask its operator. "
         "The service says: “no such method”",
         3, "use another service"},
        {"a request with a reason against it",
         answer("400 Bad Request", failure("HTTP_ERROR", "size is more than 1000")), Kind::Invalid,
         "HTTP_ERROR",
         "The service does not accept what was asked. Correct what it names, and try again. The "
         "service says: “size is more than 1000”",
         1, "correct what the service names"},
        {"a service that fails", answer("500 Oops", failure({}, "the\ndisk\u202E broke")),
         Kind::Server, "",
         "The service failed while answering. Nothing here is lost; retry in a moment, and tell "
         "the operator of the service if it lasts. The service says: “the␊disk⟨U+202E⟩ broke”",
         1, "retry, tell the operator"},
        {"a service behind a proxy that has lost it", answer("502 Bad Gateway", page), Kind::Server,
         "",
         "The service failed while answering. Nothing here is lost; retry in a moment, and tell "
         "the operator of the service if it lasts.",
         1, "retry, tell the operator"},
        {"a service that is busy", answer("503 Later", page), Kind::Server, "SERVICE_BUSY",
         "The service has too much to do now. Try again in a while.", 1, "wait a while"},
        {"a service that is busy and says how long",
         answer("503 Later", failure("ERROR_OVERLOADED", "too much to do"), "Retry-After: 7\r\n"),
         Kind::Server, "ERROR_OVERLOADED",
         "The service has too much to do now. Try again in 7 s. The service says: “too much to do”",
         1, "wait seven seconds"},
        {"a service that is being maintained",
         answer("503 Later", failure("ERROR_MAINTENANCE", "until Monday")), Kind::Maintenance,
         "ERROR_MAINTENANCE",
         "The service is under maintenance, and does not do this now. Try again later. The service "
         "says: “until Monday”",
         1, "try again later"},
        {"a service that makes its catalog anew",
         answer("503 Later", failure("ERROR_CATCHING_UP", "40 % are done")), Kind::Maintenance,
         "ERROR_CATCHING_UP",
         "The catalog of the service is being made anew from what it stores. Try again in a while. "
         "The service says: “40 % are done”",
         1, "try again in a while"},
        {"a function that has ended", answer("410 Gone", "{}"), Kind::Maintenance,
         "ERROR_FEATURE_HAS_BEEN_SUNSET",
         "The service has ended this function for good. What it stores may still be readable; "
         "choose another account for new uploads.",
         1, "choose another account"},
        {"a service that asks for fewer requests",
         answer("429 Slow", failure("ERROR_RATE_LIMITED", "30 in 10 s"), "Retry-After: 17\r\n"),
         Kind::RateLimited, "ERROR_RATE_LIMITED",
         "The service asks for fewer requests. Try again in 17 s. The service says: “30 in 10 s”",
         1, "wait seventeen seconds"},
        {"an upload that is too large",
         answer("413 Too Large", failure("HTTP_ERROR", "100 MiB are the limit")), Kind::TooLarge,
         "HTTP_ERROR",
         "This is larger than the limit allows. Use something smaller, or split it. The service "
         "says: “100 MiB are the limit”",
         1, "use something smaller"},
        {"a service whose disk is full",
         answer("507 Full", failure("ERROR_DISK_FULL", "no space left")), Kind::DiskFull,
         "ERROR_DISK_FULL",
         "There is no space left on the disk of the service, and nothing of this was stored. Free "
         "some space there, or tell its operator. The service says: “no space left”",
         1, "tell the operator that it is full"},
        {"something that somebody else changed",
         answer("409 Conflict", failure({}, "it has another name now")), Kind::Conflict, "",
         "This was changed by somebody else meanwhile. Look at it again, then try again. The "
         "service says: “it has another name now”",
         1, "look at it again"},
        {"a token that the service does not take, without a code",
         answer("401 No", failure({}, "who are you?")), Kind::Unauthorized, "",
         "The service did not accept the token. Check that it was pasted completely, belongs to "
         "this service and has not been revoked. The service says: “who are you?”",
         4, "check the token"},
        {"an answer that does not end", answer("200 OK", QByteArray(65 * 1024 * 1024, ' ')),
         Kind::TooLarge, "ANSWER_TOO_LARGE",
         "“127.0.0.1” answers with more than Cairn reads at once. Tell the operator of the "
         "service.",
         1, "tell the operator of the answers"},
        {"a reason that is a novel",
         answer("400 Bad Request", failure("HTTP_ERROR", QByteArray(50'000, 'x'))), Kind::Invalid,
         "HTTP_ERROR",
         "The service does not accept what was asked. Correct what it names, and try again. The "
         "service says: "
         "“xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
         "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
         "xxxxxxxxxxxxxxxxxxxxxxx”",
         1, "correct what the service names"},
    };
}

} // namespace cairn::test

TEST_CASE("what a service answers is said as it is, in its own words too", "[situations]")
{
    cairn::test::check(cairn::test::answerSituations());
}
