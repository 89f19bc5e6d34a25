// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/http/byterange.h"
#include "core/local/http/connections.h"
#include "core/local/http/multipart.h"
#include "core/local/http/originpolicy.h"
#include "core/local/http/requestguard.h"
#include "core/local/http/requesthead.h"
#include "tests/fuzz/fuzz.h"

using namespace cairn::local;

namespace {

/// Up to the next @p separator, which it takes too; all that is left if there is none.
QByteArrayView take(QByteArrayView& rest, char separator)
{
    const qsizetype end = rest.indexOf(separator);
    const QByteArrayView taken = end < 0 ? rest : rest.first(end);
    rest = end < 0 ? rest.sliced(rest.size()) : rest.sliced(end + 1);
    return taken;
}

QByteArrayView beforeNul(QByteArrayView text)
{
    return take(text, '\0');
}

/// The next line of @p memory as the library reads one: a line feed alone ends it too, and a NUL.
/// Writes NULs over its end.
std::optional<QByteArrayView> takeLine(QByteArray& memory, qsizetype& at)
{
    const qsizetype begin = at;
    qsizetype end = memory.indexOf('\n', at);
    if (end < 0)
        return std::nullopt;
    at = end + 1;
    memory.data()[end] = '\0';
    if (end > begin && memory.at(end - 1) == '\r')
        memory.data()[--end] = '\0';
    return QByteArrayView(memory.constData() + begin, end - begin);
}

/// The head at the beginning of @p memory, taken apart as leniently as the library does it; none if
/// the library refuses it.
std::optional<RequestHead> headFrom(QByteArray& memory)
{
    qsizetype at = 0;
    auto line = takeLine(memory, at);
    if (!line)
        return std::nullopt;
    RequestHead head;
    head.method = beforeNul(take(*line, ' '));
    head.target = beforeNul(take(*line, ' '));
    if (*line != "HTTP/1.0" && *line != "HTTP/1.1")
        return std::nullopt;
    head.version = *line;
    while ((line = takeLine(memory, at)) && !beforeNul(*line).isEmpty()) {
        if (!beforeNul(*line).contains(':'))
            return std::nullopt;
        const QByteArrayView name = take(*line, ':');
        while (line->startsWith(' ') || line->startsWith('\t'))
            *line = line->sliced(1);
        head.fields.emplace_back(name, beforeNul(*line));
    }
    if (!line)
        return std::nullopt;
    head.size = at;
    return head;
}

/// What is taken for a line end: CR and LF, or NULs before LF.
bool isLineEnd(QByteArrayView text, qsizetype size)
{
    return text.size() >= size && std::all_of(text.begin(), text.begin() + size, [](char c) {
               return c == '\r' || c == '\n' || c == '\0';
           });
}

/// What a strict reader would have been sent: the same bytes, but for blanks before a value.
void requireStrict(const RequestHead& head, QByteArrayView rest)
{
    const auto expect = [&rest](QByteArrayView text) {
        fuzz::require(rest.startsWith(text));
        rest = rest.sliced(text.size());
    };
    expect(head.method);
    expect(" ");
    expect(head.target);
    expect(" ");
    expect(head.version);
    int lengths = 0;
    for (const auto& [name, value] : head.fields) {
        fuzz::require(isLineEnd(rest, 2));
        rest = rest.sliced(2);
        expect(name);
        expect(":");
        while (rest.startsWith(' ') || rest.startsWith('\t'))
            rest = rest.sliced(1);
        expect(value);
        fuzz::require(!value.contains('\0') && !value.contains('\r') && !value.contains('\n'));
        lengths += name.compare("Content-Length", Qt::CaseInsensitive) == 0
                || name.compare("Transfer-Encoding", Qt::CaseInsensitive) == 0
            ? 1
            : 0;
    }
    fuzz::require(isLineEnd(rest, 4) && lengths <= 1);
}

} // namespace

// The head of a request, as we see what the library makes of it. Whatever is not refused is what a
// strict reader sees, and whoever reads a field of it bears it.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
    const QByteArrayView bytes = fuzz::bytes(data, size);
    QByteArray memory = bytes.toByteArray();
    const auto head = headFrom(memory);
    if (!head)
        return 0;
    if (!ambiguityIn(*head) && isTarget(head->target))
        requireStrict(*head, bytes);

    HttpRequest request{head->method.toByteArray(), head->target.toByteArray(), {}, {}};
    for (const auto& [name, value] : head->fields)
        request.headers.emplace_back(name.toByteArray(), value.toByteArray());
    static RequestGuard guard(QHostAddress::LocalHost, {QStringLiteral("store.example")});
    guard.setPort(80);
    if (guard.admits(request))
        fuzz::require(request.headerCount("Host") == 1);
    std::ignore = bearer(request);
    std::ignore = MultipartParser::boundaryOf(request.header("Content-Type"));
    std::ignore = originFrom(QString::fromUtf8(request.header("Origin")));
    const QList<QHostAddress> proxies{QHostAddress(QHostAddress::LocalHost)};
    const QHostAddress client = clientBehind(request.headerList("X-Forwarded-For"), proxies);
    fuzz::require(client.isNull() || !proxies.contains(client));
    return 0;
}
