// SPDX-License-Identifier: MIT OR Apache-2.0
// put, put-car: previewed first, as in the window, and sent only if nothing speaks against it.
#include "app/ctl/commands.h"
#include "app/ctl/output.h"
#include "app/ctl/previewrun.h"
#include "app/ctl/transferrun.h"
#include "core/api/wire/wire.h"

#include <QCoreApplication>

namespace cairn::ctl {
using namespace Qt::StringLiterals;

namespace {

void printLeftOut(const QStringList& paths)
{
    for (const QString& path : paths)
        printMessage(QCoreApplication::translate("cairnctl", "left out: %1").arg(path));
}

void printStoredAlready(const Upload& upload)
{
    const QString date = upload.created ? wire::timestampText(*upload.created) : u"-"_s;
    printMessage(QCoreApplication::translate(
                     "cairnctl", "Stored already since %1 as “%2”; nothing was sent.")
                     .arg(date, upload.name));
}

} // namespace

Reply<int> Commands::put(AccountService& service)
{
    const UploadRequest request = uploadRequest(m_options);
    auto upload = std::make_shared<TransferRun>(service.transfers());
    if (upload->takeUp(request)) {
        // The run lives until it has answered.
        return andThen(upload->follow(), this, [this, upload, &service](const Transfer& transfer) {
            printLeftOut(transfer.notes);
            return stored(service, transfer.root);
        });
    }
    UploadPreview& preview = service.preview(request);
    auto previewed = std::make_shared<PreviewRun>(preview);
    return andThen(previewed->run(), this,
                   [this, previewed, &service, &preview] { return send(service, preview); });
}

Reply<int> Commands::send(AccountService& service, UploadPreview& preview)
{
    if (!isSendable(preview, m_options.allowSecrets))
        return done(Failed);
    const QStringList leftOut = preview.packedUpload()->leftOut;
    if (const auto upload = storedWhole(preview)) {
        printLeftOut(leftOut);
        printStoredAlready(*upload);
        return stored(service, upload->cid);
    }
    auto upload = std::make_shared<TransferRun>(service.transfers());
    return andThen(upload->follow(service.start(preview)), this,
                   [this, upload, leftOut, &service](const Transfer& transfer) {
                       printLeftOut(leftOut);
                       return stored(service, transfer.root);
                   });
}

Reply<int> Commands::stored(AccountService& service, const QString& root)
{
    if (!m_options.json) {
        printResult(root.toUtf8());
        return done();
    }
    return andThen(service.library().item(root), this, [](const Upload& upload) {
        printResult(compact(wire::toJson(upload)));
        return done();
    });
}

} // namespace cairn::ctl
