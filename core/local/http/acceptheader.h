// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/local/http/httpmessage.h"

namespace cairn::local {

/// One of the types that an Accept header names. Types and names of parameters are in lower case.
struct MediaRange
{
    QByteArray type; ///< Or "text/*", "*/*".
    HttpFields parameters{}; ///< But "q".
    int quality = 1000; ///< Of a thousand.

    std::optional<QByteArray> parameter(QByteArrayView name) const;
    bool operator==(const MediaRange&) const = default;
};

/// What an Accept header takes (RFC 9110 §12.5.1), best first; of what is as good as another, first
/// what is named more exactly, then what is named first. What has a quality of 0 is left out.
std::vector<MediaRange> acceptedTypes(const QByteArray& header);

} // namespace cairn::local
