// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/api/client/apiclient.h"
#include "core/local/localservice.h"
#include "tests/support/await.h"

#include <QNetworkAccessManager>
#include <QTemporaryDir>
#include <QThreadPool>

using namespace cairn;
using namespace Qt::StringLiterals;
using cairn::test::await;

namespace {

const auto helloRoot = u"bafybeic6svhkwl3y2wvkj33weshyjjs5cbvgijh7yo3kjasyglrdwe2l74"_s;
/// The official client's upload of hello.txt, byte for byte (contract §12.1).
const auto helloCar = QByteArray::fromHex(
    "3aa265726f6f747381d82a582500017012205e954eab2f78d5aaa4ef76248f84a65d106a6424ffc3b6a4825832e23b"
    "134bff6776657273696f6e015d017012205e954eab2f78d5aaa4ef76248f84a65d106a6424ffc3b6a4825832e23b13"
    "4bff12330a2401551220b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde91209686"
    "56c6c6f2e747874180b0a0208012f01551220b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7"
    "ace2efcde968656c6c6f20776f726c64");

struct Bytes final : HttpBody
{
    explicit Bytes(QByteArray bytes)
        : all(std::move(bytes))
    { }
    qint64 length() const override { return all.size(); }
    qint64 read(char* to, qint64 maxSize) override
    {
        const qint64 count = std::min<qint64>(maxSize, all.size() - at);
        std::copy_n(all.constData() + at, count, to);
        at += count;
        return count;
    }
    void sent(qint64) override { }

    const QByteArray all;
    qint64 at = 0;
};

struct Ends
{
    QTemporaryDir folder;
    SystemClock clock;
    QNetworkAccessManager network;
    std::unique_ptr<local::LocalService> service = *local::LocalService::start(
        {.dataFolder = folder.path(), .pace = local::Throttle::Pace::Unlimited});
    QThreadPool workers;
    ApiClient owner{network, service->url(), ApiClient::Pace::Unlimited, clock};
    ApiClient script{network, service->url(), ApiClient::Pace::Unlimited, clock};

    Ends() { owner.setCredentials(service->sessionLogin(), {}); }

    Result<Receipt> post(ApiClient& api, const QByteArray& car, const QString& name)
    {
        return await(api.postCar(std::make_shared<Bytes>(car), name, workers));
    }

    /// Gives `steps` an API token of its own.
    TokenId hireScript(const NewToken& token)
    {
        const auto created = await(owner.createToken(token));
        REQUIRE(created);
        REQUIRE_FALSE(created->secret.isEmpty());
        script.setCredentials({}, created->secret);
        return created->id;
    }
};

} // namespace

TEST_CASE_METHOD(Ends, "the service says its version and that it is open")
{
    CHECK(await(owner.version()).value().mode == u"rw"_s);
}

TEST_CASE_METHOD(Ends, "the owner is known by name and has used nothing yet")
{
    CHECK(await(owner.identity()).value().name == u"This computer"_s);
    CHECK(await(owner.usage()).value().uploaded == 0);
}

TEST_CASE_METHOD(Ends, "a created token is listed without its secret")
{
    const TokenId id = hireScript({.name = u"ci – ünïcode"_s});
    const auto tokens = await(owner.tokens());
    REQUIRE(tokens);
    REQUIRE(tokens->size() == 1);
    CHECK(tokens->front().token.id == id);
    CHECK(tokens->front().token.name == u"ci – ünïcode"_s);
    CHECK(tokens->front().secret.isEmpty());
    CHECK_FALSE(tokens->front().token.hint.isEmpty());
}

TEST_CASE_METHOD(Ends, "the service says that it keeps the limits of a token")
{
    CHECK(await(owner.tokenLimits()) == TokenLimits{true, true});
}

TEST_CASE_METHOD(Ends, "a token uploads, the upload is listed and pinned, the token counts it")
{
    hireScript({.name = u"ci"_s});
    const auto receipt = post(script, helloCar, u"LICENSE–MIT.txt"_s);
    REQUIRE(receipt);
    CHECK(receipt->cid == helloRoot);
    CHECK(receipt->carCid == u"bagbaieradq4zjlquqck3skbnhttrbyuc3itevdetdyzcguouple2rvsfcsoa"_s);

    const auto page = await(script.uploads({}));
    REQUIRE(page);
    CHECK(page->total == 1);
    REQUIRE(page->uploads.size() == 1);
    const Upload& upload = page->uploads.front();
    CHECK(upload.cid == helloRoot);
    CHECK(upload.name == u"LICENSE–MIT.txt"_s);
    CHECK(upload.dagSize == 68);
    REQUIRE(upload.pins.size() == 1);
    CHECK(upload.pins.front().status == PinStatus::Pinned);
    CHECK(upload.parts == std::vector{receipt->carCid});

    CHECK(await(owner.upload(content::CidString(helloRoot))).value() == upload);
    CHECK(await(owner.status(content::CidString(helloRoot))).value().dagSize == 68);
    CHECK(await(owner.usage()).value().uploaded == 68);
    CHECK(await(owner.tokens()).value().front().token.hasUploads);
}

