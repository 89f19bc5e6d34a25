// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/api/httpstream.h"

#include "core/base/logging.h"

#include <QElapsedTimer>
#include <QNetworkAccessManager>
#include <QNetworkInterface>
#include <QNetworkReply>

namespace cairn {
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 readAhead = 4 * 1024 * 1024;
constexpr int glanceMilliseconds = 100; // How late it hears that it is to stop.
constexpr int patienceMilliseconds = 30'000;

} // namespace

bool hasNetwork()
{
    for (const QNetworkInterface& interface : QNetworkInterface::allInterfaces()) {
        const auto flags = interface.flags();
        if (flags.testFlag(QNetworkInterface::IsUp) && flags.testFlag(QNetworkInterface::IsRunning)
            && !flags.testFlag(QNetworkInterface::IsLoopBack)
            && !interface.addressEntries().isEmpty())
            return true;
    }
    return false;
}

HttpConnections::HttpConnections()
    : m_network(std::make_unique<QNetworkAccessManager>())
{ }

HttpConnections::~HttpConnections() = default;

HttpStream::HttpStream(HttpConnections& connections, const QUrl& url, const QByteArray& accept,
                       std::function<bool()> isStopping)
    : m_isStopping(std::move(isStopping))
{
    QNetworkRequest request(url);
    request.setRawHeader("Accept", accept);
    request.setRawHeader("Accept-Encoding", "identity");
    request.setRawHeader("User-Agent", "cairn/" CAIRN_VERSION);
    m_reply.reset(connections.m_network->get(request));
    m_reply->setReadBufferSize(readAhead);
    QObject::connect(m_reply.get(), &QNetworkReply::metaDataChanged, &m_loop, &QEventLoop::quit);
    QObject::connect(m_reply.get(), &QNetworkReply::readyRead, &m_loop, &QEventLoop::quit);
    QObject::connect(m_reply.get(), &QNetworkReply::finished, &m_loop, &QEventLoop::quit);
    QObject::connect(&m_glance, &QTimer::timeout, &m_loop, &QEventLoop::quit);
    m_glance.start(glanceMilliseconds);
}

HttpStream::~HttpStream()
{
    qCInfo(lcApi).noquote() << "GET" << m_reply->url().path() << m_reply->url().query()
                            << m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    m_reply->disconnect(&m_loop);
    m_reply->abort();
}

/// Until something came or ended.
Done HttpStream::wait()
{
    QElapsedTimer silent;
    silent.start();
    const auto hasNews = [this, before = m_reply->rawHeaderPairs().isEmpty()] {
        return m_reply->isFinished() || m_reply->bytesAvailable() > 0
            || m_reply->rawHeaderPairs().isEmpty() != before;
    };
    while (!hasNews()) {
        if (m_isStopping())
            return fail(Error::Kind::Cancelled);
        if (silent.elapsed() > patienceMilliseconds)
            return fail(Error::Kind::Timeout, u"nothing came"_s, m_reply->url().host());
        m_loop.exec();
    }
    return {};
}

Error HttpStream::transportError() const
{
    const auto code = m_reply->error();
    const bool isOurs = code == QNetworkReply::ProtocolUnknownError
        || code == QNetworkReply::ProtocolInvalidOperationError
        || code == QNetworkReply::ProtocolFailure || code == QNetworkReply::InsecureRedirectError
        || code == QNetworkReply::TooManyRedirectsError;
    return {isOurs                                        ? Error::Kind::Protocol
                : code == QNetworkReply::TimeoutError ? Error::Kind::Timeout
                                                      : Error::Kind::Offline,
            m_reply->errorString(), m_reply->url().host()};
}

Result<HttpStream::Head> HttpStream::head()
{
    const auto status
        = [this] { return m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(); };
    while (m_reply->rawHeaderPairs().isEmpty() && !m_reply->isFinished()) {
        if (const Done waited = wait(); !waited)
            return fail(waited.error());
    }
    if (status() == 0)
        return fail(transportError());
    Head head{status(), m_reply->header(QNetworkRequest::ContentTypeHeader).toByteArray()};
    bool isNumber = false;
    const int seconds = m_reply->rawHeader("Retry-After").toInt(&isNumber);
    if (isNumber && seconds >= 0)
        head.retryAfter = std::chrono::seconds(seconds);
    return head;
}

Result<qint64> HttpStream::read(char* to, qint64 most)
{
    if (m_isStopping())
        return fail(Error::Kind::Cancelled);
    while (m_reply->bytesAvailable() == 0 && !m_reply->isFinished()) {
        if (const Done waited = wait(); !waited)
            return fail(waited.error());
    }
    if (const qint64 count = m_reply->read(to, most); count > 0)
        return count;
    if (m_reply->error() != QNetworkReply::NoError)
        return fail(transportError());
    return 0;
}

} // namespace cairn
