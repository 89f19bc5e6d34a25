// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "app/ctl/accountopener.h"
#include "app/ctl/commandline.h"

namespace cairn::ctl {

/// Does what one call asks for: results to stdout, messages to stderr, an exit code as answer.
/// Lives as long as the call; main thread.
class Commands final : public QObject
{
    Q_OBJECT

public:
    Commands(Options options, AccountOpener& opener);

    [[nodiscard]] Reply<int> run();

private:
    [[nodiscard]] Reply<int> pack();
    [[nodiscard]] Reply<int> verify();
    [[nodiscard]] Reply<int> accountList();
    [[nodiscard]] Reply<int> accountAdd();
    [[nodiscard]] Reply<int> accountRemove();
    [[nodiscard]] Reply<int> forgetSecrets(const AccountRecord& removed);
    [[nodiscard]] Reply<int> onService(AccountSession& session);
    [[nodiscard]] Reply<int> put(AccountSession& session);
    [[nodiscard]] Reply<int> put(AccountSession& session, const UploadRequest& request);
    [[nodiscard]] Reply<int> putEachRoot(AccountSession& session);
    [[nodiscard]] Reply<int> send(AccountSession& session, UploadPreview& preview);
    [[nodiscard]] Reply<int> stored(AccountSession& session, const content::CidString& root);
    [[nodiscard]] Reply<int> get(AccountSession& session);
    [[nodiscard]] Reply<int> fetch(AccountSession& session, const DownloadRequest& request);
    [[nodiscard]] Reply<int> list(AccountSession& session);
    [[nodiscard]] Reply<int> status(AccountSession& session);
    [[nodiscard]] Reply<int> rename(AccountSession& session);
    [[nodiscard]] Reply<int> remove(AccountSession& session);
    [[nodiscard]] Reply<int> transferList(AccountSession& session);
    [[nodiscard]] Reply<int> transferRemove(AccountSession& session);
    [[nodiscard]] Reply<int> tokenList(AccountSession& session);
    [[nodiscard]] Reply<int> tokenCreate(AccountSession& session);
    [[nodiscard]] Reply<int> tokenCreated(const AccountTokens::Created& created);
    [[nodiscard]] Reply<int> tokenRevoke(AccountSession& session);

    [[nodiscard]] Reply<std::vector<Upload>> pages(AccountSession& session, int page,
                                                   std::vector<Upload> before);

    Options m_options;
    AccountOpener& m_opener;
};

} // namespace cairn::ctl
