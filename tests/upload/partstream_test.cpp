// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/api/http/bandwidth.h"
#include "core/content/cid/cid.h"
#include "core/upload/partstream.h"
#include "tests/support/fakeclock.h"

#include <catch2/catch.hpp>

#include <future>

using namespace cairn;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

struct Text final : PartBytes
{
    Text(QByteArray text, std::optional<Error> fault)
        : bytes(std::move(text))
        , failure(std::move(fault))
    { }
    qint64 read(char* to, qint64 maxSize) override
    {
        const qint64 count = std::min<qint64>(maxSize, bytes.size() - at);
        std::copy_n(bytes.constData() + at, count, to);
        at += count;
        return count;
    }
    std::optional<Error> error() const override { return at > 4 ? failure : std::nullopt; }

    QByteArray bytes;
    std::optional<Error> failure;
    qint64 at = 0;
};

struct Part
{
    test::FakeClock clock;
    Bandwidth bandwidth{clock};
    QByteArray text = "ten bytes!";
    std::optional<Error> fault{};
    QString name{};
    std::unique_ptr<PartStream> stream = make();

    std::unique_ptr<PartStream> make()
    {
        PackedUpload packed;
        packed.partBytes = {text.size()};
        packed.open = [this](int) { return std::make_unique<Text>(text, fault); };
        return std::make_unique<PartStream>(
            packed, 0, bandwidth,
            PartStream::Listener{[this](const content::CidString& cid) { name = cid.text(); },
                                 [](qint64) {}});
    }
    QByteArray read(qint64 maxSize)
    {
        QByteArray piece(maxSize, Qt::Uninitialized);
        piece.truncate(std::max<qint64>(stream->read(piece.data(), maxSize), 0));
        return piece;
    }
};

} // namespace

TEST_CASE_METHOD(Part, "the last bytes of a part wait until its name was written down")
{
    CHECK(read(4) == "ten ");
    CHECK(name.isEmpty());
    auto last = std::async(std::launch::async, [this] { return read(100); });
    CHECK(last.wait_for(50ms) == std::future_status::timeout);
    stream->release();
    CHECK(last.get() == "bytes!");
    CHECK(name == content::Cid::v1(content::Codec::Car, content::sha256(text)).toString());
}

TEST_CASE_METHOD(Part, "a part that nobody wants keeps its last bytes")
{
    auto all = std::async(std::launch::async, [this] { return read(100); });
    CHECK(all.wait_for(50ms) == std::future_status::timeout);
    stream->stop();
    CHECK(all.get().isEmpty());
    CHECK_FALSE(stream->error());
}

TEST_CASE_METHOD(Part, "a source that changed ends the part and says so")
{
    fault = Error{Error::Kind::SourceChanged, u"the file's bytes changed"_s};
    CHECK(read(4) == "ten ");
    CHECK(read(4).isEmpty());
    CHECK(stream->error() == fault);
    CHECK(name.isEmpty());
}

TEST_CASE_METHOD(Part, "no byte of a part goes beyond the bandwidth")
{
    bandwidth.setLimit(20);
    auto first = std::async(std::launch::async, [this] { return read(100); });
    CHECK(first.wait_for(50ms) == std::future_status::timeout);
    clock.advance(150ms);
    CHECK(first.get() == "ten");
    auto second = std::async(std::launch::async, [this] { return read(100); });
    stream->stop(); // Also while it waits.
    CHECK(second.get().isEmpty());
}
