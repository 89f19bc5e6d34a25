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
    Status,
    Rename,
    Remove,
    Get,
    Verify,
    TokenList,
    TokenCreate,
    TokenRevoke,
    TransferList,
    TransferRemove,
    AccountList,
    AccountAdd,
    AccountRemove,
};

/// One call of cairnctl, understood. A value; scripts depend on the words.
struct Options
{
    Command command = Command::Help;
    QStringList arguments; ///< What follows the command's own words.
    QString account;
    QString endpoint;
    QString data;
    bool json = false;
    QString profile;
    std::optional<bool> wrap;
    bool hidden = false;
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

/// Invalid, with the sentence for the user as detail, for anything the contract does not know.
[[nodiscard]] Result<Options> parse(const QStringList& arguments);

QString usage();

} // namespace cairn::ctl
