// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/account/probe.h"

#include "core/api/client/apiclient.h"

namespace cairn {
using namespace Qt::StringLiterals;

namespace {

template<typename T>
Reply<void> verdict(const Reply<T>& reply, const std::shared_ptr<ApiClient>& asked,
                    const QString& credential, QObject* context)
{
    auto promise = std::make_shared<QPromise<Done>>();
    promise->start();
    // The client lives until it has its answer.
    whenDone(reply, context, [promise, asked, credential](const Result<T>& answer) {
        Done outcome;
        if (!answer && answer.error().kind == Error::Kind::Unauthorized) {
            Error refusal = answer.error();
            refusal.subject = credential;
            outcome = fail(refusal);
        }
        promise->addResult(outcome);
        promise->finish();
    });
    return promise->future();
}

} // namespace

Reply<void> probe(QNetworkAccessManager& network, const QUrl& endpoint,
                  const Credentials& credentials, const Clock& clock, QObject* context)
{
    const auto client = [&](const Secret& login, const Secret& apiToken) {
        auto made
            = std::make_shared<ApiClient>(network, endpoint, ApiClient::Pace::AsContract, clock);
        made->setCredentials(login, apiToken);
        return made;
    };
    Reply<void> outcome = ready<void>({});
    if (!credentials.login.isEmpty()) {
        const auto asked = client(credentials.login, {});
        outcome = verdict(asked->identity(), asked, u"login"_s, context);
    }
    if (!credentials.apiToken.isEmpty()) {
        const auto asked = client({}, credentials.apiToken);
        // An API token may not ask who it belongs to; whether it may list says whether it lives.
        const auto second
            = verdict(asked->uploads({.page = 1, .size = 1}), asked, u"apiToken"_s, context);
        outcome = andThen(outcome, context, [second] { return second; });
    }
    return outcome;
}

} // namespace cairn
