// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <QString>

namespace cairn::tour {

// What a step may ask of the screen. The answer is the objection, for the report; empty: it holds.

QString unless(bool holds, const QString& objection);
QString shows(const QString& widget, const QString& text);
QString isVisible(const QString& widget);
QString previewIsReady();
QString hasRows(const QString& view, int rows);

} // namespace cairn::tour
