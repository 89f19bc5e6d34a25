// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/local/check/catalogchecks.h"
#include "core/local/records/journal.h"
#include "core/local/store/carfile.h"
#include "core/local/store/carstore.h"
#include "core/storage/database.h"

#include <optional>

namespace cairn::local {

/// What `cairnd check --repair` changes: the catalog, so that it says what the files hold. No CAR
/// is removed; one that an earlier version set aside gets its name back. Also while a process
/// serves the folder. One thread. Errors: Storage, DiskFull.
class IntegrityRepair
{
public:
    IntegrityRepair(Database& catalog, Journal& journal, const CarStore& cars, const Clock& clock);

    /// Within the caller's transaction: the CAR is as the file, or missing. Its uploads say what
    /// they lack, and sending the same CAR again completes them.
    [[nodiscard]] Done setCar(qint64 car, const std::optional<CarFileContents>& file);
    [[nodiscard]] Done writeIndex(qint64 car, const BlockTable& blocks);
    /// The content says that it is not all here, and its pin requests wait again.
    [[nodiscard]] Done unpin(const content::Cid& root);
    [[nodiscard]] Done correct(const StoredCount& count);
    /// Gives a CAR that was set aside back to the uploads that lack blocks of it; false if none
    /// does. Damaged or not, what verifies can be read again.
    [[nodiscard]] Result<bool> takeBack(const content::Cid& car, const CarFileContents& file);

private:
    [[nodiscard]] Done replaceIndex(qint64 car, const BlockTable& blocks);

    Database& m_catalog;
    Journal& m_journal;
    const CarStore& m_cars;
    const Clock& m_clock;
};

} // namespace cairn::local
