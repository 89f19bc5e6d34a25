// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/api/client/apiclient.h"
#include "core/local/localservice.h"
#include "tests/ui/monkey/dice.h"

#include <QObject>

namespace cairn::test {

/// A service in this process that goes away and comes back at the same address, and other people
/// at work on what it stores for the account of the test.
class Site final : public QObject
{
public:
    enum class Login {
        OfTheSession, ///< Another one after each start.
        OfAUser, ///< Stays good.
    };

    Site(QNetworkAccessManager& network, const Clock& clock, const QString& dataFolder,
         Login login);

    void start();
    void stop() { m_service.reset(); }
    bool isUp() const { return m_service != nullptr; }
    QUrl url() const { return m_url; }
    Secret login() const { return m_login; }

    /// One real upload and copies of its row, with names in another order than their dates.
    void fill(int items);

    void store(const QByteArray& bytes);
    void deleteSome(Dice& dice, int count);
    void renameSome(Dice& dice, int count, const QString& name);

    /// All there is, sorted. The service must be up.
    QStringList cids();

private:
    ApiClient& api();
    void withSome(Dice& dice, int count, const std::function<void(const Upload&)>& act);

    QNetworkAccessManager& m_network;
    const Clock& m_clock;
    local::ServiceOptions m_options;
    Login m_kind;
    Secret m_login;
    QUrl m_url;
    std::unique_ptr<ApiClient> m_api;
    std::unique_ptr<local::LocalService> m_service;
};

} // namespace cairn::test
