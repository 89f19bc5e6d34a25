// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/content/car/carparser.h"
#include "core/content/car/carverify.h"
#include "tests/fuzz/fuzz.h"

#include <QBuffer>

using namespace cairn;
using namespace cairn::content;

namespace {

Done parse(QByteArrayView car, qsizetype piece, std::vector<qint64>& offsets)
{
    CarParser parser({}, {}, [&](const CarBlock& block) {
        fuzz::require(car.sliced(block.offset, block.data.size()) == block.data);
        offsets.push_back(block.offset);
        return Done{};
    });
    for (qsizetype at = 0; at < car.size(); at += piece) {
        if (Done done = parser.feed(car.sliced(at, qMin(piece, car.size() - at))); !done)
            return done;
    }
    return parser.finish();
}

} // namespace

// A CAR of version 1 or 2. Fed whole or byte by byte it is the same.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
    const QByteArrayView car = fuzz::bytes(data, size);
    std::vector<qint64> offsets;
    std::vector<qint64> slowly;
    const Done whole = parse(car, car.size() + 1, offsets);
    const Done pieces = parse(car, 1, slowly);
    fuzz::require(whole.has_value() == pieces.has_value());
    fuzz::require(whole || whole.error() == pieces.error());
    fuzz::require(offsets == slowly);

    QByteArray copy = car.toByteArray();
    QBuffer buffer(&copy);
    buffer.open(QIODevice::ReadOnly);
    if (const auto report = verifyCar(buffer))
        fuzz::require(report->bytes <= copy.size());
    return 0;
}
