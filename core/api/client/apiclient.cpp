// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/api/client/apiclient.h"

#include "core/api/http/retrypolicy.h"
#include "core/api/wire/wire.h"

#include <QThreadPool>
#include <QUrlQuery>

namespace cairn {
using namespace Qt::StringLiterals;

namespace {

constexpr auto answerTimeout = std::chrono::seconds(30);
/// A server may take a while to check and flush what it was sent before it answers.
constexpr auto uploadTimeout = std::chrono::seconds(120);

Error::Kind kindOf(int status, const QString& code)
{
    using Kind = Error::Kind;
    switch (status) {
    case 400:
    case 422:
        return Kind::Invalid;
    case 401:
        return Kind::Unauthorized;
    case 403:
        return Kind::Forbidden;
    case 404:
    case 405:
    case 501:
        return Kind::NotFound;
    case 408:
        return Kind::Timeout;
    case 409:
        return Kind::Conflict;
    case 410:
        return Kind::Maintenance;
    case 413:
        return Kind::TooLarge;
    case 429:
        return Kind::RateLimited;
    case 503:
        return code == "ERROR_MAINTENANCE"_L1 || code == "ERROR_CATCHING_UP"_L1 ? Kind::Maintenance
                                                                                : Kind::Server;
    case 507:
        return Kind::DiskFull;
    default:
        return status >= 500 ? Kind::Server : Kind::Protocol;
    }
}

std::optional<std::chrono::seconds> retryAfter(const HttpResponse& response)
{
    bool isNumber = false;
    const int seconds = response.header("Retry-After").toInt(&isNumber);
    return isNumber && seconds >= 0 ? std::optional(std::chrono::seconds(seconds)) : std::nullopt;
}

Reply<HttpResponse> onWorker(QThreadPool& workers, std::shared_ptr<HttpConnections> connections,
                             HttpPost post)
{
    auto promise = std::make_shared<QPromise<Result<HttpResponse>>>();
    promise->start();
    post.isStopping = [promise] { return promise->isCanceled(); };
    workers.start([promise, connections = std::move(connections), post = std::move(post)] {
        promise->addResult(send(*connections, post));
        promise->finish();
    });
    return promise->future();
}

/// "Name: value" and the end of the line.
qint64 fieldBytes(const QByteArray& name, const QByteArray& value)
{
    return name.size() + value.size() + 4;
}

/// What a request's head takes on the wire; what Qt adds to it is the same each time.
qint64 headBytes(const QByteArray& verb, const QNetworkRequest& request)
{
    constexpr QByteArrayView added("HTTP/1.1\r\nConnection: Keep-Alive\r\n"
                                   "Accept-Encoding: gzip, deflate\r\nAccept-Language: en-GB,*\r\n"
                                   "User-Agent: Mozilla/5.0\r\nHost: \r\n\r\n");
    const QUrl& url = request.url();
    qint64 bytes = added.size() + verb.size() + url.path(QUrl::FullyEncoded).size()
        + url.query(QUrl::FullyEncoded).size() + url.authority().size() + 3;
    for (const QByteArray& name : request.rawHeaderList())
        bytes += fieldBytes(name, request.rawHeader(name));
    return bytes;
}

qint64 answerBytes(const HttpResponse& response)
{
    qint64 bytes = qint64(sizeof "HTTP/1.1 200 OK\r\n\r\n") - 1 + response.body.size();
    for (const auto& [name, value] : response.headers)
        bytes += fieldBytes(name, value);
    return bytes;
}

template<typename T> QByteArray jsonBody(const T& value)
{
    return QJsonDocument(wire::toJson(value)).toJson(QJsonDocument::Compact);
}

} // namespace

ApiClient::ApiClient(QNetworkAccessManager& network, QUrl endpoint, Pace pace, const Clock& clock,
                     QObject* parent)
    : QObject(parent)
    , m_network(network)
    , m_endpoint(std::move(endpoint))
    , m_limiter(pace == Pace::Unlimited ? 0 : routes::requestsPerWindow,
                std::chrono::seconds(routes::windowSeconds), clock)
{ }

void ApiClient::setCredentials(const Secret& login, const Secret& apiToken)
{
    m_login = login;
    m_apiToken = apiToken;
    emit credentialsChanged();
}

Result<QNetworkRequest> ApiClient::request(const QString& path, Needs needs) const
{
    QNetworkRequest request(routes::urlOf(m_endpoint, path));
    request.setTransferTimeout(int(std::chrono::milliseconds(answerTimeout).count()));
    // A redirect to another origin must not carry the token along.
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute,
                         QNetworkRequest::SameOriginRedirectPolicy);
    request.setRawHeader(routes::clientHeader, "cairn/" CAIRN_VERSION);
    if (needs != Needs::Nothing) {
        const Secret& secret = needs == Needs::Login || m_apiToken.isEmpty() ? m_login : m_apiToken;
        if (secret.isEmpty())
            return fail(Error::Kind::Unauthorized, u"no credential for %1"_s.arg(path));
        request.setRawHeader("Authorization", "Bearer " + secret.reveal());
    }
    return request;
}

