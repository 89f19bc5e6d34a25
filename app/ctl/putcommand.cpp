// SPDX-License-Identifier: MIT OR Apache-2.0
// put, put-car: previewed first, as in the window, and sent only if nothing speaks against it.
#include "app/ctl/commands.h"
#include "app/ctl/output.h"
#include "app/ctl/previewrun.h"
#include "app/ctl/transferrun.h"
#include "app/ctl/translation.h"
#include "core/api/wire/wire.h"
#include "core/upload/packedupload.h"
#include "ui/text/formatting.h"

#include <QCoreApplication>

#include <algorithm>

namespace cairn::ctl {
using namespace Qt::StringLiterals;

namespace {

/// What is not stored of what was asked for, and what of a CAR is not needed.
void printFacts(const PackedUpload& packed)
{
    qint64 leftOut = packed.leftOut.size();
    if (packed.totals.problems > qint64(packed.problems.size()))
        leftOut += packed.totals.problems - qint64(packed.problems.size());
    const bool isLess = packed.totals.count(content::Problem::Kind::UnreadableLeftOut) > 0;
    if (isLess || !outputStyle().isQuiet)
        printEach(Cairnctl::tr("left out: %1"), packed.leftOut, leftOut);
    if (packed.unreached > 0) {
        printMessage(Cairnctl::tr("%n block(s) in this CAR are not needed by the root.", nullptr,
                                  pluralForm(packed.unreached)));
    }
    if (packed.missing.empty())
        return;
    constexpr std::size_t named = 10;
    QStringList first;
    for (std::size_t i = 0; i < std::min(named, packed.missing.size()); ++i)
        first << packed.missing[i].toString();
    printEach(Cairnctl::tr("not in this CAR, though the root needs it: %1"), first,
              qint64(packed.missing.size()));
    printMessage(Cairnctl::tr("Stored in part: %n block(s) are missing. It is whole once a CAR "
                              "with them is stored.",
                              nullptr, pluralForm(qint64(packed.missing.size()))));
}

void printStoredAlready(const Upload& upload)
{
    const QString date = upload.created ? wire::timestampText(*upload.created) : u"-"_s;
    printRemark(
        Cairnctl::tr("Stored already since %1 as “%2”; nothing was sent.").arg(date, upload.name));
}

} // namespace

Reply<int> Commands::put(AccountSession& session)
{
    return m_options.eachRoot ? putEachRoot(session) : put(session, uploadRequest(m_options));
}

/// One after the other; what the worst of them came to.
Reply<int> Commands::putEachRoot(AccountSession& session)
{
    const UploadRequest request = uploadRequest(m_options);
    const auto roots = rootsOfCar(request.carFile);
    if (!roots)
        return ready<int>(fail(roots.error()));
    Reply<int> worst = done();
    for (const content::Cid& root : *roots) {
        UploadRequest one = request;
        one.carRoot = content::CidString(root);
        worst = andThen(worst, this, [this, &session, one](int before) {
            return andThen(put(session, one), this,
                           [before](int code) { return done(std::max(before, code)); });
        });
    }
    return worst;
}

Reply<int> Commands::put(AccountSession& session, const UploadRequest& request)
{
    auto upload = std::make_shared<TransferRun>(session.transfers());
    if (m_pipes.empty() && upload->takeUp(request)) {
        // The run lives until it has answered.
        return andThen(upload->follow(), this, [this, upload, &session](const Transfer& transfer) {
            printEach(Cairnctl::tr("left out: %1"), transfer.notes, 0);
            return stored(session, transfer.root);
        });
    }
    UploadPreview& preview = session.preview(request);
    auto previewed = std::make_shared<PreviewRun>(preview);
    return andThen(previewed->run(), this,
                   [this, previewed, &session, &preview] { return send(session, preview); });
}

Reply<int> Commands::send(AccountSession& session, UploadPreview& preview)
{
    if (!isSendable(preview, m_options.allowSecrets, m_options.skipUnreadable))
        return done(Failed);
    const auto packed = preview.packedUpload();
    if (const auto upload = storedWhole(preview)) {
        printFacts(*packed);
        printStoredAlready(*upload);
        return renameStored(session, *upload);
    }
    const bool isPiped = !m_pipes.empty();
    auto upload = std::make_shared<TransferRun>(
        session.transfers(), isPiped ? TransferRun::Kept::No : TransferRun::Kept::Yes);
    const auto added = session.start(preview);
    // What came from a pipe is gone with this call: nobody could go on with it.
    const auto end
        = orElse(upload->follow(added), this, [&session, added, isPiped](const Error& error) {
              if (isPiped && added)
                  std::ignore = session.transfers().removeLeft(*added);
              return ready<Transfer>(fail(error));
          });
    return andThen(end, this, [this, upload, packed, &session](const Transfer& transfer) {
        printFacts(*packed);
        const bool isAll = packed->missing.empty()
            && packed->totals.count(content::Problem::Kind::UnreadableLeftOut) == 0;
        return andThen(stored(session, transfer.root), this, [isAll](int code) {
            return done(code == Succeeded && !isAll ? Partly : code);
        });
    });
}

/// Who gives a name wants it, also for what is stored already.
Reply<int> Commands::renameStored(AccountSession& session, const Upload& upload)
{
    if (m_options.name.isEmpty() || m_options.name == upload.name)
        return stored(session, upload.cid);
    return andThen(session.library().rename(upload.cid, m_options.name), this,
                   [this, &session, cid = upload.cid] {
                       printRemark(Cairnctl::tr("It is called “%1” now.").arg(m_options.name));
                       return stored(session, cid);
                   });
}

Reply<int> Commands::stored(AccountSession& session, const content::CidString& root)
{
    if (!m_options.json) {
        printResult(root.text().toUtf8());
        return done();
    }
    return andThen(session.library().item(root), this, [](const Upload& upload) {
        printResult(compact(wire::toJson(upload)));
        return done();
    });
}

} // namespace cairn::ctl
