// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/pins/gatewaysource.h"

#include "core/api/http/httpstream.h"
#include "core/api/source/sourceanswer.h"
#include "core/api/source/sourceblock.h"
#include "core/api/wire/routes.h"

#include <QDateTime>

#include <array>

namespace cairn::local {
using namespace Qt::StringLiterals;

namespace {

struct Said
{
    QLatin1StringView code;
    const char16_t* text; ///< %1 is the host, %2 what is added: a day, a block.
};

// In English, as all that the service itself says.
constexpr std::array sentences{
    Said{answer::retired, u"%1 is retired%2 and is asked no more."},
    Said{answer::wantsPayment, u"%1 wants payment and is asked no more."},
    Said{answer::refusesPrograms, u"%1 gives nothing to programs and is asked no more."},
    Said{answer::refused, u"%1 refuses to give this content."},
    Said{answer::busy, u"%1 asks for fewer requests."},
    Said{answer::notHere, u"%1 does not have %2."},
    Said{answer::wrongBytes, u"What %1 sent is not %2."},
    Said{answer::noAddress, u"No address is known for %1."},
    Said{answer::notAccepted, u"%1 accepts no connection."},
    Said{answer::untrusted, u"%1 cannot prove that it is %1: its certificate is not trusted."},
    Said{answer::silent, u"%1 sent nothing for too long."},
    Said{answer::cutShort, u"%1 ended its answer early."},
    Said{answer::offline, u"%1 cannot be reached."},
    Said{answer::failing, u"%1 has a fault of its own."},
    Said{answer::odd, u"%1 does not answer as a gateway does."},
};

} // namespace

GatewaySource::GatewaySource(const QUrl& gateway, SourceVerdicts& verdicts,
                             std::function<bool()> isStopping)
    : m_gateway(gateway)
    , m_verdicts(verdicts)
    , m_isStopping(std::move(isStopping))
{ }

Result<QByteArray> GatewaySource::block(const content::Cid& cid)
{
    if (auto known = m_verdicts.standing(m_gateway))
        return fail(std::move(*known));
    auto bytes = ask(cid);
    if (bytes || bytes.error().kind == Error::Kind::NotFound)
        m_verdicts.answered(m_gateway);
    if (bytes || bytes.error().kind == Error::Kind::Cancelled)
        return bytes;
    Error error = withCode(bytes.error());
    error.subject = cid.toString();
    return fail(m_verdicts.note(m_gateway, std::move(error)));
}

Result<QByteArray> GatewaySource::ask(const content::Cid& cid)
{
    HttpStream stream(m_connections,
                      routes::urlOf(m_gateway, "/ipfs/"_L1 + cid.toString() + "?format=raw"_L1),
                      "application/vnd.ipld.raw", m_isStopping);
    const auto head = stream.head();
    if (!head)
        return fail(head.error());
    const ReadBody read = [&](char* to, qint64 maxSize) { return stream.read(to, maxSize); };
    if (head->status != 200)
        return fail(refusal(*head, beginningOf(read)));
    return blockFrom(read, *head, cid, true);
}

QString sentenceOf(const QString& host, const Error& error, Timestamp now)
{
    const QString code = withCode(error).code;
    const auto said = std::ranges::find(sentences, code, &Said::code);
    if (said == sentences.end())
        return host + u": "_s + error.detail;
    QString added = error.subject;
    if (code == answer::retired)
        added = error.more.isEmpty() ? QString() : u" since "_s + error.more.first();
    QString text = QString::fromUtf16(said->text);
    text.replace(u"%2"_s, added);
    text.replace(u"%1"_s, host);
    if (error.retryAfter) {
        const auto when = std::chrono::ceil<std::chrono::seconds>(now + *error.retryAfter);
        text += u" It is asked again after "_s
            + QDateTime::fromSecsSinceEpoch(when.time_since_epoch().count(), Qt::UTC)
                  .toString(Qt::ISODate)
            + '.'_L1;
    }
    return text;
}

} // namespace cairn::local
