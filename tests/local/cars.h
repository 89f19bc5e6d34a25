// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/content/cid/block.h"
#include "core/content/codec/dagpb.h"

#include <vector>

namespace cairn::test {

// CARs and blocks made by hand, the good and the bad ones.

content::Block rawBlock(const QByteArray& bytes);
content::Block pbBlock(const std::vector<content::Block>& children);
content::Block cborBlock(const QByteArray& bytes);
/// Named by @p cid whatever the bytes hash to.
QByteArray car(const std::vector<content::Cid>& roots, const std::vector<content::Block>& blocks);
/// The CIDs of a CAR's blocks in order, repeats included. It must be sound.
std::vector<content::Cid> cidsOf(const QByteArray& car);
/// One root with the children, complete.
QByteArray completeCar(const content::Block& root, std::vector<content::Block> children);

} // namespace cairn::test
