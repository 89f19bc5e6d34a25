// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tests/tour/checks.h"

#include "tests/tour/uidriver.h"

namespace cairn::tour {
using namespace Qt::StringLiterals;

QString unless(bool holds, const QString& objection)
{
    return holds ? QString() : objection;
}

QString shows(const QString& widget, const QString& text)
{
    const QString there = UiDriver::allText(widget);
    return unless(there.contains(text), u"%1 says “%2”"_s.arg(widget, there));
}

QString isVisible(const QString& widget)
{
    return unless(UiDriver::isVisible(widget), widget + " is not on the screen"_L1);
}

QString previewIsReady()
{
    const QWidget* start = UiDriver::find(u"previewStart"_s);
    return unless(start && start->isEnabled(), u"no plan that may start"_s);
}

QString hasRows(const QString& view, int rows)
{
    return unless(UiDriver::rows(view) == rows,
                  u"%1 has %2 rows"_s.arg(view).arg(UiDriver::rows(view)));
}

} // namespace cairn::tour
