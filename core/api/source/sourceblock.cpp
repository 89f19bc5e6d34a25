// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/api/source/sourceblock.h"

#include "core/api/source/sourceanswer.h"
#include "core/api/wire/routes.h"
#include "core/content/cid/multihash.h"

namespace cairn {
using namespace Qt::StringLiterals;
using Kind = Error::Kind;

namespace {

/// Of an answer that is none, what is looked at.
constexpr qsizetype maxText = 4096;

} // namespace

QByteArray beginningOf(const ReadBody& read)
{
    QByteArray text(maxText, Qt::Uninitialized);
    qsizetype size = 0;
    while (size < maxText) {
        const auto count = read(text.data() + size, maxText - size);
        if (!count || *count == 0)
            break;
        size += qsizetype(*count);
    }
    return text.first(size);
}

Result<QByteArray> blockFrom(const ReadBody& read, const HttpStream::Head& head,
                             const content::Cid& cid, bool mayBePage)
{
    QByteArray bytes;
    while (true) {
        constexpr qint64 piece = 256 * 1024;
        const qsizetype before = bytes.size();
        bytes.resize(before + piece);
        const auto count = read(bytes.data() + before, piece);
        if (!count)
            return fail(brokenOff(count.error()));
        bytes.resize(before + *count);
        if (*count == 0)
            break;
        if (bytes.size() > routes::largestBlock)
            return fail(Kind::Corrupt, u"more than a block"_s, cid.toString());
    }
    if (Done verified = content::verifyHash(cid.hash(), bytes); !verified) {
        if (mayBePage && isPage(head))
            return fail(pageError(head, bytes.first(std::min(bytes.size(), maxText))));
        Error error = verified.error();
        error.subject = cid.toString();
        return fail(std::move(error));
    }
    return bytes;
}

} // namespace cairn
