// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tests/support/fakegateway.h"

#include "core/content/car/car.h"
#include "core/content/codec/dagpb.h"
#include "core/content/codec/links.h"
#include "core/content/codec/unixfs.h"

#include <QTcpSocket>

#include <algorithm>

namespace cairn::test {
using content::Cid;
using content::Codec;
using content::PbNode;
using content::UnixFs;

Cid BlockBox::raw(const QByteArray& bytes)
{
    const Cid cid = Cid::v1(Codec::Raw, content::sha256(bytes));
    blocks[cid] = bytes;
    return cid;
}

Cid BlockBox::node(const QByteArray& bytes)
{
    const Cid cid = Cid::v1(Codec::DagPb, content::sha256(bytes));
    blocks[cid] = bytes;
    return cid;
}

quint64 BlockBox::sizeOf(const Cid& cid) const
{
    const auto found = blocks.find(cid);
    return found == blocks.end() ? 0 : content::dagSize(cid, found->second).value_or(0);
}

Cid BlockBox::file(const QByteArray& bytes, qsizetype chunk)
{
    PbNode node;
    UnixFs fs{.type = UnixFs::Type::File, .fileSize = quint64(bytes.size())};
    for (qsizetype at = 0; at < bytes.size(); at += chunk) {
        const QByteArray piece = bytes.mid(at, chunk);
        node.links.push_back({raw(piece), {}, quint64(piece.size())});
        fs.blockSizes.push_back(quint64(piece.size()));
    }
    node.data = content::encodeUnixFs(fs);
    return this->node(content::encodePbNode(node));
}

Cid BlockBox::link(const QByteArray& text)
{
    PbNode node;
    node.data = content::encodeUnixFs({.type = UnixFs::Type::Symlink, .data = text});
    return this->node(content::encodePbNode(node));
}

Cid BlockBox::folder(const std::vector<std::pair<QByteArray, Cid>>& entries, Sizes sizes)
{
    PbNode node;
    for (const auto& [name, cid] : entries)
        node.links.push_back({cid, name, sizes == Sizes::Shown ? sizeOf(cid) : 0});
    node.data = content::encodeUnixFs({.type = UnixFs::Type::Directory});
    return this->node(content::encodePbNode(node));
}

FakeGateway::FakeGateway(BlockBox has)
    : box(std::move(has))
{
    listen(QHostAddress::LocalHost);
    connect(this, &QTcpServer::newConnection, this, [this] {
        QTcpSocket* socket = nextPendingConnection();
        connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        connect(socket, &QTcpSocket::readyRead, socket,
                [this, socket, request = QByteArray()]() mutable {
                    request += socket->readAll();
                    if (request.contains("\r\n\r\n"))
                        answer(*socket, std::exchange(request, {}).split(' ').value(1));
                });
    });
}

int FakeGateway::askedFor(const QByteArray& part) const
{
    return int(
        std::ranges::count_if(asked, [&](const QByteArray& path) { return path.contains(part); }));
}

QByteArray FakeGateway::sent(const Cid& cid) const
{
    QByteArray bytes = box.blocks.at(cid);
    if (wrong.contains(cid))
        bytes[bytes.size() / 2] = char(bytes[bytes.size() / 2] ^ 1);
    return bytes;
}

bool FakeGateway::appendCar(QByteArray& to, const Cid& cid, std::set<Cid>& seen) const
{
    if (cid.hash().code == content::HashCode::Identity || !seen.insert(cid).second)
        return true;
    if (!box.blocks.contains(cid))
        return false;
    const QByteArray bytes = sent(cid);
    to += content::carFrame(cid.bytes(), bytes.size()) + bytes;
    const auto links = content::links(cid, box.blocks.at(cid));
    return !links || std::ranges::all_of(links->cids, [&](const Cid& link) {
        return appendCar(to, link, seen);
    });
}

void FakeGateway::answer(QTcpSocket& socket, const QByteArray& path)
{
    asked.append(path);
    const auto say = [&](const QByteArray& status, const QByteArray& type, const QByteArray& body,
                         qsizetype announced) {
        socket.write("HTTP/1.1 " + status + "\r\nContent-Type: " + type
                     + "\r\nContent-Length: " + QByteArray::number(announced)
                     + "\r\nConnection: close\r\n" + headers + "\r\n" + body);
        socket.disconnectFromHost();
    };
    const auto plain
        = [&](const QByteArray& status) { say(status, "text/plain", status, status.size()); };
    if (!page.isEmpty())
        return say(refusal.isEmpty() ? "200 OK" : refusal, "text/html; charset=utf-8", page,
                   page.size());
    if (!refusal.isEmpty())
        return plain(refusal);
    const QByteArray text
        = path.startsWith("/ipfs/") ? path.mid(6).split('?').first() : QByteArray();
    const auto cid = Cid::parse(QString::fromLatin1(text));
    if (!cid || !box.blocks.contains(*cid))
        return plain("404 Not Found");
    if (path.contains("format=raw"))
        return say("200 OK", "application/vnd.ipld.raw", sent(*cid), sent(*cid).size());
    if (!sendsCars || !path.contains("format=car"))
        return plain("400 Bad Request");
    QByteArray car = content::encodeCarHeader({*cid});
    std::set<Cid> seen;
    // What is not there breaks it off, as gateways do that find out on the way.
    const bool isWhole = appendCar(car, *cid, seen);
    const QByteArray type = "application/vnd.ipld.car; version=1; order=dfs";
    if (cutAfter < 0 || cutAfter >= car.size())
        return say("200 OK", type, car, car.size() + (isWhole ? 0 : 1));
    if (length == Length::Told)
        return say("200 OK", type, car.first(cutAfter), car.size());
    socket.write("HTTP/1.1 200 OK\r\nContent-Type: " + type + "\r\nConnection: close\r\n\r\n"
                 + car.first(cutAfter));
    socket.disconnectFromHost();
}

} // namespace cairn::test