TEST_CASE_METHOD(Ends, "a revoked token is refused at once, and its uploads stay")
{
    const TokenId id = hireScript({.name = u"ci"_s});
    REQUIRE(post(script, helloCar, u"a"_s));
    REQUIRE(await(owner.revokeToken(id)));
    const auto refused = await(script.uploads({}));
    CHECK(refused.error().kind == Error::Kind::Unauthorized);
    CHECK(refused.error().code == u"ERROR_TOKEN_NOT_FOUND"_s);
    CHECK(await(owner.uploads({})).value().total == 1);
    CHECK(await(owner.tokens()).value().empty());
}

TEST_CASE_METHOD(Ends, "revoking what is not there is not found")
{
    CHECK(await(owner.revokeToken(TokenId(u"4711"_s))).error().kind == Error::Kind::NotFound);
}

TEST_CASE_METHOD(Ends, "a token is no login")
{
    hireScript({.name = u"ci"_s});
    ApiClient cheat(network, service->url(), ApiClient::Pace::Unlimited, clock);
    const auto created = await(owner.createToken({.name = u"b"_s}));
    cheat.setCredentials(created->secret, {});
    CHECK(await(cheat.tokens()).error().code == u"ERROR_MAGIC_TOKEN_REQUIRED"_s);
}

TEST_CASE_METHOD(Ends, "a token without the list scope may upload and not list")
{
    hireScript({.name = u"drop box"_s, .scopes = Scope::Upload});
    CHECK(post(script, helloCar, u"a"_s));
    CHECK(await(script.uploads({})).error().kind == Error::Kind::Forbidden);
}

TEST_CASE_METHOD(Ends, "an expired token is refused")
{
    // Long enough to be made on a busy machine.
    hireScript({.name = u"short"_s, .expires = clock.now() + std::chrono::seconds(1)});
    // Not a wait for time to pass: asked until it is refused.
    Result<UploadPage> answer = await(script.uploads({}));
    for (int tries = 0; answer && tries < 100'000; ++tries)
        answer = await(script.uploads({}));
    REQUIRE_FALSE(answer);
    CHECK(answer.error().kind == Error::Kind::Unauthorized);
}

TEST_CASE_METHOD(Ends, "an upload is renamed by its CID")
{
    REQUIRE(post(owner, helloCar, u"old"_s));
    REQUIRE(await(owner.renameUpload(content::CidString(helloRoot), u"new „name“"_s)));
    CHECK(await(owner.upload(content::CidString(helloRoot))).value().name == u"new „name“"_s);
    CHECK(await(owner.renameUpload(
                    content::CidString(
                        u"bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku"_s),
                    u"x"_s))
              .error()
              .kind
          == Error::Kind::NotFound);
}

TEST_CASE_METHOD(
    Ends,
    "a deleted upload leaves the list, its content stays known, storing it again brings it back")
{
    REQUIRE(post(owner, helloCar, u"a"_s));
    const QString id = await(owner.upload(content::CidString(helloRoot))).value().id;
    REQUIRE(await(owner.deleteUpload(content::CidString(helloRoot))));
    CHECK(await(owner.uploads({})).value().total == 0);
    CHECK(await(owner.deleteUpload(content::CidString(helloRoot))).error().kind
          == Error::Kind::NotFound);
    CHECK(await(owner.status(content::CidString(helloRoot))));
    REQUIRE(post(owner, helloCar, u"b"_s));
    CHECK(await(owner.upload(content::CidString(helloRoot))).value().id == id);
}

TEST_CASE_METHOD(Ends, "a CAR with one wrong byte is refused and nothing is listed")
{
    QByteArray car = helloCar;
    car.back() = 'D';
    const auto receipt = post(owner, car, u"a"_s);
    CHECK(receipt.error().kind == Error::Kind::Invalid);
    CHECK(receipt.error().code == u"ERROR_INVALID_CAR"_s);
    CHECK(await(owner.uploads({})).value().total == 0);
}

TEST_CASE_METHOD(Ends, "an unknown CID is not found, and what is none is invalid")
{
    CHECK(await(owner.status(content::CidString(helloRoot))).error().kind == Error::Kind::NotFound);
    CHECK(await(owner.status(content::CidString(u"nonsense"_s))).error().code
          == u"ERROR_INVALID_CID"_s);
    CHECK(await(owner.upload(content::CidString(helloRoot))).error().kind == Error::Kind::NotFound);
}

TEST_CASE_METHOD(Ends, "a wrong token is told from none")
{
    script.setCredentials({}, Secret("wrong"));
    CHECK(await(script.uploads({})).error().code == u"ERROR_UNRECOGNISED_TOKEN"_s);
}
