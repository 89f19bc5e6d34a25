// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

namespace cairn {

/// Makes tr() answer in the language of the session where there is a catalogue for it, and with
/// English plural forms where there is none. Once, before the first text is made, while the
/// application object exists; the application owns what is loaded.
void installTranslations();

} // namespace cairn
