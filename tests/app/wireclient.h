// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <QByteArray>

#include <vector>

namespace cairn::test {

/// An answer as it came over the socket; status 0 when it did not come whole.
struct WireAnswer
{
    int status = 0;
    QByteArray head;
    QByteArray body;
};

/// Asks a service over a socket of its own and waits. Needs no event loop, so that any thread may
/// ask, and notices when the service dies in the middle. @p headers are lines that end in CR LF.
WireAnswer askOverWire(quint16 port, const QByteArray& method, const QByteArray& path,
                       const QByteArray& login, const QByteArray& body = {},
                       const QByteArray& headers = {});

/// How much memory a process has in use, in bytes.
qint64 residentBytes(qint64 process);

} // namespace cairn::test
