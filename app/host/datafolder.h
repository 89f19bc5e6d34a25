// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/result.h"

#include <QByteArrayList>
#include <QUrl>

#include <vector>

namespace cairn {

/// The data folder: @p fromOption if not empty, else CAIRN_DATA_DIR, else $XDG_DATA_HOME/cairn.
/// Made, for its owner alone, if it is not there. Errors: Storage.
[[nodiscard]] Result<QString> dataFolder(const QString& fromOption);

/// The same of one that is there. Errors: NotFound (DATA_FOLDER_MISSING).
[[nodiscard]] Result<QString> existingDataFolder(const QString& fromOption);

/// The accounts' list inside a data folder.
QString accountsFilePath(const QString& dataFolder);

/// The folder inside a data folder where each account's uploads are written down.
QString transferFolder(const QString& dataFolder);

/// Preferences; the window's own and those the command line shares.
QString settingsFile(const QString& dataFolder);

/// Trustless gateways that downloads may ask, in order: the addresses under `gateways` in the
/// settings, none out of the box. What is not an http or https address is left out.
std::vector<QUrl> gateways(const QString& dataFolder);

/// Origins of web pages that the service of this computer answers without a token: those under
/// `allowedOrigins` in the settings, such as https://app.example; none out of the box. What is no
/// origin is left out.
QByteArrayList allowedOrigins(const QString& dataFolder);

} // namespace cairn
