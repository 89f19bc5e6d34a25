// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "app/ctl/accountopener.h"
#include "app/ctl/commandline.h"
#include "app/ctl/pipes.h"

#include <deque>
#include <functional>
#include <set>
#include <vector>

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
    [[nodiscard]] Reply<int> renameStored(AccountSession& session, const Upload& upload);
    [[nodiscard]] Reply<int> stored(AccountSession& session, const content::CidString& root);
    [[nodiscard]] Reply<int> get(AccountSession& session);
    [[nodiscard]] Reply<int> fetch(AccountSession& session, const DownloadRequest& request);
    [[nodiscard]] Reply<int> getToPipe(AccountSession& session, DownloadRequest request);
    [[nodiscard]] Reply<int> exportCar(AccountSession& session);
    [[nodiscard]] Reply<int> list(AccountSession& session);
    [[nodiscard]] Reply<int> listFolder(AccountSession& session);
    [[nodiscard]] Reply<int> link();
    [[nodiscard]] Reply<int> status(AccountSession& session);
    [[nodiscard]] Reply<int> rename(AccountSession& session);
    [[nodiscard]] Reply<int> remove(AccountSession& session);
    [[nodiscard]] Reply<int> removeFrom(AccountSession& session, qsizetype at,
                                        std::vector<int> codes);
    [[nodiscard]] Reply<int> transferList(AccountSession& session);
    [[nodiscard]] Reply<int> transferPause(AccountSession& session);
    [[nodiscard]] Reply<int> transferResume(AccountSession& session);
    [[nodiscard]] Reply<int> transferRemove(AccountSession& session);
    [[nodiscard]] Reply<int> tokenList(AccountSession& session);
    [[nodiscard]] Reply<int> tokenCreate(AccountSession& session);
    [[nodiscard]] Reply<int> tokenCreated(const AccountTokens::Created& created);
    [[nodiscard]] Reply<int> tokenRevoke(AccountSession& session);

    [[nodiscard]] Done takePipes();

    Options m_options;
    AccountOpener& m_opener;
    SystemClock m_clock;
    /// What comes from standard input and pipes, or goes there, by what they are called.
    std::deque<std::pair<QString, FileOnTheWay>> m_pipes;
};

/// All uploads of an account, or some, as they come. Main thread.
class UploadListing final : public QObject
{
    Q_OBJECT

public:
    using Which = std::function<bool(const Upload&)>;
    using Show = std::function<void(const Upload&)>;
    UploadListing(Library& library, Which which, Show show);

    /// How many were shown. Errors: the service's.
    [[nodiscard]] Reply<qint64> run(int page = 1);

private:
    void take(const UploadPage& page);

    Library& m_library;
    const Which m_which;
    const Show m_show;
    std::set<content::CidString> m_before; ///< Of the page before.
    qint64 m_shown = 0;
};

} // namespace cairn::ctl
