// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/upload/uploadplan.h"

#include <QTreeWidget>

namespace cairn {

/// What a plan met besides plain files, grouped by kind with the count of each: first what needs a
/// decision, opened.
class ProblemList final : public QTreeWidget
{
    Q_OBJECT

public:
    explicit ProblemList(QWidget* parent = nullptr);

    /// Nothing while the plan is not ready.
    void show(const UploadPlan& plan);
    bool isEmpty() const { return topLevelItemCount() == 0; }

    QSize sizeHint() const override;

private:
    void addGroup(const UploadPlan& plan, content::Problem::Kind kind);

    std::shared_ptr<const PackedUpload> m_shown;
};

} // namespace cairn
