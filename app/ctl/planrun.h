// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "app/ctl/progressline.h"
#include "core/base/async.h"
#include "core/upload/uploadplan.h"

namespace cairn::ctl {

/// Waits until a plan is ready and the service has said whether it lists the root, and shows the
/// reading meanwhile. Main thread.
class PlanRun final : public QObject
{
    Q_OBJECT

public:
    explicit PlanRun(UploadPlan& plan);

    /// Errors: the plan's.
    [[nodiscard]] Reply<void> run();

private:
    void look();

    UploadPlan& m_plan;
    ProgressLine m_line;
    QPromise<Done> m_promise;
};

/// Whether the plan may be sent; if not, what is in the way is said on standard error.
bool isSendable(const UploadPlan& plan, bool allowSecrets);

/// The upload that the service lists with all of its content; unknown is none.
std::optional<Upload> storedWhole(const UploadPlan& plan);

} // namespace cairn::ctl
