// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/content/cid/cid.h"
#include "tests/fuzz/fuzz.h"

using namespace cairn::content;

// CID text and the links people paste. What is read must be written and read again as the same.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
    const QString text = QString::fromUtf8(fuzz::bytes(data, size));
    for (const auto& cid : {Cid::parse(text), cidFromReference(text)}) {
        if (!cid)
            continue;
        fuzz::require(Cid::parse(cid->toString()) == *cid);
        fuzz::require(Cid::fromBytes(cid->bytes()) == *cid);
        fuzz::require(cid->toV1().hash() == cid->hash());
    }
    return 0;
}
