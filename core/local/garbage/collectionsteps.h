// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/local/records/record.h"
#include "core/storage/database.h"

#include <optional>

namespace cairn::local {

/// What a collection of garbage changes beside the CARs, some rows at a time, so that nobody waits
/// long for one of its transactions. What nobody has or asks for any more says that it is not here;
/// rows of what was deleted before collected.forgetBefore go: uploads, pin requests, tokens and
/// their names. A blocked token stays without its name, since it is refused as such (contract §3).
/// One thread. Errors: Storage, DiskFull.
class CollectionSteps
{
public:
    CollectionSteps(Database& catalog, const CollectedRecord& collected);

    enum class Kind { Freed, ForgottenUploads, ForgottenPins, ForgottenContents, ForgottenTokens };
    struct Step
    {
        Kind kind = Kind::Freed;
        QString rows; ///< Their keys, as a JSON array.
    };
    /// Rows to change next; needs no transaction. Nothing at the end.
    [[nodiscard]] Result<std::optional<Step>> next();
    /// Within a transaction: changes those of which it still holds.
    [[nodiscard]] Done apply(const Step& step);

private:
    [[nodiscard]] Result<QString> find();
    template<typename... Values>
    [[nodiscard]] Result<QString> rows(const QString& from, const Values&... values);

    Database& m_catalog;
    const CollectedRecord m_collected;
    Kind m_kind = Kind::Freed;
    qint64 m_after = 0; ///< The row of the last content of this kind.
    bool m_isDone = false;
};

/// All of them, within a transaction.
[[nodiscard]] Done apply(Database& catalog, const CollectedRecord& collected);

} // namespace cairn::local
