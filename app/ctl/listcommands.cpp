// SPDX-License-Identifier: MIT OR Apache-2.0
// ls, search, link: what the account stores, a page at a time.
#include "app/ctl/commands.h"
#include "app/ctl/output.h"
#include "app/ctl/translation.h"
#include "app/host/datafolder.h"
#include "core/api/wire/wire.h"
#include "core/content/cid/reference.h"

#include <QCoreApplication>

#include <algorithm>

namespace cairn::ctl {
using namespace Qt::StringLiterals;

namespace {

constexpr int pageSize = 1000; // The most that an answer has (contract §6.4).

void printUpload(const Upload& upload, const Options& options)
{
    if (options.json) {
        printResult(compact(wire::toJson(upload)));
    } else if (options.cidOnly) {
        printResult(upload.cid.text().toUtf8());
    } else {
        printRow({upload.cid.text(), upload.dagSize ? QString::number(*upload.dagSize) : u"-"_s,
                  dateText(upload.created), upload.name});
    }
}

/// Upper and lower case are the same, and so are the ways in which an accent is written.
QString folded(const QString& text)
{
    return text.normalized(QString::NormalizationForm_C).toCaseFolded();
}

UploadListing::Which matching(const QString& text)
{
    const auto parsed = content::cidFromReference(text);
    const content::Cid cid = parsed ? parsed->toV1() : content::Cid();
    return [wanted = folded(text), cid](const Upload& upload) {
        if (!cid.isNull() && upload.cid.isCid() && upload.cid.cid().toV1() == cid)
            return true;
        // Every few letters are in some CID.
        constexpr qsizetype partOfCid = 8;
        return folded(upload.name).contains(wanted)
            || (wanted.size() >= partOfCid && folded(upload.cid.text()).contains(wanted));
    };
}

} // namespace

UploadListing::UploadListing(Library& library, Which which, Show show)
    : m_library(library)
    , m_which(std::move(which))
    , m_show(std::move(show))
{ }

Reply<qint64> UploadListing::run(int page)
{
    return andThen(m_library.page({.page = page, .size = pageSize}), this,
                   [this, page](const UploadPage& got) {
                       take(got);
                       return int(got.uploads.size()) < pageSize
                           ? ready<qint64>(Result<qint64>(m_shown))
                           : run(page + 1);
                   });
}

/// What comes while the list is read moves the rest down: the end of a page is the beginning of the
/// next one then.
void UploadListing::take(const UploadPage& page)
{
    std::set<content::CidString> shown;
    for (const Upload& upload : page.uploads) {
        shown.insert(upload.cid);
        if (m_before.contains(upload.cid) || !m_which(upload))
            continue;
        m_show(upload);
        ++m_shown;
    }
    m_before = std::move(shown);
}

Reply<int> Commands::list(AccountSession& session)
{
    const bool isSearch = m_options.command == Command::Search;
    auto listing = std::make_shared<UploadListing>(
        session.library(),
        isSearch ? matching(m_options.arguments.front()) : [](const Upload&) { return true; },
        [this](const Upload& upload) { printUpload(upload, m_options); });
    // The listing lives until it has answered.
    return andThen(listing->run(), this, [this, listing, isSearch](qint64 shown) {
        if (!isSearch || shown > 0)
            return done();
        printFailure("NOTHING_FOUND"_L1,
                     Cairnctl::tr("No upload has “%1” in its name or CID.")
                         .arg(m_options.arguments.front()));
        return done(Missing);
    });
}

/// Addresses are made, not asked: nobody says that they have it.
Reply<int> Commands::link()
{
    const auto reference = content::referenceFrom(m_options.arguments.front());
    if (!reference)
        return ready<int>(fail(reference.error()));
    QString tail = reference->cid.toString();
    if (!reference->path.isEmpty())
        tail += '/'_L1 + QString::fromLatin1(QUrl::toPercentEncoding(reference->path, "/"));
    QStringList links{"ipfs://"_L1 + tail};
    for (const QUrl& gateway : gateways(m_opener.dataFolder())) {
        QString base = gateway.toString(QUrl::FullyEncoded);
        if (!base.endsWith('/'_L1))
            base += '/'_L1;
        links << base + "ipfs/"_L1 + tail;
    }
    if (m_options.json)
        printResult(compact(QJsonObject{{u"links"_s, QJsonArray::fromStringList(links)}}));
    else
        std::ranges::for_each(links, [](const QString& link) { printResult(link.toUtf8()); });
    if (links.size() == 1)
        printRemark(
            Cairnctl::tr("No gateway is named in the settings, so there is no https link."));
    return done();
}

} // namespace cairn::ctl
