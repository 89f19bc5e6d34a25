// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/upload/uploadrequest.h"

#include <QStringList>

namespace cairn::ctl {

enum class Command {
    Help,
    Version,
    Pack,
    Put,
    PutCar,
    List,
    Search,
    Status,
    Link,
    Rename,
    Remove,
    Get,
    Export,
    Verify,
    TokenList,
    TokenCreate,
    TokenRevoke,
    TransferList,
    TransferPause,
    TransferResume,
    TransferRemove,
    AccountList,
    AccountAdd,
    AccountRemove,
    Completion,
    Manual,
};

/// One call of cairnctl, understood. A value; scripts depend on the words.
struct Options
{
    Command command = Command::Help;
    QStringList arguments; ///< What follows the command's own words.
    QString helpTopic; ///< With Help: the words of a command, or of several; empty for all.
    QString account;
    QString endpoint;
    QString data;
    bool json = false;
    bool quiet = false; ///< No progress and no remarks.
    bool cidOnly = false;
    QString profile;
    std::optional<bool> wrap;
    bool hidden = false;
    QStringList exclude;
    bool skipUnreadable = false;
    bool eachRoot = false;
    UploadRequest::Links links = UploadRequest::Links::AsProfile;
    bool allowSecrets = false;
    bool force = false;
    bool insecure = false; ///< Tokens may go by http to another computer.
    QString name;
    int partMebibytes = 0; ///< 0: as the other end's own client.
    QString output;
    QString scope;
    QString expires;
    bool allowUnlimited = false;
    QString loginTokenFile;
    QString apiTokenFile;
};

/// Whether a command works in a data folder, and whether it may be the first one there.
bool needsDataFolder(Command command);
bool beginsDataFolder(Command command);

/// The code of errors of usage; their detail is the sentence.
inline constexpr QLatin1StringView usageCode("USAGE");

/// Whether errors are to be written as JSON, also those of parse().
bool wantsJson(const QStringList& arguments);

/// Invalid, with the sentence for the user as detail, for anything the contract does not know.
[[nodiscard]] Result<Options> parse(const QStringList& arguments);

} // namespace cairn::ctl
