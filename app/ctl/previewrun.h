// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "app/ctl/progressline.h"
#include "core/base/async.h"
#include "core/upload/uploadpreview.h"

namespace cairn::ctl {

/// Waits until a preview is ready and the service has said whether it lists the root, and shows the
/// reading meanwhile. Main thread.
class PreviewRun final : public QObject
{
    Q_OBJECT

public:
    explicit PreviewRun(UploadPreview& preview);

    /// Errors: the preview's.
    [[nodiscard]] Reply<void> run();

private:
    void look();

    UploadPreview& m_preview;
    ProgressLine m_line;
    QPromise<Done> m_promise;
};

/// Whether the preview may be sent; if not, what is in the way is said on standard error.
bool isSendable(const UploadPreview& preview, bool allowSecrets, bool skipUnreadable);

/// The upload that the service lists with all of its content; unknown is none.
std::optional<Upload> storedWhole(const UploadPreview& preview);

} // namespace cairn::ctl
