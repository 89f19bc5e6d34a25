// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <QByteArrayView>

#include <optional>

namespace cairn::content {

/// The kind of secret that a file may hold.
enum class SecretKind { PrivateKey, Credentials, Wallet, Passwords };

// Guesses, to be confirmed by a person: they miss secrets of unknown form, and take some harmless
// files for secrets. Pure functions, any thread.

/// By the name of the file at @p path, and its size.
[[nodiscard]] std::optional<SecretKind> secretByName(QByteArrayView path, qint64 size);

/// Whether the file is of a kind, and small enough, for secretByContent() to look into.
[[nodiscard]] bool mayHoldSecret(QByteArrayView path, qint64 size);

/// By the content of the whole file: the header of a private key, a seed phrase, a token of a
/// well-known shape, a wallet. Reads @p bytes a few times.
[[nodiscard]] std::optional<SecretKind> secretByContent(QByteArrayView bytes);

} // namespace cairn::content