Result<ApiClient::Answer> ApiClient::check(const HttpResponse& response)
{
    emit exchanged(answerBytes(response));
    Answer answer{Json::fromJson(response.body), response};
    if (response.status >= 200 && response.status < 300)
        return answer;
    // Not every failure is ours to read: proxies answer in HTML.
    const wire::Failure failure = wire::failureFrom(answer.json.object());
    Error error{kindOf(response.status, failure.code),
                u"HTTP %1: %2"_s.arg(response.status).arg(failure.message)};
    error.code = failure.code;
    if (response.status == 410 && error.code.isEmpty())
        error.code = u"ERROR_FEATURE_HAS_BEEN_SUNSET"_s; // Contract §8: what 410 means here.
    error.retryAfter = retryAfter(response);
    if (error.kind == Error::Kind::RateLimited) {
        // Without a number the original blocks a caller for 30 s (contract §3.4).
        m_limiter.pauseFor(error.retryAfter.value_or(std::chrono::seconds(30)));
    }
    return fail(std::move(error));
}

Reply<bool> ApiClient::hasMovedFrom(const ServicePlace& place, const Error& error)
{
    using Kind = Error::Kind;
    // A login is of one run of the service on this computer.
    const bool mayHaveMoved = error.kind == Kind::Offline || error.kind == Kind::Timeout
        || error.kind == Kind::Unauthorized;
    if (!m_finder || !mayHaveMoved)
        return ready<bool>(false);
    if (place != this->place())
        return ready<bool>(true); // Another request has found that out.
    return andThen(m_finder(), this, [this, place](const ServicePlace& now) {
        if (now != this->place()) {
            m_endpoint = now.endpoint;
            setCredentials(now.login, m_apiToken);
        }
        return ready<bool>(now != place);
    });
}

Reply<ApiClient::Answer> ApiClient::ask(const QByteArray& verb, const QString& path, Needs needs,
                                        const QByteArray& body)
{
    return orElse(askOnce(verb, path, needs, body), this,
                  [this, verb, path, needs, body, place = place()](const Error& error) {
                      return andThen(hasMovedFrom(place, error), this,
                                     [this, verb, path, needs, body, error](bool hasMoved) {
                                         return hasMoved ? askAgain(verb, path, needs, body)
                                                         : ready<Answer>(fail(error));
                                     });
                  });
}

/// The first time may have been done, and only the answer lost: what was to go is gone then.
Reply<ApiClient::Answer> ApiClient::askAgain(const QByteArray& verb, const QString& path,
                                             Needs needs, const QByteArray& body)
{
    return orElse(ask(verb, path, needs, body), this, [verb](const Error& error) {
        const bool isGone = verb == "DELETE" && error.kind == Error::Kind::NotFound;
        return ready<Answer>(isGone ? Result<Answer>(Answer()) : fail(error));
    });
}

Reply<ApiClient::Answer> ApiClient::askOnce(const QByteArray& verb, const QString& path,
                                            Needs needs, const QByteArray& body)
{
    auto prepared = request(path, needs);
    if (!prepared)
        return ready<Answer>(fail(prepared.error()));
    if (!body.isEmpty())
        prepared->setHeader(QNetworkRequest::ContentTypeHeader, "application/json"_ba);
    return andThen(m_limiter.acquire(Priority::Foreground), this, [this, verb, body, prepared] {
        emit exchanged(headBytes(verb, *prepared) + body.size());
        return andThen(
            send(m_network, verb, *prepared, body), this,
            [this](const HttpResponse& response) { return ready<Answer>(check(response)); });
    });
}

template<typename T, typename Read>
Reply<T> ApiClient::askFor(const QString& path, Needs needs, Read read)
{
    return andThen(ask("GET"_ba, path, needs), this, [read](const Answer& answer) {
        if (!answer.json.isObject())
            return ready<T>(fail(Error::Kind::Protocol, u"the answer is not a JSON object"_s));
        return ready<T>(read(answer.json.object()));
    });
}

Reply<ServiceVersion> ApiClient::version()
{
    return askFor<ServiceVersion>(routes::version, Needs::Nothing, wire::serviceVersionFrom);
}

Reply<Identity> ApiClient::identity()
{
    return askFor<Identity>(routes::info, Needs::Login, wire::identityFrom);
}

Reply<Usage> ApiClient::usage()
{
    return askFor<Usage>(routes::account, Needs::Login, wire::usageFrom);
}

Reply<std::vector<ListedToken>> ApiClient::tokens()
{
    using Tokens = std::vector<ListedToken>;
    return andThen(ask("GET"_ba, routes::tokens, Needs::Login), this, [](const Answer& answer) {
        if (!answer.json.isArray())
            return ready<Tokens>(fail(Error::Kind::Protocol, u"the tokens are not a list"_s));
        Tokens tokens;
        for (const QJsonValue entry : answer.json.array()) {
            auto token = wire::tokenFrom(entry.toObject());
            if (!token)
                return ready<Tokens>(fail(token.error()));
            tokens.push_back(std::move(*token));
        }
        return ready<Tokens>(std::move(tokens));
    });
}

