// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/content/cid/cid.h"

#include <QString>

#include <functional>

namespace cairn::local {

/// One thing that a check of a data folder found. A value.
struct Finding
{
    enum class Kind {
        // Of a CAR; `cid` names it.
        DamagedCar, ///< Its bytes are others. Blocks that verify are still served.
        DamagedBlock, ///< `block` of a damaged CAR does not verify or is gone.
        MissingCar, ///< The folder of CARs is there, the file is not.
        SetAsideCar, ///< CID.car.damaged has blocks that an upload lacks. `text` says how many.
        SetAsideUnneeded, ///< Such a file that nobody lacks. No fault.
        Unassigned, ///< Neither an upload nor a record names it. No fault.
        UnassignedDamaged, ///< Such a one whose bytes are not those of its name. No fault.
        WrongIndex, ///< The catalog has other blocks of it than the file.
        WrongState, ///< The catalog calls it damaged or missing, and it is whole.
        // Of an upload; `cid` is its source, `text` its name. No fault of its own.
        AffectedUpload, ///< Has a CAR that is damaged or missing.
        // Of a content; `cid` is its root.
        NotWhole, ///< It is said to be pinned, and blocks of it are not here.
        // Of the catalog and the records.
        UploadCount, ///< The number of uploads that is kept of the user `text`.
        TokenUploadCount, ///< The same of the API token `text`.
        CatalogMissing,
        CatalogDamaged, ///< `text` is SQLite's word, if it has one.
        CatalogBehind, ///< Records have more.
        UnreadableRecord, ///< A line that cannot be read; `text` says where and why.
    };
    Kind kind;
    content::Cid cid{};
    content::Cid block{};
    QString text{};
    bool isRepaired = false;

    bool isFault() const
    {
        return kind != Kind::Unassigned && kind != Kind::UnassignedDamaged
            && kind != Kind::SetAsideUnneeded && kind != Kind::AffectedUpload;
    }
};

/// Called for each finding as it is made.
using TellFinding = std::function<void(const Finding&)>;

} // namespace cairn::local
