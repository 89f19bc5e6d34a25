// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <QFile>
#include <QProcess>
#include <QSslConfiguration>
#include <QSslKey>
#include <QSslServer>
#include <QSslSocket>
#include <QTemporaryDir>
#include <QUrl>

#include <catch2/catch.hpp>

namespace cairn::test {

/// An issuer of certificates for one test, made by openssl. Its own one is in caFile().
class CertificateIssuer
{
public:
    CertificateIssuer()
    {
        run({QStringLiteral("req"), QStringLiteral("-x509"), QStringLiteral("-newkey"),
             QStringLiteral("ec"), QStringLiteral("-pkeyopt"),
             QStringLiteral("ec_paramgen_curve:P-256"), QStringLiteral("-nodes"),
             QStringLiteral("-subj"), QStringLiteral("/CN=issuer"), QStringLiteral("-days"),
             QStringLiteral("2"), QStringLiteral("-keyout"), path("ca.key"), QStringLiteral("-out"),
             caFile()});
    }

    QString caFile() const { return path("ca.pem"); }

    /// For the names, as subjectAltName has them; valid for @p days from now, or that long ago.
    QSslConfiguration certificate(const QString& names, int days = 1)
    {
        QFile extensions(path("extensions"));
        REQUIRE(extensions.open(QIODevice::WriteOnly));
        extensions.write("subjectAltName=" + names.toLatin1());
        extensions.close();
        run({QStringLiteral("req"), QStringLiteral("-newkey"), QStringLiteral("ec"),
             QStringLiteral("-pkeyopt"), QStringLiteral("ec_paramgen_curve:P-256"),
             QStringLiteral("-nodes"), QStringLiteral("-subj"), QStringLiteral("/CN=server"),
             QStringLiteral("-keyout"), path("key.pem"), QStringLiteral("-out"), path("request")});
        run({QStringLiteral("x509"), QStringLiteral("-req"), QStringLiteral("-in"), path("request"),
             QStringLiteral("-CA"), caFile(), QStringLiteral("-CAkey"), path("ca.key"),
             QStringLiteral("-CAcreateserial"), QStringLiteral("-days"), QString::number(days),
             QStringLiteral("-extfile"), path("extensions"), QStringLiteral("-out"),
             path("cert.pem")});
        QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
        configuration.setLocalCertificate(QSslCertificate::fromPath(path("cert.pem")).value(0));
        QFile key(path("key.pem"));
        REQUIRE(key.open(QIODevice::ReadOnly));
        configuration.setPrivateKey(QSslKey(&key, QSsl::Ec));
        configuration.setPeerVerifyMode(QSslSocket::VerifyNone);
        return configuration;
    }

private:
    QString path(const char* name) const { return folder.filePath(QString::fromLatin1(name)); }

    void run(const QStringList& arguments)
    {
        QProcess openssl;
        openssl.start(QStringLiteral("openssl"), arguments);
        REQUIRE(openssl.waitForFinished());
        INFO(openssl.readAllStandardError().toStdString());
        REQUIRE(openssl.exitCode() == 0);
    }

    QTemporaryDir folder;
};

/// Answers every request by https with the same bytes, and keeps what it was asked.
class TlsServer final : public QSslServer
{
public:
    explicit TlsServer(const QSslConfiguration& configuration)
    {
        setSslConfiguration(configuration);
        listen(QHostAddress::LocalHost);
        connect(this, &QTcpServer::pendingConnectionAvailable, this, [this] {
            QTcpSocket* socket = nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, socket, [this, socket] {
                asked += socket->readAll();
                if (!asked.endsWith("\r\n\r\n"))
                    return;
                socket->write(
                    "HTTP/1.1 200 OK\r\nContent-Length: " + QByteArray::number(body.size())
                    + "\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n" + body);
                socket->disconnectFromHost();
            });
        });
    }

    QUrl url() const { return QUrl(QStringLiteral("https://127.0.0.1:%1").arg(serverPort())); }

    QByteArray body = "{}";
    QByteArray asked;
};

} // namespace cairn::test
