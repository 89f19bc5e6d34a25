// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/api/source/sourceanswer.h"
#include "core/api/source/sourceverdicts.h"
#include "core/download/sourcefault.h"
#include "tests/support/fakeclock.h"
#include "tests/support/rawserver.h"
#include "tests/support/tlsserver.h"
#include "tests/transfer/downloadfixture.h"

using namespace cairn;
using namespace cairn::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using transfer::State;
using transfer::SuspensionReason;

// Every kind of source that is met in the field: what it is found to be, and what that costs.

namespace {

const QByteArray past = "Sunset: Mon, 21 Sep 2020 00:00:00 GMT\r\n";
const QByteArray future = "Sunset: Mon, 21 Sep 2099 00:00:00 GMT\r\n";

struct Seen
{
    QByteArray status;
    QByteArray headers;
    QByteArray page;
    QString code;
    QString day{};
};

const std::vector<Seen> finalKinds{
    {"429 Too Many Requests", past + "Retry-After: 900\r\n", {}, answer::retired, u"2020-09-21"_s},
    {"410 Gone", {}, {}, answer::retired},
    {"410 Gone", past, {}, answer::retired, u"2020-09-21"_s},
    {"503 Unavailable", {}, "<p>This gateway has been retired.</p>", answer::retired},
    {"200 OK", {}, "<h1>The gateway has been shut down</h1>", answer::retired},
    {"402 Payment Required", {}, {}, answer::wantsPayment},
    {"401 Unauthorized", {}, {}, answer::refusesPrograms},
    {"403 Forbidden", {}, {}, answer::refusesPrograms},
    {"200 OK", {}, "<html>Welcome</html>", answer::refusesPrograms},
    {"503 Unavailable", {}, "<title>Just a moment...</title>", answer::refusesPrograms},
    {"429 Too Many Requests", "Cf-Mitigated: challenge\r\n", "<p>x</p>", answer::refusesPrograms},
};

void make(FakeGateway& gateway, const Seen& seen)
{
    gateway.refusal = seen.status;
    gateway.headers = seen.headers;
    gateway.page = seen.page;
}

/// Two files that a gateway has.
struct TwoFiles : BlockBox
{
    QByteArray bytes = pattern(40'000);
    content::Cid one = file(bytes, 1'000);
    content::Cid other = file(pattern(3'000, 3), 1'000);
};

/// What @p transfer's error says of each gateway; the first answer is the service's.
std::vector<SourceAnswer> gatewaysOf(const Transfer& transfer)
{
    REQUIRE(transfer.error);
    auto answers = answersOf(*transfer.error);
    REQUIRE(!answers.empty());
    CHECK(answers.front().code == answer::notHere);
    answers.erase(answers.begin());
    return answers;
}

} // namespace

TEST_CASE_METHOD(Downloads, "a source whose verdict is final is asked once, and named by all")
{
    const TwoFiles files;
    for (const Seen& seen : finalKinds) {
        INFO((seen.status + seen.headers + seen.page).toStdString());
        FakeGateway dead;
        make(dead, seen);
        FakeGateway whole(files);
        useGateways({&dead, &whole});
        for (const content::Cid& cid : {files.one, files.other}) {
            const Transfer saved = ended(get(cid, cid.toString() + dead.name()));
            CHECK(saved.state == State::Saved);
            REQUIRE(saved.dropped.size() == 1);
            CHECK(answerOf(saved.dropped[0].source, saved.dropped[0].error)
                  == SourceAnswer{dead.name(), seen.code, seen.day});
        }
        CHECK(dead.asked.size() == 1);
    }
}

TEST_CASE_METHOD(Downloads, "a CID found nowhere ends, and says what each source said")
{
    const TwoFiles files;
    for (const Seen& seen : finalKinds) {
        INFO((seen.status + seen.headers + seen.page).toStdString());
        FakeGateway dead;
        make(dead, seen);
        FakeGateway empty;
        useGateways({&dead, &empty});
        const Transfer failed = ended(get(files.one, dead.name()));
        CHECK(failed.state == State::Failed);
        CHECK(gatewaysOf(failed)
              == std::vector<SourceAnswer>{{dead.name(), seen.code, seen.day},
                                           {empty.name(), answer::notHere, {}}});
        const bool refuses = seen.code != answer::retired;
        CHECK(failed.error->code == (refuses ? fault::refused : fault::noRecord));
        CHECK(dead.asked.size() == 1);
    }
}

TEST_CASE_METHOD(Downloads, "a retired source alone is nothing to wait for")
{
    const TwoFiles files;
    FakeGateway dead;
    make(dead, finalKinds.front());
    useGateways({&dead});
    const Transfer failed = ended(get(files.one, u"back"_s));
    CHECK(failed.state == State::Failed);
    CHECK(failed.error->kind == Error::Kind::NotFound);
    CHECK(failed.error->code == fault::noRecord);
    CHECK(gatewaysOf(failed)
          == std::vector<SourceAnswer>{{dead.name(), answer::retired, u"2020-09-21"_s}});
}

TEST_CASE_METHOD(Downloads,
                 "a redirect to a retired host is a retired source, and costs the host "
                 "one request however many lead there")
{
    const TwoFiles files;
    FakeGateway dead;
    make(dead, finalKinds.front());
    std::vector<std::unique_ptr<FakeGateway>> old;
    for (const QByteArray status : {"301 Moved", "302 Found"}) {
        old.push_back(std::make_unique<FakeGateway>());
        old.back()->refusal = status;
        old.back()->headers = "Location: " + dead.url().toEncoded() + "/ipfs/x\r\n";
    }
    FakeGateway whole(files);
    useGateways({old[0].get(), old[1].get(), &dead, &whole});
    const Transfer saved = ended(get(files.one, u"one"_s));
    CHECK(saved.state == State::Saved);
    REQUIRE(saved.dropped.size() == 3);
    for (const DroppedSource& source : saved.dropped) {
        CHECK(source.error.code == answer::retired);
        CHECK(source.error.more == QStringList{u"2020-09-21"_s});
    }
    CHECK(ended(get(files.other, u"two"_s)).state == State::Saved);
    CHECK(dead.asked.size() == 1);
    CHECK(old[0]->asked.size() == 1);
    CHECK(old[1]->asked.size() == 1);
}

TEST_CASE_METHOD(Downloads, "a redirect to a host that lives is followed")
{
    FakeGateway whole;
    const content::Cid leaf = whole.box.raw("a leaf");
    FakeGateway old;
    old.refusal = "302 Found";
    old.headers = "Location: " + whole.url().toEncoded() + "/ipfs/" + leaf.toString().toLatin1()
        + "?format=raw\r\n";
    useGateways({&old});
    CHECK(ended(get(leaf, u"back"_s)).state == State::Saved);
    CHECK(bytesAt(u"back"_s) == "a leaf");
}

TEST_CASE_METHOD(Downloads, "who asks for fewer requests is waited for, as long as it says")
{
    const TwoFiles files;
    const auto [headers, from, to]
        = GENERATE(std::tuple<QByteArray, std::chrono::seconds, std::chrono::seconds>(
                       "Retry-After: 77\r\n", 60s, 77s),
                   std::tuple<QByteArray, std::chrono::seconds, std::chrono::seconds>(
                       "Date: Mon, 21 Sep 2026 14:00:00 GMT\r\n"
                       "Retry-After: Mon, 21 Sep 2026 14:15:00 GMT\r\n",
                       850s, 900s),
                   std::tuple<QByteArray, std::chrono::seconds, std::chrono::seconds>(
                       future + "Retry-After: 900\r\n", 850s, 900s));
    FakeGateway busy(files);
    busy.refusal = "429 Too Many Requests";
    busy.headers = headers;
    useGateways({&busy});
    const TransferId id = get(files.one, u"back"_s);
    REQUIRE(comesTo(id, State::Waiting));
    const Transfer waiting = *queue->find(id);
    CHECK(waiting.error->code == fault::sourceBusy);
    CHECK(waiting.error->subject == busy.name());
    CHECK(*waiting.nextAttempt - clock.now() > from);
    CHECK(*waiting.nextAttempt - clock.now() <= to);

    // Nor does another download ask it before that.
    const TransferId other = get(files.other, u"other"_s);
    REQUIRE(comesTo(other, State::Waiting));
    CHECK(*queue->find(other)->nextAttempt - clock.now() > from);
    CHECK(busy.asked.size() == 1);
    busy.refusal.clear();
    busy.headers.clear();
    clock.push(to + 2s);
    queue->tick();
    CHECK(comesTo(id, State::Saved));
    CHECK(comesTo(other, State::Saved));
}

TEST_CASE_METHOD(Downloads, "who asks for fewer requests is not waited for when all others say no")
{
    const TwoFiles files;
    FakeGateway busy;
    busy.refusal = "429 Too Many Requests";
    busy.headers = "Retry-After: 900\r\n";
    FakeGateway empty;
    FakeGateway gone;
    gone.refusal = "410 Gone";
    useGateways({&busy, &empty, &gone});
    const TransferId id = get(files.one, u"back"_s);
    REQUIRE(until([&] { return transfer::isOver(state(id)) || state(id) == State::Waiting; }));
    const Transfer failed = *queue->find(id);
    CHECK(failed.state == State::Failed);
    CHECK(failed.error->kind == Error::Kind::NotFound);
    CHECK(failed.error->code == fault::noRecord);
    CHECK(failed.error->subject == files.one.toString());
    CHECK(gatewaysOf(failed)
          == std::vector<SourceAnswer>{{busy.name(), answer::busy, {}},
                                       {empty.name(), answer::notHere, {}},
                                       {gone.name(), answer::retired, {}}});
    CHECK(busy.asked.size() == 1);
}

TEST_CASE_METHOD(Downloads, "but it is when it had given blocks before")
{
    const TwoFiles files;
    FakeGateway busy(files);
    busy.sendsCars = false;
    FakeGateway empty;
    useGateways({&busy, &empty});
    busy.box.blocks.erase(
        content::Cid::v1(content::Codec::Raw, content::sha256(files.bytes.mid(20'000, 1'000))));
    const TransferId id = get(files.one, u"back"_s);
    REQUIRE(ended(id).error->code == fault::lacksBlock);
    busy.box = files;
    busy.refusal = "429 Too Many Requests";
    queue->retry(id);
    REQUIRE(comesTo(id, State::Waiting));
    CHECK(queue->find(id)->error->code == fault::sourceBusy);
    busy.refusal.clear();
    CHECK(ended(id).state == State::Saved);
}

TEST_CASE_METHOD(Downloads, "404 and 412 mean that it is not there, and the next is asked")
{
    const TwoFiles files;
    for (const QByteArray status : {"404 Not Found", "412 Precondition Failed"}) {
        INFO(status.toStdString());
        FakeGateway empty;
        empty.refusal = status;
        FakeGateway whole(files);
        useGateways({&empty, &whole});
        const Transfer saved = ended(get(files.one, empty.name()));
        CHECK(saved.state == State::Saved);
        CHECK(saved.dropped.empty());
        CHECK(empty.asked.size() == 1);
        useGateways({&empty});
        const Transfer failed = ended(get(files.other, u"other "_s + empty.name()));
        CHECK(failed.error->code == fault::noRecord);
        CHECK(gatewaysOf(failed) == std::vector<SourceAnswer>{{empty.name(), answer::notHere, {}}});
    }
}

TEST_CASE_METHOD(Downloads, "no address and no open port have each a word, and a time")
{
    const TwoFiles files;
    QUrl closed;
    {
        FakeGateway gone;
        closed = gone.url();
    }
    const auto [url, code] = GENERATE_COPY(
        std::pair<QUrl, QString>(QUrl(u"http://nowhere.invalid"_s), answer::noAddress),
        std::pair<QUrl, QString>(closed, answer::notAccepted));
    queue->setGateways({url});
    const TransferId id = get(files.one, u"back"_s);
    const Transfer held = ended(id);
    if (held.error->code == fault::ownNetwork) // A machine without a network cannot tell.
        return;
    CHECK(held.state == State::Suspended);
    CHECK(held.suspension == SuspensionReason::SourceOffline);
    CHECK(held.error->code == fault::sourceOffline);
    CHECK(held.error->subject == BlockOrigin{url}.name());
    CHECK(gatewaysOf(held) == std::vector<SourceAnswer>{{BlockOrigin{url}.name(), code, {}}});
    REQUIRE(held.resumeAt);
    CHECK(*held.resumeAt > clock.now());

    // What nobody has beside it is not waited for without end.
    FakeGateway empty;
    queue->setGateways({url, empty.url()});
    const Transfer failed = ended(get(files.other, u"other"_s));
    CHECK(failed.state == State::Failed);
    CHECK(failed.error->kind == Error::Kind::NotFound);
    CHECK(failed.error->code == fault::noRecord);
    CHECK(gatewaysOf(failed)
          == std::vector<SourceAnswer>{{BlockOrigin{url}.name(), code, {}},
                                       {empty.name(), answer::notHere, {}}});
}

TEST_CASE_METHOD(Downloads, "who cannot show who it is is asked nothing, and not waited for")
{
    const TwoFiles files;
    CertificateIssuer issuer;
    TlsServer stranger(issuer.certificate(u"IP:127.0.0.1"_s));
    const QString name = BlockOrigin{stranger.url()}.name();
    FakeGateway empty;
    queue->setGateways({stranger.url()});
    const Transfer failed = ended(get(files.one, u"one"_s));
    CHECK(failed.state == State::Failed);
    CHECK(failed.error->code == fault::untrusted);
    CHECK(failed.error->subject == name);
    CHECK(gatewaysOf(failed) == std::vector<SourceAnswer>{{name, answer::untrusted, {}}});
    queue->setGateways({stranger.url(), empty.url()});
    const Transfer nowhere = ended(get(files.other, u"other"_s));
    CHECK(nowhere.state == State::Failed);
    CHECK(gatewaysOf(nowhere)
          == std::vector<SourceAnswer>{{name, answer::untrusted, {}},
                                       {empty.name(), answer::notHere, {}}});
    CHECK(stranger.asked.isEmpty());
}

TEST_CASE_METHOD(Downloads, "silence is one, and the next source is asked")
{
    const TwoFiles files;
    queue = std::make_unique<TransferQueue>(*api, *store, clock, nullptr, [](DownloadJob job) {
        job.control.timeout = 300ms;
        return download(job);
    });
    RawServer mute;
    FakeGateway whole(files);
    queue->setGateways({mute.url(), whole.url()});
    const QString name = BlockOrigin{mute.url()}.name();
    const Transfer saved = ended(get(files.one, u"one"_s));
    CHECK(saved.state == State::Saved);
    REQUIRE(saved.dropped.size() == 1);
    CHECK(answerOf(saved.dropped[0].source, saved.dropped[0].error)
          == SourceAnswer{name, answer::silent, {}});
    CHECK(mute.asked.count("GET ") == 1);
}

TEST_CASE_METHOD(Downloads, "a source that fails is let alone by all downloads for a while")
{
    const TwoFiles files;
    FakeGateway broken(files);
    broken.refusal = "502 Bad Gateway";
    useGateways({&broken});
    const TransferId one = get(files.one, u"one"_s);
    REQUIRE(comesTo(one, State::Waiting));
    CHECK(queue->find(one)->error->code == fault::sourceFails);
    const TransferId two = get(files.other, u"two"_s);
    REQUIRE(comesTo(two, State::Waiting));
    CHECK(broken.asked.size() <= 2); // The second only if the first pause was over by then.
    broken.refusal.clear();
    CHECK(ended(one).state == State::Saved);
    CHECK(ended(two).state == State::Saved);
}

TEST_CASE_METHOD(Downloads, "an answer that ends early is gone on with at the same block")
{
    const TwoFiles files;
    const auto length = GENERATE(FakeGateway::Length::Told, FakeGateway::Length::Untold);
    FakeGateway cut(files);
    cut.cutAfter = 20'500;
    cut.length = length;
    SECTION("at the same source")
    {
        useGateways({&cut});
        const Transfer saved = ended(get(files.one, u"back"_s));
        REQUIRE(saved.state == State::Saved);
        CHECK(saved.dropped.empty());
        CHECK(cut.askedFor("format=raw") >= 1);
        CHECK(cut.askedFor("format=car") <= 4);
    }
    SECTION("elsewhere, when that breaks off what it is asked for alone, too")
    {
        FakeGateway whole(files);
        useGateways({&cut, &whole});
        const content::Cid next = content::Cid::v1(content::Codec::Raw,
                                                   content::sha256(files.bytes.mid(19'000, 1'000)));
        cut.wrong = {}; // It lies about nothing.
        cut.box.blocks.erase(next);
        const Transfer saved = ended(get(files.one, u"back"_s));
        REQUIRE(saved.state == State::Saved);
        CHECK(saved.dropped.empty());
        REQUIRE(whole.asked.size() == 1);
        CHECK(whole.asked[0].contains("entity-bytes=19000:*"));
    }
    CHECK(bytesAt(u"back"_s) == files.bytes);
}

TEST_CASE_METHOD(Downloads, "a person's retry asks everybody once more, and only once")
{
    const TwoFiles files;
    FakeGateway dead(files);
    dead.refusal = "410 Gone";
    useGateways({&dead});
    const TransferId id = get(files.one, u"back"_s);
    CHECK(ended(id).state == State::Failed);
    CHECK(dead.asked.size() == 1);
    queue->retry(id);
    CHECK(ended(id).state == State::Failed);
    CHECK(dead.asked.size() == 2);
    CHECK(ended(get(files.other, u"other"_s)).state == State::Failed);
    CHECK(dead.asked.size() == 2);
    dead.refusal.clear();
    queue->retry(id);
    CHECK(ended(id).state == State::Saved);
}

TEST_CASE("what passes is asked again later and later, what is final never")
{
    using Kind = Error::Kind;
    FakeClock clock;
    SourceVerdicts verdicts(clock);
    const QUrl source(u"https://one.example/"_s);
    CHECK_FALSE(verdicts.standing(source));
    const Error silent = withCode({Kind::Timeout, {}});
    CHECK(silent.code == answer::silent);
    for (const auto pause : {1s, 2s, 4s, 8s, 15s, 15s, 30s, 60s, 120s, 240s, 300s, 300s}) {
        CHECK(verdicts.note(source, silent).retryAfter == pause);
        REQUIRE(verdicts.standing(source));
        CHECK(verdicts.standing(source)->retryAfter == pause);
        CHECK(verdicts.standing(QUrl(u"https://bafy.ipfs.one.example/x"_s)));
        CHECK_FALSE(verdicts.standing(QUrl(u"https://two.example"_s)));
        clock.advance(pause);
        CHECK_FALSE(verdicts.standing(source));
    }
    verdicts.answered(source);
    CHECK(verdicts.note(source, silent).retryAfter == 1s);
    verdicts.askAgain();
    CHECK_FALSE(verdicts.standing(source));
    verdicts.note(source, Error{Kind::RateLimited, {}, {}, answer::busy, 1'000'000'000s});
    CHECK(verdicts.standing(source)->retryAfter == std::chrono::days(1));

    verdicts.note(source, Error{Kind::Forbidden, {}, {}, answer::retired});
    clock.advance(std::chrono::days(10));
    verdicts.askAgain();
    CHECK(verdicts.standing(source));
    CHECK(verdicts.retirement(QUrl(u"https://bafy.ipfs.one.example/x"_s)));
    verdicts.forget();
    CHECK_FALSE(verdicts.standing(source));
}

TEST_CASE("what sources said is read back from an error, and from no other error")
{
    const auto saying = [](const QStringList& texts) {
        Error error{Error::Kind::NotFound, {}};
        error.more = texts;
        return error;
    };
    const std::vector<SourceAnswer> answers{{u"a"_s, answer::retired, u"2026-09-21"_s},
                                            {u"b"_s, answer::wrongBytes, u"bafk"_s}};
    CHECK(answersOf(saying(textsFrom(answers))) == answers);
    CHECK(answersOf(saying({u"1"_s, u"2"_s, u"3"_s})).empty());
    CHECK(answersOf(saying({u"1"_s})).empty());
    CHECK(answersOf(saying({})).empty());
}
