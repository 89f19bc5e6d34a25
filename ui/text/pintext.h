// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/api/wire/types.h"
#include "ui/style/theme.h"

#include <QString>

#include <vector>

namespace cairn {

/// A pin or deal state as words, picture and colour; the colour repeats what the others say.
struct StatusText
{
    QString text;
    QString icon; ///< A name in resources/icons.
    Tone tone = Tone::Neutral;
};

StatusText pinText(PinStatus status);
StatusText pinText(const Pin& pin); ///< A word that we do not know is shown as it is spelled.

/// All places in one phrase, the worst first. No pins reported is "Unknown", never "no".
StatusText pinsText(const std::vector<Pin>& pins);

StatusText dealText(DealStatus status);
/// One past its end has ended, whatever the service still says.
StatusText dealText(const Deal& deal, Timestamp now);

} // namespace cairn
