// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "app/ctl/commandline.h"
#include "app/ctl/session.h"

namespace cairn::ctl {

/// Does what one call asks for: results to stdout, messages to stderr, an exit code as answer.
/// Lives as long as the call; main thread.
class Commands final : public QObject
{
    Q_OBJECT

public:
    Commands(Options options, Session& session);

    [[nodiscard]] Reply<int> run();

private:
    [[nodiscard]] Reply<int> pack();
    [[nodiscard]] Reply<int> verify();
    [[nodiscard]] Reply<int> accountList();
    [[nodiscard]] Reply<int> accountAdd();
    [[nodiscard]] Reply<int> accountRemove();
    [[nodiscard]] Reply<int> onService(AccountService& service);
    [[nodiscard]] Reply<int> put(AccountService& service);
    [[nodiscard]] Reply<int> send(AccountService& service, UploadPreview& preview);
    [[nodiscard]] Reply<int> stored(AccountService& service, const QString& root);
    [[nodiscard]] Reply<int> get(AccountService& service);
    [[nodiscard]] Reply<int> fetch(AccountService& service, const DownloadRequest& request);
    [[nodiscard]] Reply<int> list(AccountService& service);
    [[nodiscard]] Reply<int> status(AccountService& service);
    [[nodiscard]] Reply<int> rename(AccountService& service);
    [[nodiscard]] Reply<int> remove(AccountService& service);
    [[nodiscard]] Reply<int> tokenList(AccountService& service);
    [[nodiscard]] Reply<int> tokenCreate(AccountService& service);
    [[nodiscard]] Reply<int> tokenRevoke(AccountService& service);

    [[nodiscard]] Reply<std::vector<Upload>> pages(AccountService& service, int page,
                                                   std::vector<Upload> before);

    Options m_options;
    Session& m_session;
};

} // namespace cairn::ctl
