// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/content/codec/dagpb.h"
#include "core/content/codec/datapath.h"
#include "core/content/codec/links.h"
#include "tests/fuzz/fuzz.h"

#include <tuple>

using namespace cairn::content;

// Blocks that have links: dag-pb, which is also written and read again, dag-cbor and dag-json.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
    const QByteArrayView bytes = fuzz::bytes(data, size);
    if (const auto node = decodePbNode(bytes))
        fuzz::require(decodePbNode(encodePbNode(*node)) == *node);
    for (const Codec codec : {Codec::DagPb, Codec::DagCbor, Codec::DagJson}) {
        const Cid cid = Cid::v1(codec, {});
        if (const auto found = links(cid, bytes))
            fuzz::require(found->cids.size() <= size);
        std::ignore = strictLinks(cid, bytes);
        std::ignore = dagSize(cid, bytes);
        if (hasDataPaths(cid)) {
            const QByteArray names[]{"a", "0", "a"};
            if (const auto step = followData(cid, bytes, names))
                fuzz::require(step->names <= std::size(names));
        }
    }
    return 0;
}
