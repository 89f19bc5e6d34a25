// SPDX-License-Identifier: MIT OR Apache-2.0
#include "app/tour/checks.h"

#include "app/tour/hand.h"

namespace cairn::tour {
using namespace Qt::StringLiterals;

QString unless(bool holds, const QString& objection)
{
    return holds ? QString() : objection;
}

QString shows(const QString& widget, const QString& text)
{
    const QString there = Hand::allText(widget);
    return unless(there.contains(text), u"%1 says “%2”"_s.arg(widget, there));
}

QString isVisible(const QString& widget)
{
    return unless(Hand::isVisible(widget), widget + " is not on the screen"_L1);
}

QString previewIsReady()
{
    const QWidget* start = Hand::find(u"previewStart"_s);
    return unless(start && start->isEnabled(), u"no plan that may start"_s);
}

QString hasRows(const QString& view, int rows)
{
    return unless(Hand::rows(view) == rows, u"%1 has %2 rows"_s.arg(view).arg(Hand::rows(view)));
}

} // namespace cairn::tour
