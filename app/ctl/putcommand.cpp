// SPDX-License-Identifier: MIT OR Apache-2.0
// put, put-car: previewed first, as in the window, and sent only if nothing speaks against it.
#include "app/ctl/commands.h"
#include "app/ctl/output.h"
#include "app/ctl/previewrun.h"
#include "app/ctl/transferrun.h"
#include "app/ctl/translation.h"
#include "core/api/wire/wire.h"

#include <QCoreApplication>

namespace cairn::ctl {
using namespace Qt::StringLiterals;

namespace {

void printLeftOut(const QStringList& paths)
{
    for (const QString& path : paths)
        printMessage(Cairnctl::tr("left out: %1").arg(path));
}

void printStoredAlready(const Upload& upload)
{
    const QString date = upload.created ? wire::timestampText(*upload.created) : u"-"_s;
    printMessage(
        Cairnctl::tr("Stored already since %1 as “%2”; nothing was sent.").arg(date, upload.name));
}

} // namespace

Reply<int> Commands::put(AccountSession& session)
{
    const UploadRequest request = uploadRequest(m_options);
    auto upload = std::make_shared<TransferRun>(session.transfers());
    if (upload->takeUp(request)) {
        // The run lives until it has answered.
        return andThen(upload->follow(), this, [this, upload, &session](const Transfer& transfer) {
            printLeftOut(transfer.notes);
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
    if (!isSendable(preview, m_options.allowSecrets))
        return done(Failed);
    const QStringList leftOut = preview.packedUpload()->leftOut;
    if (const auto upload = storedWhole(preview)) {
        printLeftOut(leftOut);
        printStoredAlready(*upload);
        return stored(session, upload->cid);
    }
    auto upload = std::make_shared<TransferRun>(session.transfers());
    return andThen(upload->follow(session.start(preview)), this,
                   [this, upload, leftOut, &session](const Transfer& transfer) {
                       printLeftOut(leftOut);
                       return stored(session, transfer.root);
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
