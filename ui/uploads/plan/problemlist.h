// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/upload/uploadpreview.h"

#include <QTreeWidget>

namespace cairn {

/// What a preview met besides plain files, grouped by kind with the count of each: first what needs
/// a decision, opened.
class ProblemList final : public QTreeWidget
{
    Q_OBJECT

public:
    explicit ProblemList(QWidget* parent = nullptr);

    /// Nothing while the preview is not ready.
    void show(const UploadPreview& preview);
    bool isEmpty() const { return topLevelItemCount() == 0; }

    QSize sizeHint() const override;

private:
    void addGroup(const UploadPreview& preview, content::Problem::Kind kind);

    std::shared_ptr<const PackedUpload> m_shown;
};

} // namespace cairn
