// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tests/torture/torture.h"

#include <QDir>
#include <QDirIterator>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <catch2/catch.hpp>

#include <algorithm>

namespace cairn::test {
using namespace Qt::StringLiterals;

// The model of what an earlier version stored, from what its service answered.
namespace {

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    REQUIRE(file.open(QIODevice::ReadOnly));
    return file.readAll();
}

void copyFolder(const QString& from, const QString& to)
{
    QDirIterator entries(from, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (entries.hasNext()) {
        const QString source = entries.next();
        QFile copy(to + u'/' + QDir(from).relativeFilePath(source));
        REQUIRE(QDir().mkpath(QFileInfo(copy).path()));
        const QByteArray bytes = contentOf(source);
        REQUIRE(copy.open(QIODevice::WriteOnly));
        REQUIRE(copy.write(bytes) == bytes.size());
    }
}

class OldModel
{
public:
    explicit OldModel(const QString& origin)
        : m_origin(origin)
        , m_service(QJsonDocument::fromJson(contentOf(origin + u"/expected.json"_s))["service"_L1]
                        .toObject())
    { }

    KnownUser user(const QString& name, const QStringList& tokens) const
    {
        KnownUser user;
        user.name = name;
        user.login = key(name);
        user.listKey = user.login;
        const QJsonArray uploads = answer(name, u"GET /user/uploads"_s).toArray();
        for (const QJsonValue value : uploads) {
            const Upload known = upload(value.toObject());
            user.uploads[known.cid] = known;
        }
        const QJsonArray listed = answer(name, u"GET /user/tokens"_s).toArray();
        for (const QJsonValue value : listed) {
            const QString token = value["name"_L1].toString();
            user.tokens.push_back({value["_id"_L1].toString().toLatin1(),
                                   tokens.contains(token) ? key(token) : QByteArray(),
                                   token,
                                   {true, false}});
        }
        addPins(user);
        return user;
    }

    QByteArray key(const QString& name) const
    {
        return m_service["keys"_L1][name].toString().toLatin1();
    }

private:
    QJsonValue answer(const QString& who, const QString& request) const
    {
        const QJsonArray all = m_service["toLogins"_L1].toArray();
        const auto found = std::ranges::find_if(all, [&](const QJsonValue& value) {
            return value["as"_L1].toString() == who
                && value["request"_L1].toString().startsWith(request);
        });
        REQUIRE(found != all.end());
        return (*found)["answer"_L1];
    }

    Upload upload(const QJsonObject& seen) const
    {
        Upload upload;
        upload.cid = seen["cid"_L1].toString().toLatin1();
        upload.names = {seen["name"_L1].toString()};
        upload.created = seen["created"_L1].toString().toLatin1();
        upload.listed = {true, false};
        upload.knowsDag = seen["pins"_L1][0]["status"_L1].toString() == u"Pinned"_s;
        const QJsonArray parts = seen["parts"_L1].toArray();
        for (const QJsonValue part : parts) {
            const CarPointer car
                = SentCar::of(contentOf(m_origin + u"/data/cars/"_s + part.toString() + u".car"_s));
            upload.plan.push_back(car);
            upload.parts.insert(car->cid);
            for (const PlacedBlock& block : car->blocks)
                upload.dag.insert(block.cid);
        }
        return upload;
    }

    void addPins(KnownUser& user) const
    {
        const QJsonValue pins = answer(user.name, u"GET /user/pins"_s)["results"_L1];
        user.mayPin = pins.isArray();
        const QJsonArray array = pins.toArray();
        for (const QJsonValue pin : array) {
            user.pins.push_back({pin["requestid"_L1].toString().toLatin1(),
                                 pin["pin"_L1]["cid"_L1].toString().toLatin1(),
                                 pin["pin"_L1]["name"_L1].toString(),
                                 pin["created"_L1].toString().toLatin1(),
                                 {true, false}});
        }
    }

    const QString m_origin;
    const QJsonObject m_service;
};

} // namespace

void Torture::beginOld(const QString& origin)
{
    m_folder = std::make_unique<QTemporaryDir>();
    const QString folder = m_folder->filePath(u"data"_s);
    copyFolder(origin + u"/data"_s, folder);
    const OldModel old(origin);
    m_model = {};
    KnownUser alice = old.user(u"alice"_s, {u"everything"_s});
    std::ranges::stable_partition(alice.tokens,
                                  [](const KnownToken& token) { return !token.secret.isEmpty(); });
    for (const QString& name : {u"revoked"_s, u"blocked"_s, u"expired"_s})
        alice.tokens.push_back({{}, old.key(name), name, {false, true}});
    KnownUser owner = old.user(u"This computer"_s, {u"script"_s});
    owner.listKey = old.key(u"script"_s);
    KnownUser carol = old.user(u"carol"_s, {});
    carol.mayWrite = false;
    m_model.users = {std::move(alice), old.user(u"bob"_s, {u"never used"_s, u"naïve ☃ token"_s}),
                     std::move(carol), std::move(owner)};
    fillCommon();
    makeDaemon(folder);
    addUser(u"somebody new"_s);
    m_daemon->start();
    makeFirstTokens();
    m_daemon->terminate();
}

} // namespace cairn::test
