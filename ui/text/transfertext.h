// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/transfer/store/transfer.h"
#include "ui/text/pintext.h"

#include <QString>

namespace cairn {

// What a person reads about an upload or a download.

/// What only the moment of looking tells about it.
struct TransferPace
{
    Timestamp now{};
    qint64 rate = 0; ///< Bytes per second; 0: none to speak of.
    std::optional<std::chrono::seconds> left{};
};

/// The words of one row, each as it is painted.
struct TransferText
{
    QString name;
    StatusText phase; ///< "Sending", with its picture and colour.
    QString figures; ///< Empty while there are none.
    QString cid; ///< Shortened.
    QString detail; ///< Why it does not go on, what ends that, what was left out.
};

TransferText transferText(const Transfer& transfer, const TransferPace& pace);
/// The whole row in one sentence, for assistive technology.
QString transferSentence(const TransferText& text);

StatusText phaseText(const Transfer& transfer, Timestamp now);
/// Real numbers: "12.0 of 52.4 MB confirmed, 2 of 5 parts".
QString progressText(const Transfer& transfer);
/// What ends a suspension, and that nobody need do more.
QString suspensionEndText(transfer::SuspensionReason reason);
/// "Uploads are held: the service cannot be reached." with what ends it.
QString accountSuspensionText(transfer::SuspensionReason reason);
/// How long nothing has moved of what is being sent; nothing before that is worth a word.
std::optional<std::chrono::seconds> stalledFor(const Transfer& transfer, Timestamp now);

} // namespace cairn
