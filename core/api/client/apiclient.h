// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/api/http/httpconnections.h"
#include "core/api/http/httppost.h"
#include "core/api/http/httprequest.h"
#include "core/api/http/httpstream.h"
#include "core/api/http/ratelimiter.h"
#include "core/api/wire/routes.h"
#include "core/api/wire/types.h"

#include <QJsonDocument>
#include <QUrl>

#include <functional>

class QThreadPool;

namespace cairn {

/// Where a service is, and the login it knows there.
struct ServicePlace
{
    QUrl endpoint;
    Secret login;

    bool operator==(const ServicePlace&) const = default;
};

/// How long a service may be silent before what it was asked fails.
struct RequestTimeouts
{
    std::chrono::milliseconds answer = std::chrono::seconds(30);
    /// A server may take a while to check and flush what it was sent before it answers.
    std::chrono::milliseconds upload = std::chrono::seconds(120);
    std::chrono::milliseconds download = HttpStream::defaultTimeout; ///< Gateways, too.
};

/// One method per endpoint of the API, and nothing else (contract §6). Owned by AccountSession;
/// main thread. Errors: of transport and status, with the service's own code; Unauthorized without
/// a request when the credential that a route needs is missing.
class ApiClient final : public QObject
{
    Q_OBJECT

    using Priority = RateLimiter::Priority;

public:
    enum class Pace { AsContract, Unlimited };

    ApiClient(QNetworkAccessManager& network, QUrl endpoint, Pace pace, const Clock& clock,
              QObject* parent = nullptr);

    const QUrl& endpoint() const { return m_endpoint; }
    /// For a request to the same service that is sent elsewhere: ends when it may go, with a number
    /// for ended(); RateLimited while the service asked to wait.
    [[nodiscard]] Reply<int> acquire();
    /// How such a request ended: what asks to wait has all requests wait, anything else lets the
    /// next ones go.
    void ended(int pauses, const Done& outcome);
    void setCredentials(const Secret& login, const Secret& apiToken);
    /// Whether a credential may go by http to another computer, where it can be read on its way.
    /// Otherwise such requests end with insecureHttp, and nothing is sent.
    void setPlainHttpAllowed(bool isAllowed) { m_isPlainHttpAllowed = isAllowed; }
    void setTimeouts(const RequestTimeouts& timeouts) { m_timeouts = timeouts; }
    const RequestTimeouts& timeouts() const { return m_timeouts; }
    bool hasLogin() const { return !m_login.isEmpty(); }
    bool hasCredential() const { return hasLogin() || !m_apiToken.isEmpty(); }

    /// For a service that may move, as the one on this computer does when the process ends in which
    /// it runs. @p finder tells where it is now. It is asked when a request did not reach the
    /// service or its login is not known there. If the place is another one, it is used from then
    /// on, and the request is sent once more; errors of the finder are the request's.
    using Finder = std::function<Reply<ServicePlace>()>;
    void followWith(Finder finder) { m_finder = std::move(finder); }
    ServicePlace place() const { return {m_endpoint, m_login}; }
    /// Whether the service is no longer at @p place, where something ended with @p error.
    [[nodiscard]] Reply<bool> hasMovedFrom(const ServicePlace& place, const Error& error);

    [[nodiscard]] Reply<ServiceVersion> version();
    [[nodiscard]] Reply<Identity> identity();
    [[nodiscard]] Reply<Usage> usage();

    [[nodiscard]] Reply<std::vector<ListedToken>> tokens();
    /// NotFound where the service does not describe itself.
    [[nodiscard]] Reply<TokenLimits> tokenLimits();
    [[nodiscard]] Reply<CreatedToken> createToken(const NewToken& token);
    [[nodiscard]] Reply<void> revokeToken(const TokenId& id);

    [[nodiscard]] Reply<UploadPage> uploads(const UploadQuery& query);
    [[nodiscard]] Reply<Upload> upload(const content::CidString& cid);
    [[nodiscard]] Reply<ContentStatus> status(const content::CidString& cid);
    [[nodiscard]] Reply<void> renameUpload(const content::CidString& cid, const QString& name);
    [[nodiscard]] Reply<void> deleteUpload(const content::CidString& cid);

    /// Sends one CAR; a thread of @p workers reads it and waits for the answer. The receipt is
    /// returned as it came; the caller compares its CID. Ends with movedError() where another
    /// request would be sent once more: a body is read but once.
    [[nodiscard]] Reply<Receipt> postCar(std::shared_ptr<HttpBody> body, const QString& name,
                                         QThreadPool& workers);

    /// A person wants it tried, whatever the service said about waiting.
    void tryNow() { m_limiter.tryNow(); }
    const Clock& clock() const { return m_clock; }

signals:
    void credentialsChanged();
    /// The service does not take a credential that is in use; the subject is "login" or "apiToken".
    void refused(const Error& error);
    /// The service has restricted the account: an error Forbidden with its code.
    void restricted(const Error& error);
    void askedToWait(const Error& error); ///< RateLimited; retryAfter is at most longestPause.
    void flowing(); ///< A request ended otherwise: nobody asks to wait.
    /// Bytes of heads, requests and answers on the network; without the bodies of postCar().
    void exchanged(qint64 bytes);

private:
    enum class Needs { Nothing, Any, Login };
    using Json = QJsonDocument;

    /// The answer to one request: status checked, body read as JSON.
    struct Answer
    {
        Json json;
        HttpResponse response;
    };
    [[nodiscard]] Reply<Answer> ask(const QByteArray& verb, const QString& path, Needs needs,
                                    const QByteArray& body = {});
    [[nodiscard]] Reply<Answer> askOnce(const QByteArray& verb, const QString& path, Needs needs,
                                        const QByteArray& body);
    [[nodiscard]] Reply<Answer> askAgain(const QByteArray& verb, const QString& path, Needs needs,
                                         const QByteArray& body);
    template<typename T, typename Read>
    [[nodiscard]] Reply<T> askFor(const QString& path, Needs needs, Read read);
    Result<QNetworkRequest> request(const QString& path, Needs needs) const;
    Result<Answer> check(const HttpResponse& response, int pauses);
    Reply<HttpResponse> noted(const Reply<HttpResponse>& sent, int pauses);
    void noteEnd(int pauses);
    void takePause(Error& error);
    bool isOutdated(const Error& error, int turn) const;
    void tell(const Error& error, Needs needs, int turn);

    QNetworkAccessManager& m_network;
    /// Shared with the workers that send, which may live a moment longer than this object.
    std::shared_ptr<HttpConnections> m_connections = std::make_shared<HttpConnections>();
    QUrl m_endpoint;
    const Clock& m_clock;
    RateLimiter m_limiter;
    Secret m_login;
    Secret m_apiToken;
    RequestTimeouts m_timeouts;
    bool m_isPlainHttpAllowed = false;
    int m_credentialTurn = 0; ///< Counts the credentials there have been.
    Finder m_finder;
};

} // namespace cairn
