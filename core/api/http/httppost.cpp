// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/api/http/httppost.h"

#include "core/api/http/httpexchange.h"
#include "core/base/logging.h"

namespace cairn {
using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype maxPostAnswer = 1024 * 1024;
constexpr long pieceSize = 512 * 1024;

struct Posting
{
    HttpExchange& exchange;
    HttpBody& body;
    qint64 left = body.length();
    bool hasBrokenOff = false;
    QByteArray answer{};
    bool isTooLarge = false;

    static std::size_t give(char* to, std::size_t, std::size_t maxSize, void* self)
    {
        return static_cast<Posting*>(self)->give(to, qint64(maxSize));
    }
    std::size_t give(char* to, qint64 maxSize)
    {
        if (left == 0)
            return 0;
        const qint64 count = body.read(to, std::min(left, maxSize));
        exchange.moved();
        hasBrokenOff = count <= 0;
        if (hasBrokenOff)
            return CURL_READFUNC_ABORT;
        left -= count;
        return std::size_t(count);
    }

    static std::size_t take(char* bytes, std::size_t, std::size_t size, void* self)
    {
        return static_cast<Posting*>(self)->take(bytes, size);
    }
    std::size_t take(char* bytes, std::size_t size)
    {
        exchange.moved();
        isTooLarge = answer.size() + qsizetype(size) > maxPostAnswer;
        if (isTooLarge)
            return 0;
        answer.append(bytes, qsizetype(size));
        return size;
    }
};

} // namespace

Result<HttpResponse> send(HttpConnections& connections, const HttpPost& post)
{
    QElapsedTimer timer;
    timer.start();
    HttpExchange exchange(
        connections, post.url, [&] { return post.isStopping() || post.body->isStopped(); },
        post.timeout);
    Posting posting{exchange, *post.body};
    CURL* const curl = exchange.handle();
    curl_easy_setopt(curl, CURLOPT_POST, 1L);
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(posting.left));
    curl_easy_setopt(curl, CURLOPT_UPLOAD_BUFFERSIZE, pieceSize);
    curl_easy_setopt(curl, CURLOPT_READDATA, &posting);
    curl_easy_setopt(curl, CURLOPT_READFUNCTION, static_cast<curl_read_callback>(&Posting::give));
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &posting);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, static_cast<curl_write_callback>(&Posting::take));
    exchange.addHeader("Expect:"); // A server that does not know it costs a second each time.
    for (const auto& [name, value] : post.headers)
        exchange.addHeader(name + ": " + value);

    const auto progress = [&] {
        curl_off_t gone = 0;
        curl_easy_getinfo(curl, CURLINFO_SIZE_UPLOAD_T, &gone);
        post.body->sent(gone);
        return false;
    };
    if (const Done driven = exchange.drive(progress); !driven)
        return fail(driven.error());
    progress();
    qCInfo(lcApi).noquote() << "POST" << post.url.path(QUrl::FullyEncoded) << exchange.status()
                            << timer.elapsed() << "ms";
    if (posting.isTooLarge)
        return fail(Error::Kind::TooLarge, u"answer too large"_s, post.url.host());
    if (posting.hasBrokenOff)
        return fail(Error::Kind::Cancelled);
    if (auto error = exchange.error())
        return fail(std::move(*error));
    return HttpResponse{exchange.status(), posting.answer, exchange.headers()};
}

} // namespace cairn
