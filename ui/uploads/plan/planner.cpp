// SPDX-License-Identifier: MIT OR Apache-2.0
#include "ui/uploads/plan/planner.h"

#include "ui/uploads/plan/plandialog.h"

#include <QSettings>

namespace cairn {
using namespace Qt::StringLiterals;
using Kind = content::Problem::Kind;

namespace {
constexpr auto startAtOnceKey = "uploads/startAtOnce"_L1;
} // namespace

Planner::Planner(AccountService& service, QSettings& settings, QWidget& pane)
    : QObject(&pane)
    , m_service(service)
    , m_settings(settings)
    , m_pane(pane)
{ }

Planner::~Planner()
{
    if (m_plan && !m_dialog)
        m_service.drop(*m_plan);
}

bool Planner::startsAtOnce(const QSettings& settings)
{
    return settings.value(startAtOnceKey, false).toBool();
}

void Planner::setStartsAtOnce(QSettings& settings, bool atOnce)
{
    settings.setValue(startAtOnceKey, atOnce);
}

void Planner::take(const UploadRequest& request)
{
    m_waiting.push_back(request);
    if (!m_plan)
        next();
}

void Planner::next()
{
    m_plan.clear();
    if (m_waiting.empty())
        return;
    const UploadRequest request = m_waiting.front();
    m_waiting.pop_front();
    m_plan = &m_service.plan(request);
    if (!startsAtOnce(m_settings))
        return showPlan();
    connect(m_plan, &UploadPlan::changed, this, &Planner::look);
    emit quietlyReading(shownName(request));
}

/// At a plan without a dialog: it starts by itself unless there is something to decide.
void Planner::look()
{
    if (m_plan->state() == UploadPlan::State::Reading)
        return;
    const auto& found = m_plan->packedUpload();
    const bool isPlain = found
        && found->totals.count(Kind::LikelySecret) + found->totals.count(Kind::UnreadableLeftOut)
                + found->totals.count(Kind::NameLeftOut)
            == 0;
    disconnect(m_plan, nullptr, this, nullptr);
    const auto id = isPlain ? m_service.start(*m_plan) : fail(Error::Kind::Empty);
    if (!id)
        return showPlan();
    emit quietlyReading({});
    emit started(*id);
    next();
}

void Planner::showPlan()
{
    if (!m_plan || m_dialog)
        return;
    disconnect(m_plan, nullptr, this, nullptr);
    emit quietlyReading({});
    auto* dialog = new PlanDialog(m_service, *m_plan, startsAtOnce(m_settings), &m_pane);
    m_dialog = dialog;
    connect(dialog, &QDialog::finished, this,
            [this, dialog](int result) { closed(*dialog, result == QDialog::Accepted); });
    dialog->open();
}

void Planner::closed(PlanDialog& dialog, bool accepted)
{
    if (accepted) {
        setStartsAtOnce(m_settings, dialog.startsAtOnce());
        emit started(dialog.started());
    }
    m_dialog.clear();
    dialog.deleteLater();
    next();
}

} // namespace cairn
