// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/api/http/loopback.h"
#include "core/api/http/networkenvironment.h"
#include "core/api/http/trust.h"
#include "tests/support/catchqt.h"
#include "tests/support/fakeclock.h"
#include "ui/text/accounttext.h"
#include "ui/text/errortext.h"
#include "ui/text/formatting.h"
#include "ui/text/pintext.h"
#include "ui/text/transfertext.h"

#include <QRegularExpression>
#include <QSet>

using namespace cairn;
using namespace Qt::StringLiterals;
using transfer::State;

namespace {

using Kind = Error::Kind;

std::vector<Kind> everyKind()
{
    std::vector<Kind> kinds;
    for (int kind = 0; kind <= int(Kind::KeychainDenied); ++kind)
        kinds.push_back(Kind(kind));
    return kinds;
}

const QRegularExpression nextStep(
    uR"(\b(retry|try|check|look|start|choose|use|unlock|allow|free|wait|correct|get|tell)\b)"_s,
    QRegularExpression::CaseInsensitiveOption);

} // namespace

TEST_CASE("every kind of error is a sentence of its own that names cause and next step", "[text]")
{
    QSet<QString> seen;
    for (const Kind kind : everyKind()) {
        for (const QString& subject : {QString(), u"/home/x/100%1 %2.txt"_s}) {
            const QString text = errorText({kind, u"SQLITE_BUSY 0x7f"_s, subject});
            CAPTURE(int(kind), text);
            CHECK(text.endsWith(u'.'));
            CHECK(text.contains(QRegularExpression(u"[.;:,] \\p{L}"_s)));
            CHECK(nextStep.match(text).hasMatch());
            CHECK_FALSE(text.contains(u"SQLITE"_s));
            if (!subject.isEmpty())
                continue;
            CHECK_FALSE(text.contains(u'%'));
            CHECK_FALSE(seen.contains(text));
            seen.insert(text);
        }
    }
}

TEST_CASE("an error that is about a file names it", "[text]")
{
    for (const Kind kind :
         {Kind::FileUnreadable, Kind::SourceChanged, Kind::DiskFull, Kind::Empty, Kind::Corrupt})
        CHECK(errorText({kind, {}, u"/home/x/a.txt"_s}).contains(u"“/home/x/a.txt”"_s));
}

TEST_CASE("what lies between here and a service is told apart, and named", "[text]")
{
    QSet<QString> texts;
    const auto add = [&](Kind kind, const QString& code, bool hasHost = true) {
        const QString text = errorText(Error{kind, {}, u"far.example"_s, code});
        INFO(text.toStdString());
        CHECK_FALSE(texts.contains(text));
        CHECK(text.contains(u"far.example"_s) == hasHost);
        texts.insert(text);
    };
    add(Kind::Offline, {});
    add(Kind::Offline, proxyFailed);
    add(Kind::Offline, proxyUnknown, false); // No host of it is used.
    for (const QLatin1StringView code : {insecureHttp, untrusted::notNow, untrusted::otherName,
                                         untrusted::unknownIssuer, untrusted::unusable})
        add(Kind::Untrusted, code);
}

TEST_CASE("a keychain that is locked, denied, absent or fails reads differently", "[text]")
{
    QSet<QString> texts;
    for (const Kind kind :
         {Kind::KeychainLocked, Kind::KeychainDenied, Kind::KeychainAbsent, Kind::KeychainFailed}) {
        const QString text = errorText(Error{kind});
        CHECK(text.contains(u"keychain"_s));
        CHECK_FALSE(text.contains(u"remove"_s)); // Nothing is to be thrown away for it.
        texts.insert(text);
    }
    CHECK(texts.size() == 4);
}

TEST_CASE("what the service says of a refusal tells refusals apart", "[text]")
{
    const auto text = [](Kind kind, const QString& code) {
        Error error{kind};
        error.code = code;
        return errorText(error);
    };
    QSet<QString> texts;
    for (const auto& code : {u""_s, u"ERROR_MAGIC_TOKEN_REQUIRED"_s, u"ERROR_DIDT_EXPIRED"_s,
                             u"ERROR_TOKEN_NOT_FOUND"_s, u"ERROR_MALFORMED_TOKEN"_s})
        texts.insert(text(Kind::Unauthorized, code));
    for (const auto& code : {u""_s, u"ERROR_ACCOUNT_RESTRICTED"_s, u"ERROR_DELETE_RESTRICTED"_s,
                             u"ERROR_TOKEN_BLOCKED"_s, u"ERROR_PINNING_UNAUTHORIZED"_s})
        texts.insert(text(Kind::Forbidden, code));
    for (const auto& code : {u""_s, u"ERROR_FEATURE_HAS_BEEN_SUNSET"_s})
        texts.insert(text(Kind::Maintenance, code));
    CHECK(texts.size() == 12);
    Error limited{Kind::RateLimited};
    limited.retryAfter = std::chrono::seconds(17);
    CHECK(errorText(limited).contains(u"17 s"_s));
}

