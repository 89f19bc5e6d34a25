// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tests/ui/monkey/site.h"

#include "tests/support/await.h"
#include "tests/support/until.h"
#include "tests/ui/manyitems.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>

namespace cairn::test {
using namespace Qt::StringLiterals;

namespace {
constexpr int maxPageSize = 1000;
} // namespace

Site::Site(QNetworkAccessManager& network, const Clock& clock, const QString& dataFolder,
           Login login)
    : m_network(network)
    , m_clock(clock)
    , m_options{.dataFolder = dataFolder, .clock = &clock}
    , m_kind(login)
{
    start();
}

void Site::start()
{
    auto started = local::LocalService::start(m_options);
    REQUIRE(started);
    m_service = std::move(*started);
    m_url = m_service->url();
    m_options.port = quint16(m_url.port());
    if (m_kind == Login::OfTheSession)
        m_login = m_service->sessionLogin();
    else if (m_login.isEmpty())
        m_login = *m_service->addUser(u"Ada"_s);
    api().setCredentials(m_login, {});
}

ApiClient& Site::api()
{
    if (!m_api)
        m_api = std::make_unique<ApiClient>(m_network, m_url, ApiClient::Pace::Unlimited, m_clock);
    return *m_api;
}

void Site::fill(int items)
{
    store("first");
    REQUIRE(until([this] { return await(api().uploads({}))->total == 1; }));
    copyUploads(m_options.dataFolder + u"/catalog.sqlite"_s, items);
}

void Site::store(const QByteArray& bytes)
{
    QNetworkRequest request(m_url.resolved(QUrl(u"/upload"_s)));
    request.setRawHeader("Authorization", "Bearer " + m_login.reveal());
    request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/octet-stream"_s);
    QNetworkReply* reply = m_network.post(request, bytes);
    connect(reply, &QNetworkReply::finished, reply, &QObject::deleteLater);
}

/// Neighbours in some place of the list.
void Site::withSome(Dice& dice, int count, const std::function<void(const Upload&)>& act)
{
    const int page = dice.between(1, 40);
    whenDone(api().uploads({page, count, SortBy::Date, SortOrder::Descending}), this,
             [act](const Result<UploadPage>& found) {
                 if (found)
                     std::ranges::for_each(found->uploads, act);
             });
}

void Site::deleteSome(Dice& dice, int count)
{
    withSome(dice, count,
             [this](const Upload& upload) { std::ignore = api().deleteUpload(upload.cid); });
}

void Site::renameSome(Dice& dice, int count, const QString& name)
{
    withSome(dice, count, [this, name](const Upload& upload) {
        std::ignore = api().renameUpload(upload.cid, name);
    });
}

QStringList Site::cids()
{
    QStringList all;
    for (int page = 1;; ++page) {
        const auto found = await(api().uploads({page, maxPageSize}), std::chrono::seconds(30));
        REQUIRE(found);
        for (const Upload& upload : found->uploads)
            all << upload.cid.text();
        if (int(found->uploads.size()) < maxPageSize)
            break;
    }
    all.sort();
    return all;
}

} // namespace cairn::test
