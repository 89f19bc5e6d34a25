// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/local/pins/pinrequests.h"
#include "core/local/records/record.h"
#include "core/local/store/uploads.h"

namespace cairn::local {

/// Has the catalog be as records say, by the same steps that changed it when they were written. A
/// record that was applied already changes nothing. One thread; the caller holds a transaction.
/// Errors: Storage, DiskFull; a CAR that cannot be read for another reason than its bytes.
class Replay
{
public:
    /// @p source reads CARs; see Uploads::CarSource.
    Replay(Database& catalog, Journal& journal, const CarStore& cars, const Clock& clock,
           Uploads::CarSource source);

    /// @p isHere: of a PinnedRecord, whether all blocks are here, where that was asked for before.
    [[nodiscard]] Done apply(const Record& record, std::optional<bool> isHere);
    PinRequests& pins() { return m_pins; }

private:
    [[nodiscard]] Done applyTo(const FetchedRecord& fetched);
    [[nodiscard]] Done applyTo(const ContentRecord& content);
    [[nodiscard]] Done applyTo(const IdsRecord& ids);

    Database& m_catalog;
    const CarStore& m_cars;
    Uploads::CarSource m_source;
    Uploads m_uploads;
    PinRequests m_pins;
};

/// Reads a CAR of the folder; see Uploads::CarSource.
[[nodiscard]] Result<std::optional<CarContents>> readCar(const CarStore& cars,
                                                         const content::Cid& car);

} // namespace cairn::local
