// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/storage/migration.h"

namespace cairn::local {

/// The catalog's tables, step by step (contract §4; core/local/README.md). Their texts are pinned
/// by tests/local/persisted_test.cpp.
std::vector<Migration> schema();

} // namespace cairn::local