Reply<CreatedToken> ApiClient::createToken(const NewToken& token)
{
    return andThen(ask("POST"_ba, routes::tokens, Needs::Login, jsonBody(token)), this,
                   [](const Answer& answer) {
                       return ready<CreatedToken>(wire::createdTokenFrom(answer.json.object()));
                   });
}

Reply<void> ApiClient::revokeToken(const TokenId& id)
{
    const auto path = routes::pathOf(routes::tokenOf, id.text());
    if (!path)
        return ready<void>(fail(path.error()));
    return andThen(ask("DELETE"_ba, *path, Needs::Login), this,
                   [](const Answer&) { return ready<void>({}); });
}

Reply<UploadPage> ApiClient::uploads(const UploadQuery& query)
{
    const QString path = u"%1?page=%2&size=%3&sortBy=%4&sortOrder=%5"_s.arg(routes::uploads)
                             .arg(query.page)
                             .arg(query.size)
                             .arg(query.sortBy == SortBy::Name ? "Name"_L1 : "Date"_L1)
                             .arg(query.sortOrder == SortOrder::Ascending ? "Asc"_L1 : "Desc"_L1);
    return andThen(ask("GET"_ba, path, Needs::Any), this, [](const Answer& answer) {
        if (!answer.json.isArray())
            return ready<UploadPage>(fail(Error::Kind::Protocol, u"the uploads are not a list"_s));
        UploadPage page;
        for (const QJsonValue entry : answer.json.array()) {
            auto upload = wire::uploadFrom(entry.toObject());
            if (!upload)
                return ready<UploadPage>(fail(upload.error()));
            page.uploads.push_back(std::move(*upload));
        }
        bool isNumber = false;
        page.total = answer.response.header(routes::countHeader).toLongLong(&isNumber);
        if (!isNumber)
            page.total = qint64(page.uploads.size());
        return ready<UploadPage>(std::move(page));
    });
}

Reply<Upload> ApiClient::upload(const content::CidString& cid)
{
    const auto path = routes::pathOf(routes::uploadOf, cid.text());
    return path ? askFor<Upload>(*path, Needs::Any, wire::uploadFrom)
                : ready<Upload>(fail(path.error()));
}

Reply<ContentStatus> ApiClient::status(const content::CidString& cid)
{
    const auto path = routes::pathOf(routes::statusOf, cid.text());
    return path ? askFor<ContentStatus>(*path, Needs::Nothing, wire::contentStatusFrom)
                : ready<ContentStatus>(fail(path.error()));
}

Reply<void> ApiClient::renameUpload(const content::CidString& cid, const QString& name)
{
    const auto path = routes::pathOf(routes::uploadOf, cid.text());
    if (!path)
        return ready<void>(fail(path.error()));
    const QByteArray body = QJsonDocument(QJsonObject{{u"name"_s, name}}).toJson();
    return andThen(ask("POST"_ba, *path + routes::renameSuffix, Needs::Login, body), this,
                   [](const Answer&) { return ready<void>({}); });
}

Reply<void> ApiClient::deleteUpload(const content::CidString& cid)
{
    const auto path = routes::pathOf(routes::uploadOf, cid.text());
    if (!path)
        return ready<void>(fail(path.error()));
    return andThen(ask("DELETE"_ba, *path, Needs::Login), this,
                   [](const Answer&) { return ready<void>({}); });
}

Reply<Receipt> ApiClient::postCar(std::shared_ptr<HttpBody> body, const QString& name,
                                  QThreadPool& workers)
{
    auto prepared = request(routes::car, Needs::Any);
    if (!prepared)
        return ready<Receipt>(fail(prepared.error()));
    prepared->setRawHeader("Content-Type", routes::carType);
    if (!name.isEmpty())
        prepared->setRawHeader(routes::nameHeader, wire::percentEncoded(name));
    HttpPost post{prepared->url(), {}, std::move(body), {}, uploadTimeout};
    for (const QByteArray& header : prepared->rawHeaderList())
        post.headers.emplaceBack(header, prepared->rawHeader(header));
    const qint64 head = headBytes("POST"_ba, *prepared);
    const auto sent = andThen(
        m_limiter.acquire(Priority::Background), this, [this, post, head, &workers] {
            emit exchanged(head);
            return andThen(
                onWorker(workers, m_connections, post), this, [this](const HttpResponse& response) {
                    return ready<Receipt>(check(response).and_then([](const Answer& answer) {
                        return wire::receiptFrom(answer.json.object());
                    }));
                });
        });
    return orElse(sent, this, [this, place = place()](const Error& error) {
        return andThen(hasMovedFrom(place, error), this, [this, error](bool hasMoved) {
            return ready<Receipt>(fail(hasMoved ? movedError(m_endpoint.toString()) : error));
        });
    });
}

} // namespace cairn
