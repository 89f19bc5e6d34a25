// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/local/store/carstore.h"
#include "core/local/store/uploads.h"

namespace cairn::local {

/// Brings a CAR and its catalog entry into being together: the whole upload or nothing, whenever
/// the power fails (core/local/README.md). Any thread.
class UploadCommitter
{
public:
    UploadCommitter(Database& database, Uploads& uploads, const CarStore& cars, const Clock& clock);

    /// Called after each upload, on the thread that kept it. To be set before the first.
    void whenCommitted(std::function<void()> onCommitted) { m_onCommitted = std::move(onCommitted); }

    [[nodiscard]] Result<std::unique_ptr<IncomingCar>> incoming() const
    {
        return m_cars.incoming();
    }
    /// When this returns, @p car is durable and listed. Errors: Storage, DiskFull; then nothing of
    /// it is left. Forbidden with ERROR_STORAGE_LIMIT for one that is too much.
    [[nodiscard]] Result<Receipt> commit(const UploadContext& context, const CarContents& contents,
                                       IncomingCar& car);

    /// The same for blocks that are nobody's upload.
    [[nodiscard]] Done commitBlocks(const CarContents& contents, IncomingCar& car);

private:
    [[nodiscard]] Done writeCatalog(const UploadContext& context, const CarContents& contents,
                              IncomingCar& car);
    void withdraw(const content::Cid& car);

    Database& m_database;
    Uploads& m_uploads;
    const CarStore& m_cars;
    const Clock& m_clock;
    std::function<void()> m_onCommitted;
};

} // namespace cairn::local
