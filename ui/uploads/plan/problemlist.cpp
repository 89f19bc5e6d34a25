// SPDX-License-Identifier: MIT OR Apache-2.0
#include "ui/uploads/plan/problemlist.h"

#include "ui/style/icon.h"
#include "ui/text/displaytext.h"
#include "ui/text/previewtext.h"
#include "ui/text/secrettext.h"

#include <QDir>
#include <QFileInfo>
#include <QStyle>

namespace cairn {
using namespace Qt::StringLiterals;
using Kind = content::Problem::Kind;

namespace {

bool needsDecision(Kind kind)
{
    return kind == Kind::LikelySecret || kind == Kind::UnreadableLeftOut
        || kind == Kind::NameLeftOut || kind == Kind::LinkLeavesFolder;
}

/// As seen from where the upload lies.
QString pathText(const UploadRequest& request, const QString& path)
{
    const QString above = QFileInfo(request.paths.value(0)).absolutePath() + u'/';
    const QString seen = path.startsWith(above) ? path.mid(above.size()) : path;
    return displayText(QDir::toNativeSeparators(seen));
}

} // namespace

ProblemList::ProblemList(QWidget* parent)
    : QTreeWidget(parent)
{
    setObjectName("previewProblems"_L1);
    setAccessibleName(tr("What to know before sending"));
    setColumnCount(1);
    setHeaderHidden(true);
    setUniformRowHeights(true);
    // Paths begin where the words above them do, right of the icon.
    setIndentation(indentation() + style()->pixelMetric(QStyle::PM_SmallIconSize) / 2);
    setTextElideMode(Qt::ElideMiddle);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
}

void ProblemList::show(const UploadPreview& preview)
{
    if (m_shown == preview.packedUpload())
        return;
    m_shown = preview.packedUpload();
    clear();
    if (!m_shown)
        return;
    for (const Kind kind : {Kind::LikelySecret, Kind::UnreadableLeftOut, Kind::NameLeftOut,
                            Kind::LinkLeavesFolder, Kind::NameNotPortable, Kind::HiddenSkipped,
                            Kind::SymlinkSkipped, Kind::EmptyDirectoryDropped, Kind::LeftOut})
        addGroup(preview, kind);
    for (QTreeWidgetItemIterator item(this); *item; ++item)
        (*item)->setData(0, Qt::AccessibleTextRole, (*item)->text(0));
    if (!isEmpty())
        setCurrentItem(topLevelItem(0));
    updateGeometry();
}

void ProblemList::addGroup(const UploadPreview& preview, Kind kind)
{
    const qint64 count = m_shown->totals.count(kind);
    if (count == 0)
        return;
    auto* group = new QTreeWidgetItem(this, {problemText(kind, count)});
    group->setIcon(0,
                   icon(needsDecision(kind) ? u"warning"_s : u"info"_s,
                        needsDecision(kind) ? Tone::Caution : Tone::Neutral));
    qint64 named = 0;
    for (const content::Problem& problem : m_shown->problems) {
        if (problem.kind != kind)
            continue;
        const QString path = pathText(preview.request(), problem.path);
        auto* item = new QTreeWidgetItem(group,
                                         {problem.secret
                                              //: a path, then what the file seems to hold
                                              ? tr("%1: %2").arg(path, secretText(*problem.secret))
                                              : path});
        item->setToolTip(0, toolTipText(QDir::toNativeSeparators(problem.path)));
        ++named;
    }
    if (named < count)
        new QTreeWidgetItem(group, {tr("and %Ln more", nullptr, int(count - named))});
    group->setExpanded(needsDecision(kind));
}

QSize ProblemList::sizeHint() const
{
    constexpr int minRows = 2;
    constexpr int maxRows = 5;
    int rows = 0;
    for (int at = 0; at < topLevelItemCount(); ++at) {
        const QTreeWidgetItem* group = topLevelItem(at);
        rows += 1 + (group->isExpanded() ? group->childCount() : 0);
    }
    const int height = isEmpty() ? fontMetrics().height() * 3 / 2 : sizeHintForRow(0);
    return {QTreeWidget::sizeHint().width(),
            height * std::clamp(rows, minRows, maxRows) + 2 * frameWidth()};
}

} // namespace cairn
