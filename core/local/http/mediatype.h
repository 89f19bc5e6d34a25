// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <QByteArray>

namespace cairn::local {

/// The media type of a file for browsers: by the ending of its name if that is a common one, else
/// text or binary by its first bytes. The same on every computer.
QByteArray mediaType(const QByteArray& fileName, const QByteArray& firstBytes);

} // namespace cairn::local
