// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/content/plan/pack.h"
#include "core/local/http/httpmessage.h"
#include "core/local/http/multipart.h"
#include "core/local/store/uploadcommitter.h"

#include <QTemporaryDir>

namespace cairn::local {

/// The body of POST /upload: one file as it is, or the files of a form (contract §6.4). Written to
/// files in a folder of its own as it arrives, then packed into a CAR, which is committed as POST
/// /car does. A few blocks are in memory; the folder is removed with this object.
class FileUpload final : public BodyReceiver
{
public:
    /// The folder is made in @p scratch. @p contentType says which kind of body comes.
    FileUpload(UploadCommitter& committer, UploadContext context, const QString& scratch,
               const QByteArray& contentType);

    void write(QByteArrayView bytes) override;
    HttpResponse finish() override;

private:
    [[nodiscard]] Done take(QByteArrayView bytes);
    [[nodiscard]] Done startFile(const QString& name);
    [[nodiscard]] Done append(QByteArrayView bytes);
    [[nodiscard]] Result<Receipt> keep();
    [[nodiscard]] Result<Receipt> commitPacked(const content::Cid& root,
                                               const std::optional<content::Cid>& leaveOut);
    QString carPath() const { return m_folder.filePath(QStringLiteral("packed.car")); }

    UploadCommitter& m_committer;
    const UploadContext m_context;
    QTemporaryDir m_folder;
    std::optional<MultipartParser> m_form; ///< None: the body is the file.
    std::vector<content::NamedFile> m_files;
    QFile m_file; ///< The last of m_files; closed while bytes of another field come.
    qint64 m_received = 0;
    Done m_state;
};

} // namespace cairn::local
