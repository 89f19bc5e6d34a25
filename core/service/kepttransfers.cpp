// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/service/kepttransfers.h"

#include "core/base/logging.h"
#include "core/transfer/store/sqlitetransferstore.h"

namespace cairn {
using namespace Qt::StringLiterals;

KeptTransfers keptTransfers(const QString& folder, const QString& account)
{
    auto store = SqliteTransferStore::open(folder, account);
    if (!store) {
        qCCritical(lcTransfer) << "transfers will not survive a restart:" << store.error().detail;
        return {nullptr, store.error()};
    }
    std::optional<Error> trouble;
    if (const QString aside = (*store)->setAside(); !aside.isEmpty()) {
        trouble = Error{Error::Kind::Storage,
                        u"the list of transfers was damaged"_s,
                        aside,
                        u"TRANSFERS_SET_ASIDE"_s,
                        {}};
    }
    return {std::move(*store), trouble};
}

} // namespace cairn
