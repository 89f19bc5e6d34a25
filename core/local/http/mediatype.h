// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <QByteArray>

namespace cairn::local {

/// What a browser should take a file for: by its name's ending if that is a common one, else by
/// whether its first bytes are text. The same on every machine.
QByteArray mediaType(const QByteArray& fileName, const QByteArray& firstBytes);

} // namespace cairn::local
