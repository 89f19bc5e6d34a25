// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/localservice.h"
#include "core/vault/keychainvault.h"
#include "tests/app/machine.h"
#include "tests/support/await.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace cairn::test;

namespace {

/// cairnctl with the keychain of the session, and a service elsewhere that can go away.
struct WithKeychain : Machine
{
    std::unique_ptr<cairn::local::LocalService> service
        = *cairn::local::LocalService::start({.dataFolder = folder.filePath(u"elsewhere"_s)});
    cairn::KeychainVault vault{u"app.cairn.Cairn"_s};
    QString accounts = folder.filePath(u"data/accounts.json"_s);

    WithKeychain()
    {
        const auto session = QProcessEnvironment::systemEnvironment();
        environment.insert(u"DBUS_SESSION_BUS_ADDRESS"_s,
                           session.value(u"DBUS_SESSION_BUS_ADDRESS"_s));
        const QString login = folder.filePath(u"login"_s);
        write(login, service->sessionLogin().reveal());
        REQUIRE(ctl({u"account"_s, u"add"_s, u"Studio"_s, u"--endpoint"_s,
                     service->url().toString(), u"--login-token-file"_s, login})
                    .code
                == 0);
    }
    QString create()
    {
        const Ended created
            = ctl({u"--account"_s, u"Studio"_s, u"--json"_s, u"token"_s, u"create"_s, u"ci"_s});
        REQUIRE(created.code == 0);
        return QJsonDocument::fromJson(created.out)[u"_id"_s].toString();
    }
    qsizetype secrets() { return await(vault.search(u"account/"_s)).value().size(); }
    QJsonObject list() const
    {
        QFile file(accounts);
        REQUIRE(file.open(QIODevice::ReadOnly));
        return QJsonDocument::fromJson(file.readAll()).object();
    }
    static void write(const QString& path, const QByteArray& bytes)
    {
        QFile file(path);
        REQUIRE(file.open(QIODevice::WriteOnly));
        REQUIRE(file.write(bytes) == bytes.size());
    }
};

} // namespace

TEST_CASE_METHOD(WithKeychain, "an account that cannot be reached leaves nothing in the keychain",
                 "[.keychain]")
{
    create();
    CHECK(secrets() == 2);
    QJsonObject written = list();
    CHECK(written["keysStored"_L1].toArray().size() == 2);
    SECTION("and of an earlier version neither")
    {
        written.remove(u"keysStored"_s);
        write(accounts, QJsonDocument(written).toJson());
    }
    service.reset();
    const Ended removed = ctl({u"account"_s, u"remove"_s, u"Studio"_s});
    CHECK(removed.code == 0);
    CHECK(removed.err == "");
    CHECK(secrets() == 0);
    CHECK(list().keys() == QStringList{u"accounts"_s, u"version"_s});
}

TEST_CASE_METHOD(WithKeychain, "a revoked token's secret is gone when the command ends",
                 "[.keychain]")
{
    const QString id = create();
    REQUIRE(secrets() == 2);
    CHECK(ctl({u"--account"_s, u"Studio"_s, u"token"_s, u"revoke"_s, id}).code == 0);
    CHECK(secrets() == 1);
    CHECK(list()["keysStored"_L1].toArray().size() == 1);
    CHECK(ctl({u"account"_s, u"remove"_s, u"Studio"_s}).code == 0);
    CHECK(secrets() == 0);
}
