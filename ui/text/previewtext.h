// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/account/accountrecord.h"
#include "core/upload/uploadpreview.h"
#include "ui/text/pintext.h"

#include <QString>

namespace cairn {

// What a person reads about an upload that has not begun.

/// How far the reading has come, then what would be sent: "12 files, 4.2 GB, in 3 parts".
QString previewNumbers(const UploadPreview& preview);

/// Whether the account stores it already, with its picture and colour.
StatusText listingText(const UploadPreview& preview);

/// The sentence about what the upload is sent with.
QString credentialText(const AccountRecord& record);

/// One line about what choosing the profile means.
QString profileMeaning(const QString& profile);

/// The heading above the paths of one kind: "3 hidden files or folders are left out".
QString problemText(content::Problem::Kind kind, qint64 count);

} // namespace cairn
