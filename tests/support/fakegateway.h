// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/content/cid/block.h"

#include <QTcpServer>
#include <QUrl>

#include <map>
#include <set>
#include <vector>

class QTcpSocket;

namespace cairn::test {

/// Blocks and the ways to make a DAG of them.
struct BlockBox
{
    std::map<content::Cid, QByteArray> blocks;

    content::Cid raw(const QByteArray& bytes);
    content::Cid node(const QByteArray& bytes); ///< dag-pb, whatever the bytes say.
    content::Cid file(const QByteArray& bytes, qsizetype chunk);
    content::Cid link(const QByteArray& text);
    enum class Sizes { Shown, Hidden };
    content::Cid folder(const std::vector<std::pair<QByteArray, content::Cid>>& entries,
                        Sizes sizes = Sizes::Shown);
    quint64 sizeOf(const content::Cid& cid) const; ///< With all below it.
};

/// A trustless gateway on loopback that has what is in its box and misbehaves as told. Lives in the
/// test's event loop.
class FakeGateway final : public QTcpServer
{
public:
    explicit FakeGateway(BlockBox box = {});

    BlockBox box;
    bool sendsCars = true;
    std::set<content::Cid> wrong; ///< Sent with one byte flipped.
    QByteArray refusal; ///< "403 Forbidden": what everything is answered with.
    QByteArray page; ///< For people: what everything is answered with, as HTML.
    QByteArray headers; ///< Further ones of every answer, each with its line end.
    qsizetype cutAfter = -1; ///< Bytes of a CAR after which the answer ends.
    enum class Length { Told, Untold };
    Length length = Length::Told; ///< Of answers that are cut.
    QByteArrayList asked; ///< Paths with their queries.

    QUrl url() const { return QUrl(QStringLiteral("http://127.0.0.1:%1").arg(serverPort())); }
    QString name() const { return QStringLiteral("127.0.0.1:%1").arg(serverPort()); }
    int askedFor(const QByteArray& part) const;

private:
    void answer(QTcpSocket& socket, const QByteArray& path);
    /// All below @p cid, each once; false when something is missing.
    bool appendCar(QByteArray& to, const content::Cid& cid, std::set<content::Cid>& seen) const;
    QByteArray sent(const content::Cid& cid) const;
};

} // namespace cairn::test
