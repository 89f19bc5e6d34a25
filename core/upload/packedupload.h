// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/content/cid/cidstring.h"
#include "core/content/plan/dagplan.h"

#include <QStringList>

#include <atomic>
#include <functional>
#include <memory>
#include <vector>

namespace cairn {

/// The bytes of one part, read by one thread from the front to the end.
class PartBytes
{
public:
    virtual ~PartBytes() = default;
    virtual qint64 read(char* to, qint64 maxSize) = 0; ///< 0 or less at the end or after an error.
    virtual std::optional<Error> error() const = 0;
};

/// What an upload sends: CARs of one root, the same bytes each time. A value; open() works on any
/// thread.
struct PackedUpload
{
    content::Cid root;
    int files = 0;
    qint64 sourceBytes = 0;
    QStringList leftOut;
    content::PackTotals totals; ///< All 0 for a CAR.
    std::vector<content::Problem> problems; ///< As the DagPlan names them.
    std::vector<qint64> partBytes;
    /// Of a CAR: blocks that the root needs and that are not in it, and blocks that it does not
    /// need.
    std::vector<content::Cid> missing{};
    qint64 unreached = 0;
    std::function<std::unique_ptr<PartBytes>(int part)> open;
};

/// The parts of @p plan; open() reads the sources again and checks them against it.
PackedUpload packedUpload(const content::DagPlan& plan);

/// The blocks of a CAR, version 1 or 2, in pieces of about @p partTarget, each beginning with the
/// root block, as the service demands (contract §7.1): all of them, or those that @p root reaches,
/// if one is given. Reads the CAR once and checks every hash. Errors: errorOf() a CarFault,
/// FileUnreadable, SourceChanged, Cancelled.
[[nodiscard]] Result<PackedUpload>
packedUploadOfCar(const QString& path, const content::CidString& root, qint64 partTarget,
                  const std::function<void(qint64)>& progress, const std::atomic_bool& cancelled);

/// The different roots of a CAR, as its header names them. Errors as packedUploadOfCar().
[[nodiscard]] Result<std::vector<content::Cid>> rootsOfCar(const QString& path);

} // namespace cairn
