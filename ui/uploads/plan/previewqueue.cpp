// SPDX-License-Identifier: MIT OR Apache-2.0
#include "ui/uploads/plan/previewqueue.h"

#include "ui/uploads/plan/previewdialog.h"

#include <QSettings>

namespace cairn {
using namespace Qt::StringLiterals;
using Kind = content::Problem::Kind;

namespace {
constexpr auto startAtOnceKey = "uploads/startAtOnce"_L1;
} // namespace

PreviewQueue::PreviewQueue(AccountSession& session, QSettings& settings, QWidget& pane)
    : QObject(&pane)
    , m_session(session)
    , m_settings(settings)
    , m_pane(pane)
{ }

PreviewQueue::~PreviewQueue()
{
    if (m_preview && !m_dialog)
        m_session.drop(*m_preview);
}

bool PreviewQueue::startsAtOnce(const QSettings& settings)
{
    return settings.value(startAtOnceKey, false).toBool();
}

void PreviewQueue::setStartsAtOnce(QSettings& settings, bool atOnce)
{
    settings.setValue(startAtOnceKey, atOnce);
}

void PreviewQueue::take(const UploadRequest& request)
{
    m_waiting.push_back(request);
    if (!m_preview)
        next();
}

void PreviewQueue::next()
{
    m_preview.clear();
    if (m_waiting.empty())
        return;
    const UploadRequest request = m_waiting.front();
    m_waiting.pop_front();
    m_preview = &m_session.preview(request);
    if (!startsAtOnce(m_settings))
        return showPreview();
    connect(m_preview, &UploadPreview::changed, this, &PreviewQueue::look);
    emit quietlyReading(shownName(request));
}

/// At a preview without a dialog: it starts by itself unless there is something to decide.
void PreviewQueue::look()
{
    if (m_preview->state() == UploadPreview::State::Reading)
        return;
    const auto& found = m_preview->packedUpload();
    const bool isPlain = found
        && found->totals.count(Kind::LikelySecret) + found->totals.count(Kind::UnreadableLeftOut)
                + found->totals.count(Kind::NameLeftOut)
                + found->totals.count(Kind::LinkLeavesFolder)
            == 0;
    disconnect(m_preview, nullptr, this, nullptr);
    const auto id = isPlain ? m_session.start(*m_preview) : fail(Error::Kind::Empty);
    if (!id)
        return showPreview();
    emit quietlyReading({});
    emit started(*id);
    next();
}

void PreviewQueue::showPreview()
{
    if (!m_preview || m_dialog)
        return;
    disconnect(m_preview, nullptr, this, nullptr);
    emit quietlyReading({});
    auto* dialog = new PreviewDialog(m_session, *m_preview, startsAtOnce(m_settings), &m_pane);
    m_dialog = dialog;
    connect(dialog, &QDialog::finished, this,
            [this, dialog](int result) { closed(*dialog, result == QDialog::Accepted); });
    dialog->open();
}

void PreviewQueue::closed(PreviewDialog& dialog, bool accepted)
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
