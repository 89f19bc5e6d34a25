// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/api/client/apiclient.h"

#include "core/api/client/answererror.h"
#include "core/api/http/loopback.h"
#include "core/api/http/redirect.h"
#include "core/api/http/retrypolicy.h"
#include "core/api/wire/wire.h"

#include <QThreadPool>
#include <QUrlQuery>

namespace cairn {
using namespace Qt::StringLiterals;

namespace {

// Ours: nothing was sent.
constexpr QLatin1StringView noCredential("NO_CREDENTIAL");
constexpr QLatin1StringView noLogin("LOGIN_TOKEN_MISSING");

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
    , m_clock(clock)
    , m_limiter(pace == Pace::Unlimited ? 0 : routes::requestsPerWindow,
                std::chrono::seconds(routes::windowSeconds), clock)
{ }

void ApiClient::setCredentials(const Secret& login, const Secret& apiToken)
{
    m_login = login;
    m_apiToken = apiToken;
    ++m_credentialTurn;
    emit credentialsChanged();
}

Result<QNetworkRequest> ApiClient::request(const QString& path, Needs needs) const
{
    QNetworkRequest request(routes::urlOf(m_endpoint, path));
    request.setTransferTimeout(int(m_timeouts.answer.count()));
    // A redirect to another origin must not carry the token along.
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute,
                         QNetworkRequest::SameOriginRedirectPolicy);
    request.setMaximumRedirectsAllowed(mostRedirects);
    request.setRawHeader(routes::clientHeader, "cairn/" CAIRN_VERSION);
    if (needs != Needs::Nothing) {
        const Secret& secret = needs == Needs::Login || m_apiToken.isEmpty() ? m_login : m_apiToken;
        if (secret.isEmpty())
            return fail(Error{Error::Kind::Unauthorized,
                              u"no credential for %1"_s.arg(path),
                              {},
                              (m_apiToken.isEmpty() ? noCredential : noLogin).toString()});
        if (isReadable(m_endpoint) && !m_isPlainHttpAllowed)
            return fail(Error{Error::Kind::Untrusted, u"no token by http"_s, m_endpoint.host(),
                              insecureHttp.toString()});
        request.setRawHeader("Authorization", "Bearer " + secret.reveal());
    }
    return request;
}

/// A request ended otherwise than by being asked to wait.
void ApiClient::noteEnd(int pauses)
{
    if (pauses != m_limiter.pauses())
        return; // It was under way before the pause.
    m_limiter.ended(pauses);
    emit flowing();
}

/// One without an answer has ended, too; whatever it was, nobody asked to wait.
Reply<HttpResponse> ApiClient::noted(const Reply<HttpResponse>& sent, int pauses)
{
    whenDone(sent, this, [this, pauses](const Result<HttpResponse>& response) {
        if (!response)
            noteEnd(pauses);
    });
    return sent;
}

Result<ApiClient::Answer> ApiClient::check(const HttpResponse& response, int pauses)
{
    emit exchanged(answerBytes(response));
    Answer answer{Json::fromJson(response.body), response};
    if (response.status != 429)
        noteEnd(pauses);
    if (response.status >= 200 && response.status < 300)
        return answer;
    Error error = errorFrom(response, m_endpoint, m_clock.now());
    if (error.kind == Error::Kind::RateLimited)
        takePause(error);
    return fail(std::move(error));
}

void ApiClient::takePause(Error& error)
{
    error.retryAfter = believedPause(error.retryAfter);
    m_limiter.pauseFor(*error.retryAfter);
    emit askedToWait(error);
}

Reply<int> ApiClient::acquire()
{
    return andThen(m_limiter.acquire(Priority::Background), this,
                   [this] { return ready<int>(m_limiter.pauses()); });
}

void ApiClient::ended(int pauses, const Done& outcome)
{
    if (outcome || outcome.error().kind != Error::Kind::RateLimited)
        return noteEnd(pauses);
    Error error = outcome.error();
    takePause(error);
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

/// A refusal of a credential that is not in use any more: nothing was done, and the one that is may
/// be a good one.
bool ApiClient::isOutdated(const Error& error, int turn) const
{
    return turn != m_credentialTurn && isAboutCredential(error);
}

/// What an answer says of more than its request.
void ApiClient::tell(const Error& error, Needs needs, int turn)
{
    if (turn != m_credentialTurn || error.code == noCredential || error.code == noLogin)
        return; // Another credential by now, or none that was sent.
    if (isAboutCredential(error)) {
        Error refusal = error;
        const bool isLogin = needs == Needs::Login || m_apiToken.isEmpty();
        refusal.subject = isLogin ? u"login"_s : u"apiToken"_s;
        emit refused(refusal);
    } else if (isAboutAccount(error)) {
        emit restricted(error);
    }
}

Reply<ApiClient::Answer> ApiClient::ask(const QByteArray& verb, const QString& path, Needs needs,
                                        const QByteArray& body)
{
    return orElse(askOnce(verb, path, needs, body), this,
                  [this, verb, path, needs, body, place = place(),
                   turn = m_credentialTurn](const Error& error) {
                      return andThen(hasMovedFrom(place, error), this,
                                     [this, verb, path, needs, body, error, turn](bool hasMoved) {
                                         if (hasMoved || isOutdated(error, turn))
                                             return askAgain(verb, path, needs, body);
                                         tell(error, needs, turn);
                                         return ready<Answer>(fail(error));
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
    // What changes something is an act of a person, who waits for it.
    const auto priority = verb == "GET" ? Priority::Foreground : Priority::Person;
    return andThen(m_limiter.acquire(priority), this, [this, verb, body, prepared] {
        emit exchanged(headBytes(verb, *prepared) + body.size());
        const int pauses = m_limiter.pauses();
        const auto sent = noted(send(m_network, verb, *prepared, body), pauses);
        return andThen(sent, this, [this, pauses](const HttpResponse& response) {
            return ready<Answer>(check(response, pauses));
        });
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

Reply<TokenLimits> ApiClient::tokenLimits()
{
    return askFor<TokenLimits>(routes::description, Needs::Nothing, wire::tokenLimitsFrom);
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
    HttpPost post{prepared->url(), {}, std::move(body), {}, m_timeouts.upload};
    for (const QByteArray& header : prepared->rawHeaderList())
        post.headers.emplaceBack(header, prepared->rawHeader(header));
    const qint64 head = headBytes("POST"_ba, *prepared);
    const auto sent
        = andThen(m_limiter.acquire(Priority::Background), this, [this, post, head, &workers] {
              emit exchanged(head);
              const int pauses = m_limiter.pauses();
              return andThen(noted(onWorker(workers, m_connections, post), pauses), this,
                             [this, pauses](const HttpResponse& response) {
                                 return ready<Receipt>(
                                     check(response, pauses).and_then([](const Answer& answer) {
                                         return wire::receiptFrom(answer.json.object());
                                     }));
                             });
          });
    return orElse(sent, this, [this, place = place(), turn = m_credentialTurn](const Error& error) {
        return andThen(hasMovedFrom(place, error), this, [this, error, turn](bool hasMoved) {
            if (hasMoved || isOutdated(error, turn))
                return ready<Receipt>(fail(movedError(m_endpoint.toString())));
            tell(error, Needs::Any, turn);
            return ready<Receipt>(fail(error));
        });
    });
}

} // namespace cairn
