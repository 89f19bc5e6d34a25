// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/local/localservice.h"

#include <QString>

namespace cairn {

/// What a person is told of it: what is so, what it means, what to do.
QString noticeText(local::StartNotice notice, const QString& dataFolder);
/// All of them, a sentence after the other.
QString noticesText(const std::vector<local::StartNotice>& notices, const QString& dataFolder);
/// While a catalog is made anew.
QString catchUpText(int percent);

} // namespace cairn
