// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/http/multipart.h"
#include "tests/fuzz/fuzz.h"

#include <vector>

using namespace cairn;
using namespace cairn::local;

namespace {

struct Form
{
    std::vector<QByteArray> fields;
    std::vector<QByteArray> bodies;
    bool isWhole = false;
};

Form read(const QByteArray& boundary, QByteArrayView body, qsizetype piece)
{
    Form form;
    MultipartParser parser(
        boundary,
        [&](const MultipartParser::Part& part) {
            form.fields.push_back(part.field + '=' + part.fileName.value_or(QString()).toUtf8());
            form.bodies.emplace_back();
            return Done();
        },
        [&](QByteArrayView bytes) {
            fuzz::require(!form.bodies.empty() && !bytes.isEmpty());
            form.bodies.back().append(bytes);
            return Done();
        });
    for (qsizetype at = 0; at < body.size(); at += piece) {
        if (!parser.feed(body.sliced(at, qMin(piece, body.size() - at))))
            return form;
    }
    form.isWhole = parser.finish().has_value();
    return form;
}

} // namespace

// The body of a form behind its Content-Type and a line feed. Fed whole or byte by byte it is the
// same, and no part holds the boundary.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
    const QByteArrayView input = fuzz::bytes(data, size);
    const qsizetype end = input.indexOf('\n');
    if (end < 0)
        return 0;
    const QByteArray boundary = MultipartParser::boundaryOf(input.first(end).toByteArray());
    if (boundary.isEmpty())
        return 0;
    const QByteArrayView body = input.sliced(end + 1);
    const Form whole = read(boundary, body, body.size() + 1);
    const Form slowly = read(boundary, body, 1);
    fuzz::require(whole.isWhole == slowly.isWhole);
    if (!whole.isWhole)
        return 0;
    fuzz::require(whole.fields == slowly.fields && whole.bodies == slowly.bodies);
    for (const QByteArray& part : whole.bodies)
        fuzz::require(!part.contains("\r\n--" + boundary));
    return 0;
}
