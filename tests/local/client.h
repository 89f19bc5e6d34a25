// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/local/localservice.h"
#include "tests/support/fakeclock.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QTemporaryDir>

#include <map>
#include <vector>

namespace cairn::test {

struct Answer
{
    int status = 0; ///< 0: no answer at all.
    QByteArray body;
    std::map<QByteArray, QByteArray> headers; ///< Names in lower case.

    QJsonObject object() const;
    QJsonArray array() const;
    QString code() const { return object()[QLatin1StringView("code")].toString(); }
    QByteArray header(const QByteArray& name) const;
};

using Fields = std::vector<std::pair<QByteArray, QByteArray>>;

/// A service on a folder of its own and somebody who asks it over real HTTP.
class Client
{
public:
    explicit Client(local::ServiceOptions options = {});

    Answer ask(const QByteArray& method, const QByteArray& path, const Fields& fields = {},
               const QByteArray& body = {});
    Answer as(const Secret& token, const QByteArray& method, const QByteArray& path,
              const QByteArray& body = {}, Fields fields = {});
    Answer asOwner(const QByteArray& method, const QByteArray& path, const QByteArray& body = {},
                   Fields fields = {});
    /// A token made over HTTP; @p extra goes into the body beside the name.
    Secret token(const QString& name = QStringLiteral("test"), QJsonObject extra = {});
    /// The bytes as they are, over a socket of their own.
    QByteArray raw(const QByteArray& request);
    /// The same, and the connection breaks as soon as the bytes are out.
    void hangUpAfter(const QByteArray& bytes);

    void restart();
    void stop() { m_service.reset(); }
    local::LocalService& service() { return *m_service; }
    QString folder() const { return m_options.dataFolder; }

private:
    QTemporaryDir m_folder;
    local::ServiceOptions m_options;
    std::unique_ptr<local::LocalService> m_service;
    QNetworkAccessManager m_network;
};

} // namespace cairn::test
