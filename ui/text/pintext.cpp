// SPDX-License-Identifier: MIT OR Apache-2.0
#include "ui/text/pintext.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>

namespace cairn {
using namespace Qt::StringLiterals;

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("PinText", text);
}

/// Worst first.
enum class Group { Failed, Unknown, Leaving, Pending, Pinned };

Group groupOf(PinStatus status)
{
    switch (status) {
    case PinStatus::ClusterError:
    case PinStatus::PinError:
    case PinStatus::UnpinError:
    case PinStatus::UnexpectedlyUnpinned:
        return Group::Failed;
    case PinStatus::Undefined:
    case PinStatus::Unknown:
        return Group::Unknown;
    case PinStatus::Unpinning:
    case PinStatus::Unpinned:
    case PinStatus::UnpinQueued:
        return Group::Leaving;
    case PinStatus::Pinning:
    case PinStatus::PinQueued:
        return Group::Pending;
    case PinStatus::Pinned:
    case PinStatus::Sharded:
        return Group::Pinned;
    }
    Q_UNREACHABLE();
}

StatusText dressed(Group group, QString text)
{
    switch (group) {
    case Group::Failed:
        return {std::move(text), u"error"_s, Tone::Bad};
    case Group::Unknown:
        return {std::move(text), u"unknown"_s, Tone::Neutral};
    case Group::Leaving:
        return {std::move(text), u"warning"_s, Tone::Caution};
    case Group::Pending:
        return {std::move(text), u"waiting"_s, Tone::Caution};
    case Group::Pinned:
        return {std::move(text), u"done"_s, Tone::Good};
    }
    Q_UNREACHABLE();
}

QString word(PinStatus status)
{
    switch (status) {
    case PinStatus::Undefined:
    case PinStatus::Unknown:
        return tr("Unknown");
    case PinStatus::ClusterError:
        return tr("Cluster failed");
    case PinStatus::PinError:
        return tr("Pinning failed");
    case PinStatus::UnpinError:
        return tr("Unpinning failed");
    case PinStatus::Pinned:
        return tr("Pinned");
    case PinStatus::Pinning:
        return tr("Pinning");
    case PinStatus::Unpinning:
        return tr("Unpinning");
    case PinStatus::Unpinned:
        return tr("Unpinned");
    case PinStatus::PinQueued:
        return tr("Queued");
    case PinStatus::UnpinQueued:
        return tr("Unpinning queued");
    case PinStatus::Sharded:
        return tr("Pinned in pieces");
    case PinStatus::UnexpectedlyUnpinned:
        return tr("Lost its pin");
    }
    Q_UNREACHABLE();
}

} // namespace

StatusText pinText(PinStatus status)
{
    return dressed(groupOf(status), word(status));
}

StatusText pinsText(const std::vector<Pin>& pins)
{
    if (pins.empty())
        return dressed(Group::Unknown, tr("Unknown"));
    if (pins.size() == 1)
        return pinText(pins.front().status);
    const auto count = [&pins](Group group) {
        return std::ranges::count_if(
            pins, [group](const Pin& pin) { return groupOf(pin.status) == group; });
    };
    const QString all = QLocale().toString(qlonglong(pins.size()));
    const QString pinned = QLocale().toString(qlonglong(count(Group::Pinned)));
    if (const auto failed = count(Group::Failed))
        return dressed(Group::Failed,
                       tr("Failed in %1 of %2 places")
                           .arg(QLocale().toString(qlonglong(failed)), all));
    const Group worst = groupOf(
        std::ranges::min_element(pins, {}, [](const Pin& pin) { return groupOf(pin.status); })
            ->status);
    if (worst == Group::Pinned)
        return dressed(worst, tr("Pinned in %1 places").arg(all));
    return dressed(worst, tr("Pinned in %1 of %2 places").arg(pinned, all));
}

StatusText dealText(DealStatus status)
{
    switch (status) {
    case DealStatus::Queued:
        return {tr("Queued for a deal"), u"waiting"_s, Tone::Caution};
    case DealStatus::Published:
        return {tr("Deal published"), u"waiting"_s, Tone::Caution};
    case DealStatus::Active:
        return {tr("Deal active"), u"done"_s, Tone::Good};
    case DealStatus::Unknown:
        return {tr("Unknown"), u"unknown"_s, Tone::Neutral};
    }
    Q_UNREACHABLE();
}

} // namespace cairn
