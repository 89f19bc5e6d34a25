// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <QByteArray>
#include <QDebug>

#include <memory>

namespace cairn {

/// A token or key in memory. Copies share one buffer that is wiped when the last copy goes;
/// best effort, since Qt and the keychain make copies of their own. It cannot be printed.
class Secret
{
public:
    Secret() = default;
    explicit Secret(QByteArray bytes)
        : m_bytes(new QByteArray(std::move(bytes)), wipe)
    { }

    bool isEmpty() const { return !m_bytes || m_bytes->isEmpty(); }

    /// To be called only where the bytes leave: for a request header, the keychain or the
    /// clipboard.
    QByteArray reveal() const { return m_bytes ? *m_bytes : QByteArray(); }

    friend bool operator==(const Secret& a, const Secret& b) { return a.reveal() == b.reveal(); }
    friend QDebug operator<<(QDebug, const Secret&) = delete;

private:
    static void wipe(QByteArray* bytes)
    {
        bytes->fill('\0');
        delete bytes;
    }

    std::shared_ptr<QByteArray> m_bytes;
};

} // namespace cairn
