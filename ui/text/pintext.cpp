// SPDX-License-Identifier: MIT OR Apache-2.0
#include "ui/text/pintext.h"

#include "ui/text/displaytext.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>

namespace cairn {
using namespace Qt::StringLiterals;

namespace {

struct PinText
{
    Q_DECLARE_TR_FUNCTIONS(PinText)
};

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
        return PinText::tr("Unknown");
    case PinStatus::ClusterError:
        return PinText::tr("Cluster failed");
    case PinStatus::PinError:
        return PinText::tr("Pinning failed");
    case PinStatus::UnpinError:
        return PinText::tr("Unpinning failed");
    case PinStatus::Pinned:
        return PinText::tr("Pinned");
    case PinStatus::Pinning:
        return PinText::tr("Pinning");
    case PinStatus::Unpinning:
        return PinText::tr("Unpinning");
    case PinStatus::Unpinned:
        return PinText::tr("Unpinned");
    case PinStatus::PinQueued:
        return PinText::tr("Queued");
    case PinStatus::UnpinQueued:
        return PinText::tr("Unpinning queued");
    case PinStatus::Sharded:
        return PinText::tr("Pinned in pieces");
    case PinStatus::UnexpectedlyUnpinned:
        return PinText::tr("Lost its pin");
    }
    Q_UNREACHABLE();
}

/// The service's own, as text that somebody else wrote.
QString shownWord(const QString& unknownWord)
{
    constexpr qsizetype maxWord = 40;
    return shortText(displayText(unknownWord), maxWord);
}

} // namespace

StatusText pinText(PinStatus status)
{
    return dressed(groupOf(status), word(status));
}

StatusText pinText(const Pin& pin)
{
    return pin.unknownWord.isEmpty() ? pinText(pin.status)
                                     : dressed(Group::Unknown, shownWord(pin.unknownWord));
}

StatusText pinsText(const std::vector<Pin>& pins)
{
    if (pins.empty())
        return dressed(Group::Unknown, PinText::tr("Unknown"));
    if (pins.size() == 1)
        return pinText(pins.front());
    const auto count = [&pins](Group group) {
        return std::ranges::count_if(
            pins, [group](const Pin& pin) { return groupOf(pin.status) == group; });
    };
    const int all = int(pins.size());
    const QString pinned = QLocale().toString(qlonglong(count(Group::Pinned)));
    if (const auto failed = count(Group::Failed))
        return dressed(Group::Failed,
                       PinText::tr("Failed in %1 of %Ln place(s)", nullptr, all)
                           .arg(QLocale().toString(qlonglong(failed))));
    const Pin& worstPin
        = *std::ranges::min_element(pins, {}, [](const Pin& pin) { return groupOf(pin.status); });
    const Group worst = groupOf(worstPin.status);
    if (worst == Group::Unknown && count(Group::Pinned) == 0)
        return pinText(worstPin);
    if (worst == Group::Pinned)
        return dressed(worst, PinText::tr("Pinned in %Ln place(s)", nullptr, all));
    return dressed(worst, PinText::tr("Pinned in %1 of %Ln place(s)", nullptr, all).arg(pinned));
}

StatusText dealText(DealStatus status)
{
    switch (status) {
    case DealStatus::Queued:
        return {PinText::tr("Queued for a deal"), u"waiting"_s, Tone::Caution};
    case DealStatus::Published:
        return {PinText::tr("Deal published"), u"waiting"_s, Tone::Caution};
    case DealStatus::Active:
        return {PinText::tr("Deal active"), u"done"_s, Tone::Good};
    case DealStatus::Unknown:
        return {PinText::tr("Unknown"), u"unknown"_s, Tone::Neutral};
    }
    Q_UNREACHABLE();
}

StatusText dealText(const Deal& deal, Timestamp now)
{
    if (!deal.unknownWord.isEmpty())
        return {shownWord(deal.unknownWord), u"unknown"_s, Tone::Neutral};
    if (hasEnded(deal, now))
        return {PinText::tr("Deal ended"), u"warning"_s, Tone::Caution};
    return dealText(deal.status);
}

} // namespace cairn
