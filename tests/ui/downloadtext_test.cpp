// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/api/source/sourceanswer.h"
#include "tests/support/catchqt.h"
#include "ui/text/downloadtext.h"
#include "ui/text/transfertext.h"

using namespace cairn;
using namespace Qt::StringLiterals;
using transfer::State;

namespace {

using Kind = Error::Kind;

Transfer downloadIn(State state, const QString& code, const QString& subject,
                    const std::vector<SourceAnswer>& answers)
{
    Transfer transfer;
    transfer.download = DownloadRequest{content::CidString(u"bafy"_s), {}, u"/t"_s, {}};
    transfer.name = u"t"_s;
    transfer.state = state;
    transfer.error = Error{Kind::NotFound, {}, subject, code};
    transfer.error->more = textsFrom(answers);
    return transfer;
}

} // namespace

TEST_CASE("what a source said is a phrase of its own for each verdict", "[text]")
{
    const auto phrase = [](QLatin1StringView code, const QString& value = {}) {
        return sourceAnswerText({u"one.example"_s, code, value});
    };
    CHECK(phrase(answer::retired) == u"one.example is retired"_s);
    CHECK(phrase(answer::retired, u"2026-09-21"_s)
          == u"one.example is retired since 21 Sep 2026"_s);
    CHECK(phrase(answer::busy) == u"one.example asks for fewer requests"_s);
    CHECK(phrase(answer::wantsPayment) == u"one.example wants payment"_s);
    CHECK(phrase(answer::refusesPrograms) == u"one.example refuses programs"_s);
    CHECK(phrase(answer::refused) == u"one.example refuses to give this out"_s);
    CHECK(phrase(answer::notHere) == u"one.example does not have it"_s);
    CHECK(phrase(answer::wrongBytes, u"bafkblock"_s)
          == u"one.example gave wrong bytes at block bafkblock"_s);
    CHECK(phrase(answer::noAddress) == u"one.example has no address in the DNS"_s);
    CHECK(phrase(answer::notAccepted) == u"one.example accepts no connection"_s);
    CHECK(phrase(answer::untrusted) == u"one.example has a certificate that is not trusted"_s);
    CHECK(phrase(answer::silent) == u"one.example does not answer"_s);
    CHECK(phrase(answer::cutShort) == u"one.example breaks off its answers"_s);
    CHECK(phrase(answer::offline) == u"one.example cannot be reached"_s);
    CHECK(phrase(answer::failing) == u"one.example fails while answering"_s);
    CHECK(phrase(answer::odd) == u"one.example does not answer as a source should"_s);
    const Error unpaid{Kind::Forbidden, {}, {}, answer::wantsPayment};
    CHECK(droppedSourceText(u"one.example"_s, unpaid) == u"one.example wants payment."_s);
    // As earlier versions stored it.
    CHECK(droppedSourceText(u"one.example"_s, {Kind::Offline, {}})
          == u"one.example cannot be reached."_s);
}

TEST_CASE("a CID found nowhere says what each source said, and says it once", "[text]")
{
    Transfer transfer = downloadIn(State::Failed, u"NO_RECORD"_s, u"bafy"_s,
                                   {{u"one.example"_s, answer::notHere, {}},
                                    {u"two.example"_s, answer::retired, u"2026-09-21"_s}});
    transfer.dropped = {{u"two.example"_s, {Kind::Forbidden, {}, {}, answer::retired}}};
    const QString detail = transferText(transfer, {}).detail;
    INFO(detail.toStdString());
    CHECK(detail.startsWith(u"Not found: one.example does not have it, two.example is retired "
                            "since 21 Sep 2026. "_s));
    CHECK(detail.count(u"two.example"_s) == 1);
}

TEST_CASE("a hold says its source, the reason and the time", "[text]")
{
    for (const auto& code : {u"SOURCE_OFFLINE"_s, u"SOURCE_BUSY"_s, u"SOURCE_FAILS"_s}) {
        Transfer transfer = downloadIn(State::Suspended, code, u"one.example"_s,
                                       {{u"one.example"_s, answer::busy, {}}});
        transfer.suspension = transfer::SuspensionReason::SourceOffline;
        transfer.resumeAt = Timestamp(std::chrono::hours(6));
        const TransferText held = transferText(transfer, {});
        CHECK(held.phase.text.startsWith(u"Held, next attempt 06:00"_s));
        CHECK(held.detail.startsWith(u"“one.example” "_s));
        CHECK(held.detail.contains(u"one.example asks for fewer requests"_s));

        transfer.state = State::Waiting;
        transfer.nextAttempt = transfer.resumeAt;
        const TransferText waiting = transferText(transfer, {});
        CHECK(waiting.phase.text.startsWith(u"Next attempt 06:00"_s));
        CHECK(waiting.detail == held.detail);
    }
}

TEST_CASE("what an earlier version stored of a source is read as it was", "[text]")
{
    Transfer transfer = downloadIn(State::Suspended, u"SOURCE_OFFLINE"_s, u"one.example"_s, {});
    transfer.suspension = transfer::SuspensionReason::SourceOffline;
    const TransferText held = transferText(transfer, {});
    CHECK(held.phase.text == u"Held: no source can be reached"_s);
    CHECK(held.detail.startsWith(u"“one.example” cannot be reached. "_s));
    transfer.error->code = u"SOURCE_REFUSED"_s;
    CHECK(
        transferText(transfer, {}).detail.startsWith(u"“one.example” refuses to give this out."_s));
}
