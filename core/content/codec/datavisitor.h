// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/content/cid/cid.h"

#include <vector>

namespace cairn::content {

/// Is told what a dag-cbor or dag-json block holds, in the block's order. Before each value of a
/// map comes its key, before each item of a list its number. Nothing of it is kept: a block of two
/// mebibytes may have a million values.
class DataVisitor
{
public:
    virtual ~DataVisitor() = default;
    virtual void key(QByteArrayView) { }
    virtual void item(quint64) { }
    virtual void begin() { } ///< A map or a list
    virtual void end() { }
    virtual void scalar() { }
    virtual void link(const Cid&) { }
    /// A map has this key a second time, which both codecs forbid.
    virtual void repeated(QByteArrayView) { }
};

/// No deeper than this; both codecs.
inline constexpr int maxDataDepth = 128;

/// The keys of one map, to find those that come twice.
class MapKeys
{
public:
    void add(QByteArray key) { m_keys.push_back(std::move(key)); }
    void tell(DataVisitor& visitor);

private:
    std::vector<QByteArray> m_keys;
};

} // namespace cairn::content
