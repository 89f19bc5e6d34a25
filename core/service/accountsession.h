// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/account/account.h"
#include "core/account/accounttokens.h"
#include "core/api/client/apiclient.h"
#include "core/library/library.h"
#include "core/transfer/queue/transferqueue.h"
#include "core/transfer/store/transferstore.h"
#include "core/upload/uploadpreview.h"

#include <QThreadPool>

#include <memory>
#include <vector>

class QNetworkAccessManager;

namespace cairn {

/// Everything one account is made of: the façade the panes and the command line talk to.
/// Owned by AccountSessions; main thread. It builds and wires; it has no logic of its own.
class AccountSession final : public QObject
{
    Q_OBJECT

public:
    /// Without a @p transferStore uploads live as long as the process.
    AccountSession(AccountRecord record, QNetworkAccessManager& network, TokenVault& vault,
                   const Clock& clock, std::unique_ptr<TransferStore> transferStore = {},
                   QObject* parent = nullptr);

    const AccountRecord& record() const { return m_account.record(); }
    Account& account() { return m_account; }
    AccountTokens& tokens() { return m_tokens; }
    Library& library() { return m_library; }
    TransferQueue& transfers() { return m_transfers; }

    /// Looks at what an upload would be; ours until it is started or dropped. Of several one is
    /// read at a time.
    UploadPreview& preview(const UploadRequest& request);
    /// Hands a preview that is ready to the transfers and drops it. On an error it stays.
    [[nodiscard]] Result<TransferId> start(UploadPreview& preview);
    void drop(UploadPreview& preview);

    /// Checks the account and, once it is signed in, loads tokens and library; takes up what an
    /// earlier run has left to upload.
    void start();
    /// Asks again for everything the credential may ask for.
    void refresh();

private:
    void accountChanged();
    void suspendOrRelease();

    ApiClient m_api;
    Account m_account;
    AccountTokens m_tokens;
    Library m_library;
    std::unique_ptr<TransferStore> m_transferStore;
    TransferQueue m_transfers;
    QThreadPool m_planning;
    std::vector<std::unique_ptr<UploadPreview>> m_openPreviews; ///< End before the pool that they use.
    Account::State m_lastState = Account::State::SignedOut;
};

} // namespace cairn
