// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/local/store/blockindex.h"
#include "core/local/store/carstore.h"
#include "core/local/store/uploads.h"

namespace cairn::local {

/// Stores a CAR and its rows of the catalog together: the whole upload or nothing, also after a
/// power cut (core/local/README.md). Any thread.
class UploadCommitter
{
public:
    UploadCommitter(Journal& journal, Uploads& uploads, BlockIndex& index, const CarStore& cars,
                    const Clock& clock);

    /// @p onCommitted is called after each upload, on the thread that committed it, and after one
    /// that was refused when rows of its blocks are left to be removed. To be set before the first
    /// one.
    void whenCommitted(std::function<void()> onCommitted)
    {
        m_onCommitted = std::move(onCommitted);
    }

    [[nodiscard]] Result<std::unique_ptr<IncomingCar>> incoming() const
    {
        return m_cars.incoming();
    }
    /// When this returns, @p car is durable and listed. Errors: Storage, DiskFull; then
    /// nothing of it is listed. Forbidden with ERROR_STORAGE_LIMIT when it exceeds the user's
    /// limit.
    [[nodiscard]] Result<Receipt> commit(const UploadContext& context, const CarContents& contents,
                                         IncomingCar& car);

    /// The same for fetched blocks, which belong to no upload.
    [[nodiscard]] Done commitBlocks(const CarContents& contents, IncomingCar& car);

private:
    enum class Listed { Yes, Again };
    [[nodiscard]] Result<Listed> list(const UploadContext& context, const CarContents& contents,
                                      IncomingCar& car);
    [[nodiscard]] Result<CarContents> withIndex(CarContents contents, const IncomingCar& car);
    [[nodiscard]] Done checkLimit(const UploadContext& context);
    [[nodiscard]] Done keep(const CarContents& contents, IncomingCar& car, ChangeNotes& notes);

    Journal& m_journal;
    Uploads& m_uploads;
    BlockIndex& m_index;
    const CarStore& m_cars;
    const Clock& m_clock;
    std::function<void()> m_onCommitted;
};

} // namespace cairn::local
