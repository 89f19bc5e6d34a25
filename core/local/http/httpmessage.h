// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QHostAddress>

#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace cairn::local {

using HttpFields = std::vector<std::pair<QByteArray, QByteArray>>;

/// A request without its body, which comes later through a BodyReceiver. A value. The path is as
/// sent, not percent-decoded (contract §1); query values are form-decoded.
struct HttpRequest
{
    QByteArray method;
    QByteArray path;
    HttpFields query;
    HttpFields headers;
    /// Who sent it, as far as we know; the client of a proxy that we trust.
    QHostAddress client{};
    /// Whether nobody waits for the answer any more. For work that takes long; any thread.
    std::function<bool()> isGone{};

    /// The first of that name, whatever its case; empty if there is none.
    QByteArray header(QByteArrayView name) const;
    /// All of that name, for headers that are lists.
    QByteArray headerList(QByteArrayView name) const;
    qsizetype headerCount(QByteArrayView name) const;
    std::optional<QByteArray> parameter(QByteArrayView name) const; ///< The first of that name.
    std::optional<QByteArray> lastParameter(QByteArrayView name) const;
};

/// The bytes of an answer that is too large to hold. Owned by the answer; read by one thread.
class BodySource
{
public:
    virtual ~BodySource() = default;
    virtual std::optional<qint64> size() const = 0; ///< None: not known before the end.
    /// At least one byte; 0 at the end; -1 breaks the connection, so that the client does not take
    /// the body for complete.
    virtual qint64 read(char* to, qint64 maxSize) = 0;
};

struct HttpResponse
{
    int status = 200;
    HttpFields headers;
    QByteArray body;
    std::unique_ptr<BodySource> stream; ///< Instead of body.
};

/// Where a request is worked on. The threads that serve the sockets have many connections each:
/// what may wait, for a disk or for another change, or takes long, is not for them.
enum class Work {
    AtOnce, ///< By the thread that serves the socket.
    ForHolder, ///< By a worker; somebody with a credential waits for it.
    ForAnybody, ///< By one of the few workers for those who show none.
};

/// Takes one request's body as it arrives and then answers. Destroyed without finish() when the
/// connection broke, and must then leave nothing behind.
class BodyReceiver
{
public:
    virtual ~BodyReceiver() = default;
    virtual void write(QByteArrayView bytes) = 0;
    virtual HttpResponse finish() = 0;
    /// False: the answer does not depend on the body; it is read to its end because clients read
    /// the answer after sending it.
    virtual bool wantsBody() const { return true; }
    /// Where write() and finish() are to be called, and its answer's stream read. One thread at a
    /// time, not always the same one.
    virtual Work work() const { return Work::AtOnce; }
};

/// Answers requests. Called by several threads at once.
class HttpHandler
{
public:
    virtual ~HttpHandler() = default;
    virtual std::unique_ptr<BodyReceiver> begin(HttpRequest request) = 0;
};

} // namespace cairn::local
