// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/account/probe.h"

#include "core/account/entered.h"
#include "core/api/client/apiclient.h"
#include "core/api/http/redirect.h"

namespace cairn {
using namespace Qt::StringLiterals;

namespace {

/// One account that is to be, while it is asked for. Lives in the steps of its replies.
struct Asking : std::enable_shared_from_this<Asking>
{
    QNetworkAccessManager& network;
    const Clock& clock;
    QObject* context;
    PlainHttp plainHttp;
    Credentials entered;
    std::shared_ptr<ApiClient> client;

    Asking(QNetworkAccessManager& theNetwork, const Clock& theClock, QObject* theContext)
        : network(theNetwork)
        , clock(theClock)
        , context(theContext)
    { }

    void turnTo(const QUrl& endpoint)
    {
        client = std::make_shared<ApiClient>(network, endpoint, ApiClient::Pace::AsContract, clock);
        client->setPlainHttpAllowed(plainHttp == PlainHttp::Allowed);
    }
    Reply<void> findService();
    Reply<void> sendOn(const Error& error);
    Reply<void> accepts(const Credentials& credentials);
    Reply<Credentials> findRoles();
};

/// Where the service is, as far as a redirect of its version tells.
QUrl endpointBehind(const QUrl& endpoint, const QString& target)
{
    const QString end = u"/version"_s;
    QUrl url(target);
    if (url.path().endsWith(end))
        url.setPath(url.path().chopped(end.size() - 1));
    else
        url.setPath(endpoint.path());
    return url;
}

Reply<void> Asking::findService()
{
    const auto self = shared_from_this();
    const auto asked = andThen(client->version(), context,
                               [self](const ServiceVersion&) { return ready<void>({}); });
    return orElse(asked, context, [self](const Error& error) { return self->sendOn(error); });
}

Reply<void> Asking::sendOn(const Error& error)
{
    if (error.code == redirect::toHttps && client->endpoint().scheme() == "http"_L1) {
        turnTo(endpointBehind(client->endpoint(), error.more.value(0)));
        return findService();
    }
    // A refusal in the API's own form comes from a service of it, which wants a credential first.
    using Kind = Error::Kind;
    if (error.kind == Kind::Unauthorized && !error.code.isEmpty())
        return ready<void>({});
    // Without that form it is somebody else who refuses, or knows no such page.
    const bool isSomethingElse = error.kind == Kind::NotFound
        || ((error.kind == Kind::Unauthorized || error.kind == Kind::Forbidden)
            && error.code.isEmpty());
    return ready<void>(
        fail(isSomethingElse ? Error{Kind::Protocol, error.detail, error.subject} : error));
}

/// Whether the service takes each of them.
Reply<void> Asking::accepts(const Credentials& credentials)
{
    const auto self = shared_from_this();
    const auto refusedFor = [](const QString& subject) {
        return [subject](const Error& error) {
            Error refusal = error;
            refusal.subject = subject;
            return ready<void>(fail(error.kind == Error::Kind::Unauthorized ? refusal : error));
        };
    };
    Reply<void> accepted = ready<void>({});
    if (!credentials.login.isEmpty()) {
        client->setCredentials(credentials.login, {});
        accepted = orElse(andThen(client->identity(), context,
                                  [self](const Identity&) { return ready<void>({}); }),
                          context, refusedFor(u"login"_s));
    }
    if (credentials.apiToken.isEmpty())
        return accepted;
    // An API token may not ask who it belongs to; whether it may list says whether it lives.
    const auto listed = andThen(accepted, context, [self, credentials] {
        self->client->setCredentials({}, credentials.apiToken);
        return andThen(self->client->uploads({.page = 1, .size = 1}), self->context,
                       [self](const UploadPage&) { return ready<void>({}); });
    });
    return orElse(listed, context, [refusedFor](const Error& error) {
        if (isForThisOnly(error))
            return ready<void>({});
        return error.subject == "login"_L1 ? ready<void>(fail(error))
                                           : refusedFor(u"apiToken"_s)(error);
    });
}

/// By their form first, then the other way round.
Reply<Credentials> Asking::findRoles()
{
    const auto self = shared_from_this();
    const Credentials byForm = arranged(entered);
    const Credentials otherwise{byForm.apiToken, byForm.login};
    const bool isTurned = !(byForm.login == entered.login);
    const auto first
        = andThen(accepts(byForm), context, [byForm] { return ready<Credentials>(byForm); });
    return orElse(first, context, [self, otherwise, isTurned](const Error& refused) {
        Error asEntered = refused;
        if (isTurned && refused.subject == "login"_L1)
            asEntered.subject = u"apiToken"_s;
        else if (isTurned && refused.subject == "apiToken"_L1)
            asEntered.subject = u"login"_s;
        if (refused.kind != Error::Kind::Unauthorized)
            return ready<Credentials>(fail(refused));
        const auto second = andThen(self->accepts(otherwise), self->context,
                                    [otherwise] { return ready<Credentials>(otherwise); });
        return orElse(second, self->context,
                      [asEntered](const Error&) { return ready<Credentials>(fail(asEntered)); });
    });
}

} // namespace

Reply<Probed> probe(QNetworkAccessManager& network, const QUrl& endpoint,
                    const Credentials& credentials, PlainHttp plainHttp, const Clock& clock,
                    QObject* context)
{
    const auto asking = std::make_shared<Asking>(network, clock, context);
    asking->plainHttp = plainHttp;
    asking->entered = credentials;
    asking->turnTo(endpoint);
    const auto roles
        = andThen(asking->findService(), context, [asking] { return asking->findRoles(); });
    return andThen(roles, context, [asking](const Credentials& accepted) {
        return ready<Probed>(Probed{asking->client->endpoint(), accepted});
    });
}

} // namespace cairn