TEST_CASE("a locked keychain is waiting, never signed out", "[text]")
{
    CHECK(errorText({Kind::KeychainLocked}).contains(u"not signed out"_s));
    CHECK(errorText({Kind::KeychainAbsent}).contains(u"without saving"_s));
    CHECK(errorText({Kind::KeychainFailed}).contains(u"refused"_s));
}

TEST_CASE("sizes are decimal, and none is shown as a thousand of its unit", "[text]")
{
    CHECK(formatBytes(0) == u"0 bytes"_s);
    CHECK(formatBytes(1) == u"1 byte"_s);
    CHECK(formatBytes(999) == u"999 bytes"_s);
    CHECK(formatBytes(1'000) == u"1.0 kB"_s);
    CHECK(formatBytes(999'949) == u"999.9 kB"_s);
    CHECK(formatBytes(999'999) == u"1.0 MB"_s);
    CHECK(formatBytes(52'428'800) == u"52.4 MB"_s);
    CHECK(formatBytes(5'000'000'000'000) == u"5.0 TB"_s);
    CHECK(formatBytesOf(12'000'000, 52'428'800) == u"12.0 of 52.4 MB"_s);
    CHECK(formatBytesOf(3, 12) == u"3 of 12 bytes"_s);
}

TEST_CASE("an age is told in the largest unit that fits, then as a date", "[text]")
{
    using namespace std::chrono;
    const auto now = test::FakeClock().now();
    CHECK(formatAge(now + 5s, now) == u"just now"_s);
    CHECK(formatAge(now - 59s, now) == u"just now"_s);
    CHECK(formatAge(now - 60s, now) == u"1 min ago"_s);
    CHECK(formatAge(now - 23h, now) == u"23 h ago"_s);
    CHECK(formatAge(now - 25h, now) == u"yesterday"_s);
    CHECK(formatAge(now - days(30), now) == u"30 days ago"_s);
    CHECK(formatAge(now - days(31), now) == formatDate(now - days(31)));
}

TEST_CASE("a short CID keeps head and tail, and what is short stays whole", "[text]")
{
    CHECK(shortCid(u"bafybeiabc"_s) == u"bafybeiabc"_s);
    const QString shortened
        = shortCid(u"bafybeic6svhkwl3y2wvkj33weshyjjs5cbvgijh7yo3kjasyglrdwe2l74"_s);
    CHECK(shortened == u"bafybeic6s…we2l74"_s);
}

TEST_CASE("no pins, unknown pins and unknown deals are unknown, never no", "[text]")
{
    CHECK(pinsText({}).text == u"Unknown"_s);
    CHECK(pinsText({}).tone == Tone::Neutral);
    CHECK(pinText(PinStatus::Unknown).text == u"Unknown"_s);
    CHECK(pinText(PinStatus::Undefined).text == u"Unknown"_s);
    CHECK(dealText(DealStatus::Unknown).text == u"Unknown"_s);
    QSet<QString> words;
    for (int status = 0; status <= int(PinStatus::Unknown); ++status) {
        const StatusText text = pinText(PinStatus(status));
        CHECK_FALSE(text.text.isEmpty());
        CHECK_FALSE(text.icon.isEmpty());
        if (PinStatus(status) == PinStatus::Unknown || PinStatus(status) == PinStatus::Undefined)
            continue;
        CHECK_FALSE(words.contains(text.text));
        words.insert(text.text);
    }
}

TEST_CASE("a status word that we do not know is shown as the service spells it", "[text]")
{
    const Pin pin{.status = PinStatus::Unknown, .unknownWord = u"Tele\nported"_s};
    CHECK(pinText(pin).text == u"Tele␊ported"_s);
    CHECK(pinText(pin).tone == Tone::Neutral);
    CHECK(pinsText({pin}).text == pinText(pin).text);
    CHECK(pinsText({pin, pin}).text == pinText(pin).text);
    CHECK(pinsText({pin, {.status = PinStatus::Pinned}}).text == u"Pinned in 1 of 2 places"_s);
    const Deal deal{.status = DealStatus::Unknown, .unknownWord = u"Slashed"_s};
    CHECK(dealText(deal, test::FakeClock().now()).text == u"Slashed"_s);
}

TEST_CASE("a deal past its end has ended, whatever the service says", "[text]")
{
    const auto now = test::FakeClock().now();
    Deal deal{.status = DealStatus::Active, .expiration = now + std::chrono::seconds(1)};
    CHECK(dealText(deal, now).text == u"Deal active"_s);
    deal.expiration = now;
    CHECK(dealText(deal, now).text == u"Deal ended"_s);
    CHECK(dealText(deal, now).tone == Tone::Caution);
    deal.expiration.reset();
    CHECK(dealText(deal, now).text == u"Deal active"_s);
}

TEST_CASE("of several places the worst is told first, with how many", "[text]")
{
    const auto told = [](std::initializer_list<PinStatus> states) {
        std::vector<Pin> pins;
        for (const PinStatus state : states)
            pins.push_back({.status = state});
        return pinsText(pins);
    };
    CHECK(told({PinStatus::Pinned, PinStatus::Pinned}).text == u"Pinned in 2 places"_s);
    CHECK(told({PinStatus::Pinned, PinStatus::Pinning}).text == u"Pinned in 1 of 2 places"_s);
    CHECK(told({PinStatus::Pinned, PinStatus::Pinning}).tone == Tone::Caution);
    CHECK(told({PinStatus::Pinned, PinStatus::PinError}).text == u"Failed in 1 of 2 places"_s);
    CHECK(told({PinStatus::Pinned, PinStatus::PinError}).tone == Tone::Bad);
    CHECK(told({PinStatus::Unknown, PinStatus::Unknown}).tone == Tone::Neutral);
}

TEST_CASE("each phase of an upload has words, and only real figures are shown", "[text]")
{
    Transfer transfer{.id = 1, .name = u"a.bin"_s};
    QSet<QString> phases;
    for (int state = 0; state <= int(State::Failed); ++state) {
        transfer.state = State(state);
        phases.insert(phaseText(transfer, {}).text);
    }
    CHECK(phases.size() == 8);
    transfer.state = State::Sending;
    CHECK(progressText(transfer).isEmpty());
    transfer.totalBytes = 52'428'800;
    transfer.acknowledgedBytes = 12'000'000;
    transfer.sentBytes = 40'000'000;
    CHECK(progressText(transfer) == u"12.0 of 52.4 MB confirmed"_s);
    transfer.parts = 5;
    transfer.acknowledgedParts = 2;
    CHECK(progressText(transfer) == u"12.0 of 52.4 MB confirmed, 2 of 5 parts"_s);
    transfer.state = State::Failed;
    transfer.error = Error{Kind::DiskFull};
    CHECK(transferSentence(transferText(transfer, {})).contains(u"no space left"_s));
    CHECK(transferSentence(transferText(transfer, {})).startsWith(u"a.bin, Failed"_s));
}

TEST_CASE("what is being sent and does not move is stalled, and says for how long", "[text]")
{
    const Timestamp now(std::chrono::hours(1000));
    Transfer transfer{.id = 1, .state = State::Sending, .partsInFlight = 1};
    transfer.lastProgress = now - std::chrono::seconds(3);
    CHECK(phaseText(transfer, now).text == u"Sending"_s);
    transfer.lastProgress = now - std::chrono::seconds(12);
    CHECK(phaseText(transfer, now).text == u"Stalled 12 s"_s);
    transfer.partsInFlight = 0; // Others have every slot: nothing of it is on its way.
    CHECK(phaseText(transfer, now).text == u"Sending"_s);
}

TEST_CASE("an incomplete upload says how much is there, and each hold what ends it", "[text]")
{
    const Transfer transfer{
        .id = 1, .state = State::Incomplete, .parts = 4, .acknowledgedParts = 3};
    CHECK(phaseText(transfer, {}).text == u"Incomplete (3 of 4 parts)"_s);
    CHECK(transferText(transfer, {}).detail.contains(u"Resume"_s));
    QSet<QString> holds;
    QSet<QString> ends;
    for (int reason = 0; reason <= int(transfer::SuspensionReason::SourceOffline); ++reason) {
        const Transfer held{
            .id = 1, .state = State::Suspended, .suspension = transfer::SuspensionReason(reason)};
        holds.insert(transferText(held, {}).phase.text);
        ends.insert(transferText(held, {}).detail);
    }
    CHECK(holds.size() == 7);
    CHECK(ends.size() == 7);
}

TEST_CASE("what was left out is named, and counted where it is much", "[text]")
{
    Transfer transfer{.id = 1, .state = State::Stored, .notes = {u"/x/.git"_s, u"/x/.env"_s}};
    CHECK(transferText(transfer, {}).detail.startsWith(u"Left out: .git"_s));
    for (int i = 0; i < 1000; ++i)
        transfer.notes << u"/x/.%1"_s.arg(i);
    CHECK(transferText(transfer, {}).detail == u"Left out: .git, .env, .0 and 999 more."_s);
}

TEST_CASE("durations have two figures at most, and near times no date", "[text]")
{
    using namespace std::chrono_literals;
    CHECK(formatDuration(12s) == u"12 s"_s);
    CHECK(formatDuration(200s) == u"3 min 20 s"_s);
    CHECK(formatDuration(25min) == u"25 min"_s);
    CHECK(formatDuration(125min) == u"2 h 5 min"_s);
    CHECK(formatDuration(50h) == u"2 days 2 h"_s);
    CHECK(formatRate(3'200'000) == u"3.2 MB/s"_s);
    const Timestamp now(std::chrono::hours(24 * 20'000 + 12));
    CHECK(formatMoment(now + 1h, now) == formatTime(toLocalTime(now + 1h)));
    CHECK(formatMoment(now + 20h, now).startsWith(u"tomorrow, "_s));
    CHECK(formatMoment(now + 72h, now) == formatDateTime(now + 72h));
}

TEST_CASE("confirming is not yet stored", "[text]")
{
    const Transfer transfer{.id = 1, .state = State::Confirming, .totalBytes = 5};
    CHECK(progressText(transfer).contains(u"asking whether the service lists it"_s));
    CHECK(phaseText(transfer, {}).tone != Tone::Good);
}

TEST_CASE("each standing of an account and each reason has words", "[text]")
{
    QSet<QString> words;
    for (int state = 0; state <= int(Account::State::KeychainUnavailable); ++state)
        words.insert(stateWord(Account::State(state)));
    CHECK(words.size() == 6);
    CHECK(permissionText(Account::Permission::Yes).isEmpty());
    for (int reason = 1; reason <= int(Account::Permission::DeleteRestricted); ++reason)
        CHECK(permissionText(Account::Permission(reason)).endsWith(u'.'));
    CHECK(endpointText({.endpoint = QUrl(u"https://a.example/x"_s)}) == u"a.example"_s);
    CHECK(endpointText({.endpoint = QUrl(u"http://127.0.0.1:81"_s)}) == u"127.0.0.1:81"_s);
}

TEST_CASE("why a download does not go on is a sentence of its own for each reason", "[text]")
{
    QSet<QString> seen;
    for (const auto& code :
         {u"NO_RECORD"_s, u"SOURCE_OFFLINE"_s, u"LACKS_BLOCK"_s, u"SOURCE_REFUSED"_s,
          u"WRONG_BYTES"_s, u"NO_NETWORK"_s, u"TARGET_EXISTS"_s, u"TARGET_FOLDER_MISSING"_s,
          u"TARGET_BUSY"_s, u"TARGET_UNWRITABLE"_s, u"TARGET_DISK_FULL"_s, u"NOT_A_FILE"_s,
          u"NO_SUCH_PATH"_s}) {
        const QString text = errorText({Kind::NotFound, u"HTTP 404"_s, u"100%1 %2"_s, code});
        INFO(text.toStdString());
        CHECK(text.contains(u"100%1 %2"_s));
        CHECK_FALSE(text.contains(u"HTTP 404"_s));
        CHECK(text.endsWith(u'.'));
        CHECK_FALSE(seen.contains(text));
        seen.insert(text);
    }
}

TEST_CASE("a download says what is verified, which source it dropped, and what it left out",
          "[text]")
{
    Transfer transfer;
    transfer.download = DownloadRequest{content::CidString(u"bafy"_s), {}, u"/t"_s, {}};
    transfer.name = u"t"_s;
    transfer.state = State::Receiving;
    transfer.totalBytes = 2'000'000;
    transfer.acknowledgedBytes = 1'000'000;
    CHECK(transferText(transfer, {}).phase.text == u"Downloading"_s);
    CHECK(transferText(transfer, {}).figures.endsWith(u"verified"_s));
    CHECK(transferText(transfer, {}).detail.isEmpty());
    transfer.dropped = {{u"one.example"_s, {Kind::Corrupt, {}, u"bafkblock"_s}}};
    transfer.state = State::Saved;
    CHECK(transferText(transfer, {}).phase.text == u"Saved"_s);
    transfer.leftOut = {{u"in/odd"_s, LeftOut::Reason::NameTooLong}};
    transfer.leftOutCount = 1;
    CHECK(transferText(transfer, {}).phase.text == u"Saved in part"_s);
    const QString detail = transferText(transfer, {}).detail;
    CHECK(detail.contains(u"one.example"_s));
    CHECK(detail.contains(u"bafkblock"_s));
    CHECK(detail.contains(u"in/odd (the name is longer than 255 bytes)"_s));
    transfer.leftOutCount = 12;
    CHECK(transferText(transfer, {}).detail.contains(u"and 11 more"_s));
    CHECK(transferSentence(transferText(transfer, {})).contains(u"Saved"_s));
}
