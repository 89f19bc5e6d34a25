// SPDX-License-Identifier: MIT OR Apache-2.0
#include "ui/stored/downloadcommand.h"

#include "core/api/wire/types.h"
#include "core/download/safename.h"
#include "ui/common/messagebar.h"
#include "ui/stored/storedwords.h"
#include "ui/text/displaytext.h"
#include "ui/text/errortext.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QStandardPaths>

namespace cairn {
using namespace Qt::StringLiterals;

QString downloadFolder()
{
    const QString downloads = QStandardPaths::writableLocation(QStandardPaths::DownloadLocation);
    return QFileInfo(downloads).isDir() ? downloads : QDir::homePath();
}

QString proposedTarget(const QString& folder, const QString& name, const content::CidString& cid)
{
    // What the dialog shows is what the file is called: nothing in it is obeyed and not seen.
    const QString shown = displayText(name);
    const QString chosen = isSafeName(shown.toUtf8()) ? shown : cid.text();
    const auto isTaken = [&folder](const QString& candidate) {
        const QFileInfo there(QDir(folder).filePath(candidate));
        return there.exists() || there.isSymLink();
    };
    QString candidate = chosen;
    const QFileInfo parts(chosen);
    for (int number = 2; isTaken(candidate); ++number) {
        const QString suffix = parts.suffix().isEmpty() || parts.completeBaseName().isEmpty()
            ? QString()
            : u'.' + parts.suffix();
        candidate = u"%1 (%2)%3"_s.arg(chosen.chopped(suffix.size())).arg(number).arg(suffix);
    }
    return QDir(folder).filePath(candidate);
}

DownloadCommand::DownloadCommand(TransferQueue& queue, MessageBar& message, QWidget* parent)
    : QObject(parent)
    , m_queue(queue)
    , m_message(message)
    , m_parent(parent)
{ }

void DownloadCommand::ask(const Upload& upload)
{
    const QString proposed = proposedTarget(downloadFolder(), upload.name, upload.cid);
    const QString name = shownName(upload);
    auto* dialog = new QFileDialog(m_parent, titleText(tr("Download “%1”").arg(name)));
    dialog->setObjectName("downloadDialog"_L1);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setFileMode(QFileDialog::AnyFile);
    // Nothing is overwritten, so there is nothing to confirm.
    dialog->setOption(QFileDialog::DontConfirmOverwrite);
    dialog->setLabelText(QFileDialog::Accept, tr("&Download"));
    dialog->setDirectory(QFileInfo(proposed).absolutePath());
    dialog->selectFile(QFileInfo(proposed).fileName());
    connect(dialog, &QFileDialog::fileSelected, this,
            [this, cid = upload.cid, name](const QString& target) { queue(cid, name, target); });
    dialog->open();
}

void DownloadCommand::queue(const content::CidString& cid, const QString& name,
                            const QString& target)
{
    if (const auto added = m_queue.add(DownloadRequest{cid, {}, target, {}}); !added)
        return m_message.showMessage(Tone::Bad, errorText(added.error()));
    m_message.showMessage(Tone::Good,
                          tr("“%1” is being downloaded; Uploads shows how far it is.").arg(name));
}

} // namespace cairn
