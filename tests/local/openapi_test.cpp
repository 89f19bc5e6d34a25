// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/endpoints/router.h"
#include "tests/local/client.h"

#include <QJsonDocument>
#include <QSet>

#include <catch2/catch.hpp>

using namespace cairn;
using namespace cairn::test;
using namespace Qt::StringLiterals;

namespace {

/// The route's pattern as the description writes it.
QString documented(const local::Route& route)
{
    QStringList segments = QString::fromLatin1(route.pattern).split('/'_L1);
    for (QString& segment : segments) {
        if (segment.startsWith(':'_L1))
            segment = '{'_L1 + segment.mid(1) + '}'_L1;
        else if (segment == "*"_L1)
            segment = u"{path}"_s;
    }
    return segments.join('/'_L1);
}

QStringList schemes(const QJsonArray& security)
{
    QStringList names;
    for (const QJsonValue choice : security)
        names += choice.toObject().keys();
    return names;
}

/// Every "$ref" below @p value.
void collectReferences(const QJsonValue& value, QSet<QString>& references)
{
    if (value.isArray()) {
        for (const QJsonValue entry : value.toArray())
            collectReferences(entry, references);
    }
    const QJsonObject object = value.toObject();
    for (auto member = object.begin(); member != object.end(); ++member) {
        if (member.key() == "$ref"_L1)
            references.insert(member.value().toString());
        else
            collectReferences(member.value(), references);
    }
}

} // namespace

TEST_CASE("The description names every route, and who may use it, and nothing else")
{
    Client client;
    const Answer answer = client.ask("GET", "/openapi.json");
    REQUIRE(answer.status == 200);
    CHECK(answer.header("Content-Type") == "application/json;charset=UTF-8");
    const QJsonObject description = answer.object();
    CHECK(description["openapi"_L1] == u"3.1.0"_s);
    const QJsonObject paths = description["paths"_L1].toObject();

    QSet<QString> served;
    for (const local::Route& route : client.service().routes()) {
        const QString path = documented(route);
        const QString verb = QString::fromLatin1(route.method).toLower();
        INFO(verb.toStdString() << ' ' << path.toStdString());
        const QJsonObject operation = paths[path][verb].toObject();
        CHECK_FALSE(operation["summary"_L1].toString().isEmpty());
        CHECK_FALSE(operation["responses"_L1].toObject().isEmpty());
        const QStringList who = schemes(operation["security"_L1].toArray());
        CHECK(operation["security"_L1].isArray());
        using Access = local::Rule::Access;
        CHECK((route.rule.access == Access::Public) == who.isEmpty());
        CHECK((route.rule.access == Access::LoginOrToken) == who.contains(u"token"_s));
        served.insert(verb + ' '_L1 + path);
    }
    for (const QString& path : paths.keys()) {
        for (const QString& verb : paths[path].toObject().keys()) {
            INFO(verb.toStdString() << ' ' << path.toStdString());
            CHECK(served.contains(verb + ' '_L1 + path));
        }
    }
}

TEST_CASE("The description refers only to what is in it")
{
    Client client;
    const QJsonObject description = client.ask("GET", "/openapi.json").object();
    QSet<QString> references;
    collectReferences(description, references);
    CHECK(references.size() > 20);
    for (const QString& reference : std::as_const(references)) {
        INFO(reference.toStdString());
        QJsonValue target = description;
        for (const QString& step : reference.mid(2).split('/'_L1))
            target = target[step];
        CHECK(target.isObject());
    }
}

TEST_CASE("The description says of every route what any request may be refused for")
{
    Client client;
    const QJsonObject description = client.ask("GET", "/openapi.json").object();
    const QJsonObject paths = description["paths"_L1].toObject();
    for (const QString& path : paths.keys()) {
        const QJsonObject operations = paths[path].toObject();
        for (const QString& verb : operations.keys()) {
            INFO(verb.toStdString() << ' ' << path.toStdString());
            const QJsonObject responses = operations[verb]["responses"_L1].toObject();
            CHECK(responses.contains("403"_L1));
            CHECK(responses.contains("429"_L1));
            CHECK(responses.contains("503"_L1));
        }
    }
}
