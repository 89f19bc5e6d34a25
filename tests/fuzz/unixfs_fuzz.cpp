// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/content/codec/unixfs.h"
#include "tests/fuzz/fuzz.h"

using namespace cairn::content;

// A UnixFS message. What is read must be written and read again as the same.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
    if (const auto message = decodeUnixFs(fuzz::bytes(data, size))) {
        fuzz::require(message->blockSizes.size() <= size);
        fuzz::require(decodeUnixFs(encodeUnixFs(*message)) == *message);
    }
    return 0;
}
