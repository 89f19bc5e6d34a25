// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/storage/migration.h"

namespace cairn::transfer {

/// The tables of an account's transfers, step by step. Their texts are pinned by
/// tests/transfer/persisted_test.cpp.
std::vector<Migration> schema();

} // namespace cairn::transfer
