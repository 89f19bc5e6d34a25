// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/transfer/transfer.h"
#include "ui/text/pintext.h"

#include <QString>

namespace cairn {

// What a person reads about an upload or a download.

/// The phase in words, with its picture and colour: "Sending".
StatusText phaseText(const Transfer& transfer);

/// Real numbers below it: "12.0 of 52.4 MB confirmed, 2 of 5 parts". Empty while there are none.
QString progressText(const Transfer& transfer);

/// The whole row in one sentence, for assistive technology.
QString transferSentence(const Transfer& transfer);

} // namespace cairn
