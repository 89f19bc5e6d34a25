// SPDX-License-Identifier: MIT OR Apache-2.0
// The service on this computer: where it listens, and its users.
#include "core/local/housekeeping.h"
#include "core/local/localservice.h"
#include "tests/ui/text/situations.h"

#include <QTcpServer>

namespace cairn::test {
using namespace Qt::StringLiterals;

namespace {

using Kind = Error::Kind;
using local::LocalService;
using local::ServiceOptions;

Error startError(const Place& place, ServiceOptions options)
{
    options.dataFolder = place.path(u"data"_s);
    return errorOf(LocalService::start(options));
}

Error portIsTaken(const Place& place)
{
    QTcpServer other;
    REQUIRE(other.listen(QHostAddress::LocalHost));
    return startError(place, {.port = other.serverPort()});
}

QString withAda(const Place& place)
{
    const QString data = place.path(u"data"_s);
    REQUIRE(local::addUser(data, u"ada"_s));
    return data;
}

Error tagError(const Place& place, const QString& tag, const QString& value)
{
    return errorOf(local::setUserTag(withAda(place), u"ada"_s, tag, value));
}

} // namespace

Situations hostSituations()
{
    return {
        {"a port that another program has", portIsTaken, Kind::Conflict, "PORT_IN_USE",
         "Another program listens at “{address}” already. End it, or choose another port.", 1,
         "choose another port"},
        {"an address of another computer",
         [](const Place& place) {
             return startError(place, {.host = u"192.0.2.1"_s, .insecureListen = true});
         },
         Kind::Storage, "LISTEN_ADDRESS_ELSEWHERE",
         "“192.0.2.1:0” is not at this computer, so nothing can listen there. Choose an address "
         "that this computer has.",
         1, "choose an address of this computer"},
        {"no address to listen at",
         [](const Place& place) { return startError(place, {.host = u"everywhere"_s}); },
         Kind::Invalid, "LISTEN_ADDRESS_INVALID",
         "“everywhere” is not an address to listen at. Use one such as 127.0.0.1 or localhost.", 1,
         "write an address"},
        {"an address that others can reach",
         [](const Place& place) { return startError(place, {.host = u"0.0.0.0"_s}); },
         Kind::Invalid, "LISTEN_ADDRESS_OPEN",
         "Other computers could reach “0.0.0.0”, and what they send would not be encrypted. Use "
         "127.0.0.1, or allow it with --insecure-listen.",
         1, "listen at loopback, or allow it"},
        {"no mode of a service",
         [](const Place& place) { return startError(place, {.mode = u"w"_s}); }, Kind::Invalid,
         "MODE_INVALID", "“w” is no mode of a service. Use rw, r- or --.", 1,
         "use one of the modes"},
        {"a user without a name",
         [](const Place& place) { return errorOf(local::addUser(place.path(u"data"_s), u" "_s)); },
         Kind::Invalid, "USER_NAME_EMPTY", "A user needs a name, and none was given. Choose one.",
         1, "give the user a name"},
        {"a user's name that is taken",
         [](const Place& place) { return errorOf(local::addUser(withAda(place), u"ada"_s)); },
         Kind::Conflict, "USER_NAME_TAKEN", "There is a user “ada” already. Choose another name.",
         1, "choose another user name"},
        {"a user who is not there",
         [](const Place& place) { return errorOf(local::userTokens(withAda(place), u"bob"_s)); },
         Kind::NotFound, "USER_UNKNOWN",
         "There is no user “bob”. Check the name in the list of users.", 3,
         "look at the list of users"},
        {"a tag that users do not have",
         [](const Place& place) { return tagError(place, u"Colour"_s, u"blue"_s); }, Kind::Invalid,
         "TAG_UNKNOWN", "A user has no tag “Colour”. Check how it is written.", 1, "check the tag"},
        {"a value that is none of the tag",
         [](const Place& place) {
             return tagError(place, u"HasAccountRestriction"_s, u"perhaps"_s);
         },
         Kind::Invalid, "TAG_VALUE_INVALID",
         "“perhaps” is no value for that tag. Use true or false, or for a limit a number of bytes.",
         1, "use a value of the tag"},
    };
}

} // namespace cairn::test

TEST_CASE("what goes wrong with the service on this computer is said as it is", "[situations]")
{
    cairn::test::check(cairn::test::hostSituations());
}
