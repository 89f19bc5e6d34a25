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

/// All objects of one account, for the panes and the command line. Owned by AccountSessions; main
/// thread. It creates and connects them, and has no logic of its own.
class AccountSession final : public QObject
{
    Q_OBJECT

public:
    /// Without a @p transferStore unfinished transfers are lost when the process ends.
    AccountSession(AccountRecord record, QNetworkAccessManager& network, TokenVault& vault,
                   const Clock& clock, std::unique_ptr<TransferStore> transferStore = {},
                   QObject* parent = nullptr);

    const AccountRecord& record() const { return m_account.record(); }
    Account& account() { return m_account; }
    AccountTokens& tokens() { return m_tokens; }
    Library& library() { return m_library; }
    TransferQueue& transfers() { return m_transfers; }
    const QUrl& endpoint() const { return m_api.endpoint(); } ///< Where the service is now.
    const TransferQueue& transfers() const { return m_transfers; }

    /// For the service on this computer, which may move while it is used.
    void followWith(ApiClient::Finder finder) { m_api.followWith(std::move(finder)); }
    /// For requests that are made from now on.
    void setTimeouts(const RequestTimeouts& timeouts) { m_api.setTimeouts(timeouts); }

    /// Goes on with other credentials, which the service accepts, and with all transfers.
    void replace(const AccountRecord& record, const Credentials& credentials);
    /// From now on tokens may go by http to another computer.
    void allowHttp(const AccountRecord& record);

    /// Begins a preview of an upload. Owned by this object until start() or drop(). Of several
    /// previews one is read at a time.
    UploadPreview& preview(const UploadRequest& request);
    /// Queues the upload of a preview that is Ready, and drops the preview. On an error the preview
    /// stays.
    [[nodiscard]] Result<TransferId> start(UploadPreview& preview);
    void drop(UploadPreview& preview);

    /// Checks the account and, once it is signed in, loads tokens and library; goes on with the
    /// transfers of an earlier run.
    void start();
    /// Loads account, tokens and library again, as far as the credential allows.
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
    /// Destroyed before the pool that they use.
    std::vector<std::unique_ptr<UploadPreview>> m_openPreviews;
    Account::State m_lastState = Account::State::SignedOut;
};

} // namespace cairn
