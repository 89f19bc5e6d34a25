// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <QByteArrayView>

#include <optional>

namespace cairn::content {

/// What a file may give away to everybody once it is public.
enum class SecretKind { PrivateKey, Credentials, Wallet, Passwords };

// Guesses, meant to be confirmed by a person: they miss secrets of unknown shape, and now and then
// take something harmless for one. Pure functions, any thread.

/// By what the file at @p path is called, and how large it is.
[[nodiscard]] std::optional<SecretKind> secretByName(QByteArrayView path, qint64 size);

/// Whether the file is of a kind, and small enough, for secretByContent() to look into.
[[nodiscard]] bool mayHoldSecret(QByteArrayView path, qint64 size);

/// By what the whole file says: the header of a private key, a seed phrase, a token of a well-known
/// shape, a wallet. Reads @p bytes a few times.
[[nodiscard]] std::optional<SecretKind> secretByContent(QByteArrayView bytes);

} // namespace cairn::content
