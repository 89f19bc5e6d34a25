// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/http/responses.h"

#include "core/api/wire/routes.h"
#include "core/api/wire/wire.h"
#include "core/base/logging.h"

#include <QJsonDocument>

namespace cairn::local {
using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype largestJson = 1024 * 1024;
constexpr char soon[] = "5"; // Seconds.

HttpResponse jsonBytes(const QJsonDocument& document, int status)
{
    return {
        status, {{"Content-Type", routes::jsonType}}, document.toJson(QJsonDocument::Compact), {}};
}

int statusOf(const Error& error)
{
    switch (error.kind) {
    case Error::Kind::Unauthorized:
        return 401;
    case Error::Kind::Forbidden:
        return 403;
    case Error::Kind::NotFound:
        return 404;
    case Error::Kind::Invalid:
    case Error::Kind::Empty:
    case Error::Kind::Corrupt:
        return 400;
    case Error::Kind::Conflict:
        return 409;
    case Error::Kind::TooLarge:
        return 413;
    case Error::Kind::RateLimited:
        return 429;
    case Error::Kind::Maintenance:
        return error.code == "ERROR_FEATURE_HAS_BEEN_SUNSET"_L1 ? 410 : 503;
    case Error::Kind::DiskFull:
        return 507;
    case Error::Kind::Cancelled: // Nobody reads it.
        return 503;
    default:
        return 500;
    }
}

class Answering final : public BodyReceiver
{
public:
    explicit Answering(std::function<HttpResponse()> answer)
        : m_answer(std::move(answer))
    { }
    void write(QByteArrayView) override { }
    HttpResponse finish() override { return m_answer(); }

private:
    std::function<HttpResponse()> m_answer;
};

class Refusing final : public BodyReceiver
{
public:
    explicit Refusing(HttpResponse response)
        : m_response(std::move(response))
    { }
    void write(QByteArrayView) override { }
    HttpResponse finish() override { return std::move(m_response); }
    bool wantsBody() const override { return false; }

private:
    HttpResponse m_response;
};

class ReceivingJson final : public BodyReceiver
{
public:
    ReceivingJson(std::function<HttpResponse(const QJsonObject&)> answer, Envelope envelope)
        : m_answer(std::move(answer))
        , m_envelope(envelope)
    { }
    void write(QByteArrayView bytes) override
    {
        m_tooLarge = m_tooLarge || m_body.size() + bytes.size() > largestJson;
        if (!m_tooLarge)
            m_body.append(bytes);
    }
    HttpResponse finish() override
    {
        if (m_tooLarge)
            return failure(413, u"HTTP_ERROR"_s, u"The body is too large."_s, m_envelope);
        QJsonParseError error;
        const auto document = QJsonDocument::fromJson(m_body, &error);
        if (!document.isObject())
            return failure(400, u"HTTP_ERROR"_s,
                           u"Expected a JSON object: %1"_s.arg(error.errorString()), m_envelope);
        return m_answer(document.object());
    }

private:
    std::function<HttpResponse(const QJsonObject&)> m_answer;
    const Envelope m_envelope;
    QByteArray m_body;
    bool m_tooLarge = false;
};

} // namespace

HttpResponse json(const QJsonObject& object, int status)
{
    return jsonBytes(QJsonDocument(object), status);
}

HttpResponse json(const QJsonArray& array, int status)
{
    return jsonBytes(QJsonDocument(array), status);
}

HttpResponse failure(int status, const QString& code, const QString& message, Envelope envelope)
{
    if (envelope == Envelope::Plain)
        return json(wire::toJson(wire::Failure{code, message}), status);
    QJsonObject error{{u"details"_s, message}};
    if (!code.isEmpty())
        error.insert(u"reason"_s, code);
    return json(QJsonObject{{u"error"_s, error}}, status);
}

HttpResponse failure(const Error& error, Envelope envelope)
{
    const int status = statusOf(error);
    // Codes of the reader of DAGs are no part of the API.
    const bool hasOwnCode = !error.code.isEmpty() && !error.code.startsWith("DAG_"_L1);
    if (error.kind == Error::Kind::NotFound && !hasOwnCode)
        return notFound();
    if (error.kind == Error::Kind::DiskFull) {
        qCCritical(lcLocal) << "no space left:" << error.subject << error.detail;
        return failure(status, u"ERROR_DISK_FULL"_s,
                       u"The service has no space left; nothing of this was stored."_s, envelope);
    }
    if (error.code == "SQLITE_BUSY"_L1) {
        qCWarning(lcLocal) << "another change lasts too long:" << error.detail;
        HttpResponse response = failure(
            503, u"ERROR_BUSY"_s, u"The service is busy; nothing of this was done."_s, envelope);
        response.headers.emplace_back("Retry-After", "5");
        return response;
    }
    if (status == 500) {
        qCCritical(lcLocal) << error.detail << error.subject;
        return failure(status, error.kind == Error::Kind::Storage ? u"ERROR_DB"_s : u"HTTP_ERROR"_s,
                       u"The service failed; its log says why."_s, envelope);
    }
    HttpResponse response
        = failure(status, hasOwnCode ? error.code : u"HTTP_ERROR"_s, error.detail, envelope);
    if (error.retryAfter)
        response.headers.emplace_back("Retry-After", QByteArray::number(error.retryAfter->count()));
    return response;
}

HttpResponse notFound()
{
    return failure(404, {}, u"Not Found"_s);
}

HttpResponse overloaded()
{
    HttpResponse response
        = failure(503, u"ERROR_OVERLOADED"_s, u"The service has too much to do at the moment."_s);
    response.headers.emplace_back("Retry-After", soon);
    return response;
}

HttpResponse tooManyRequests()
{
    HttpResponse response = failure(429, u"ERROR_RATE_LIMITED"_s,
                                    u"Too many requests from this address are under way."_s);
    response.headers.emplace_back("Retry-After", soon);
    return response;
}

std::unique_ptr<BodyReceiver> answering(std::function<HttpResponse()> answer)
{
    return std::make_unique<Answering>(std::move(answer));
}

std::unique_ptr<BodyReceiver> refusing(HttpResponse response)
{
    return std::make_unique<Refusing>(std::move(response));
}

std::unique_ptr<BodyReceiver>
receivingJson(std::function<HttpResponse(const QJsonObject& body)> answer, Envelope envelope)
{
    return std::make_unique<ReceivingJson>(std::move(answer), envelope);
}

} // namespace cairn::local
