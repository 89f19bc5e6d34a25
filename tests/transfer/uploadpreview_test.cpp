// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/content/plan/pack.h"
#include "core/upload/uploadpreview.h"
#include "tests/support/await.h"
#include "tests/transfer/queuefixture.h"

#include <QDir>
#include <QFileInfo>
#include <QThreadPool>

#include <random>

using namespace cairn;
using namespace cairn::test;
using namespace Qt::StringLiterals;
using Answer = UploadPreview::Listing::Answer;
using Kind = content::Problem::Kind;
using transfer::State;

namespace {

struct Planning : DurableQueue
{
    QThreadPool pool;

    std::unique_ptr<UploadPreview> preview(const UploadRequest& request)
    {
        pool.setMaxThreadCount(1);
        return std::make_unique<UploadPreview>(request, *api, pool);
    }
    static bool isReady(const UploadPreview& preview)
    {
        return until([&] {
            return preview.state() == UploadPreview::State::Ready
                && preview.listing().answer != Answer::Asking;
        });
    }
    TransferId start(const UploadPreview& preview)
    {
        const auto added = queue->add(preview.toSend(), preview.packedUpload());
        REQUIRE(added);
        return *added;
    }
};

/// A few files and folders in a folder of their own, the same for the same seed.
void grow(const QString& folder, unsigned seed)
{
    std::mt19937 random(seed);
    const auto below = [&](unsigned bound) { return unsigned(random() % bound); };
    QStringList folders{folder};
    QDir().mkpath(folder);
    for (unsigned i = 0; i < below(4); ++i) {
        folders << folders[qsizetype(below(unsigned(folders.size())))] + u"/sub%1"_s.arg(i);
        QDir().mkpath(folders.back());
    }
    for (unsigned i = 0; i < 1 + below(6); ++i) {
        const QString into = folders[qsizetype(below(unsigned(folders.size())))];
        const QString name = below(8) == 0 ? u".hidden%1"_s.arg(i) : u"f%1 ä.txt"_s.arg(i);
        QFile file(into + u'/' + (i == 0 ? u"first"_s : name));
        REQUIRE(file.open(QIODevice::WriteOnly));
        file.write(pattern(qsizetype(below(5000)), int(seed)));
    }
}

} // namespace

TEST_CASE_METHOD(Planning, "a plan says what an upload would be, and nothing is sent")
{
    const QString path = file(u"a.bin"_s, pattern(3'000'000));
    const auto preview = this->preview({.paths = {path}, .partTarget = 1'500'000});
    CHECK(preview->state() == UploadPreview::State::Reading);
    REQUIRE(isReady(*preview));
    CHECK(preview->files() == 1);
    CHECK(preview->bytes() == 3'000'000);
    CHECK(preview->packedUpload()->partBytes.size() == 3);
    CHECK(preview->listing().answer == Answer::No);
    CHECK(posts() == 0);
    CHECK(queue->all().empty());
}

TEST_CASE_METHOD(Planning,
                 "a started plan is sent without its source being read a first time again")
{
    const auto preview = this->preview({.paths = {file(u"a.bin"_s, pattern(100'000))}});
    REQUIRE(isReady(*preview));
    // A path where nothing is: who packed it again would fail.
    const auto id = queue->add({.paths = {folder.filePath(u"nowhere"_s)}}, preview->packedUpload());
    REQUIRE(id);
    CHECK(queue->find(*id)->root == preview->packedUpload()->root);
    REQUIRE(comesTo(*id, State::Stored));
    CHECK(queue->find(*id)->root == preview->packedUpload()->root);
}

TEST_CASE_METHOD(Planning, "a source that changed since the plan is never sent under its root")
{
    const QString path = file(u"a.bin"_s, pattern(100'000));
    const auto preview = this->preview({.paths = {path}});
    REQUIRE(isReady(*preview));
    file(u"a.bin"_s, pattern(100'000, 9));
    const TransferId id = start(*preview);
    REQUIRE(comesTo(id, State::Failed));
    CHECK(queue->find(id)->error->kind == Error::Kind::SourceChanged);
    CHECK(await(api->upload(preview->packedUpload()->root)).error().kind == Error::Kind::NotFound);
    queue->retry(id);
    REQUIRE(comesTo(id, State::Stored));
    CHECK(queue->find(id)->root != preview->packedUpload()->root);
}

TEST_CASE_METHOD(Planning,
                 "a plan that waits for its turn over a restart is packed to the same root")
{
    const QString path = file(u"a.bin"_s, pattern(100'000));
    const auto preview = this->preview({.paths = {path}});
    REQUIRE(isReady(*preview));
    queue->pauseAll();
    const TransferId id = start(*preview);
    SECTION("unchanged, it is stored")
    {
        restart();
        queue->start();
        queue->resumeAll();
        REQUIRE(comesTo(id, State::Stored));
        CHECK(queue->find(id)->root == preview->packedUpload()->root);
    }
    SECTION("changed, it says so")
    {
        file(u"a.bin"_s, pattern(100'001));
        restart();
        queue->start();
        queue->resumeAll();
        REQUIRE(comesTo(id, State::Failed));
        CHECK(queue->find(id)->error->kind == Error::Kind::SourceChanged);
    }
}

TEST_CASE_METHOD(Planning,
                 "another profile or wrapping begins anew, and only the newest run counts")
{
    UploadRequest request{.paths = {file(u"a.bin"_s, pattern(2'000'000))}};
    const auto preview = this->preview(request);
    for (const content::Profile& profile : content::profiles()) {
        for (const auto wrap : {UploadRequest::Wrap::Yes, UploadRequest::Wrap::No}) {
            request.profile = profile.name;
            request.wrap = wrap;
            preview->change(request);
            CHECK(preview->state() == UploadPreview::State::Reading);
        }
    }
    REQUIRE(isReady(*preview));
    content::PackRequest pack;
    pack.paths = request.paths;
    pack.profile = content::profiles().back();
    pack.wrap = content::Wrap::No;
    CHECK(preview->packedUpload()->root == content::makeDagPlan(pack)->root());
}

TEST_CASE_METHOD(Planning, "another name does not read the source again")
{
    UploadRequest request{.paths = {file(u"a.bin"_s, pattern(1000))}};
    const auto preview = this->preview(request);
    REQUIRE(isReady(*preview));
    request.name = u"Minutes"_s;
    preview->change(request);
    CHECK(preview->state() == UploadPreview::State::Ready);
    const TransferId id = start(*preview);
    CHECK(queue->find(id)->name == u"Minutes"_s);
}

TEST_CASE_METHOD(Planning, "a plan knows what the account lists already, and what it cannot know")
{
    const QString path = file(u"a.bin"_s, pattern(1000));
    const auto first = this->preview({.paths = {path}});
    REQUIRE(isReady(*first));
    CHECK(first->listing().answer == Answer::No);
    REQUIRE(comesTo(start(*first), State::Stored));

    const auto second = this->preview({.paths = {path}});
    REQUIRE(isReady(*second));
    REQUIRE(second->listing().answer == Answer::Yes);
    CHECK(second->listing().upload->name == u"a.bin"_s);
    CHECK(second->listing().upload->created);
    CHECK(comesTo(start(*second), State::Stored));

    api->setCredentials({}, {});
    const auto third = this->preview({.paths = {path}});
    REQUIRE(isReady(*third));
    CHECK(third->listing().answer == Answer::Unknown);
    CHECK(third->listing().error);
}

TEST_CASE_METHOD(Planning, "a plan names secrets, hidden files and what it cannot read")
{
    grow(folder.filePath(u"tree"_s), 1);
    file(u"tree/.hidden"_s, "h");
    file(u"tree/server.key"_s, "k");
    REQUIRE(QFile::link(folder.filePath(u"gone"_s), folder.filePath(u"tree/dangling"_s)));
    UploadRequest request{.paths = {folder.filePath(u"tree"_s)}};
    const auto preview = this->preview(request);
    REQUIRE(isReady(*preview));
    const auto count = [&](Kind kind) { return preview->packedUpload()->totals.count(kind); };
    CHECK(count(Kind::LikelySecret) == 1);
    CHECK(count(Kind::UnreadableLeftOut) == 1);
    const auto hidden = count(Kind::HiddenSkipped);
    CHECK(hidden >= 1);
    CHECK_FALSE(preview->packedUpload()->leftOut.contains(folder.filePath(u"tree/server.key"_s)));
    CHECK(preview->toSend().unreadable == UploadRequest::Unreadable::IsLeftOut);

    const int files = preview->files();
    request.hidden = UploadRequest::Hidden::Include;
    preview->change(request);
    REQUIRE(isReady(*preview));
    CHECK(count(Kind::HiddenSkipped) == 0);
    CHECK(preview->files() == files + hidden);
    CHECK(comesTo(start(*preview), State::Stored));
}

TEST_CASE_METHOD(Planning, "a plan of nothing, or of nothing readable, fails with its reason")
{
    REQUIRE(QDir(folder.path()).mkdir(u"empty"_s));
    const auto empty = this->preview({.paths = {folder.filePath(u"empty"_s)}});
    REQUIRE(until([&] { return empty->state() == UploadPreview::State::Failed; }));
    CHECK(empty->error()->kind == Error::Kind::Empty);
    const auto missing = this->preview({.paths = {folder.filePath(u"missing"_s)}});
    REQUIRE(until([&] { return missing->state() == UploadPreview::State::Failed; }));
    CHECK(missing->error()->kind == Error::Kind::FileUnreadable);
    CHECK(missing->error()->subject == folder.filePath(u"missing"_s));
    file(u"missing"_s, "found");
    missing->begin();
    CHECK(isReady(*missing));
}

TEST_CASE_METHOD(Planning, "a plan that is given up ends its work and is not heard of again")
{
    auto preview = this->preview({.paths = {file(u"a.bin"_s, pattern(40'000'000))}});
    int told = 0;
    QObject::connect(preview.get(), &UploadPreview::changed, [&] { ++told; });
    preview->cancel();
    REQUIRE(until([&] { return pool.activeThreadCount() == 0; }));
    QCoreApplication::processEvents();
    CHECK(told == 0);
}

TEST_CASE_METHOD(Planning, "the CID of a plan is the CID the service stores, for any tree")
{
    constexpr unsigned trees = 200;
    QSet<content::CidString> previewed;
    for (unsigned seed = 0; seed < trees; ++seed) {
        CAPTURE(seed);
        const QString tree = folder.filePath(u"tree%1"_s.arg(seed));
        grow(tree, seed);
        UploadRequest request{.paths = {tree}};
        request.profile = content::profiles()[seed % content::profiles().size()].name;
        request.wrap = UploadRequest::Wrap(seed / 4 % 3);
        request.hidden = UploadRequest::Hidden(seed / 12 % 2);
        const auto preview = this->preview(request);
        REQUIRE(isReady(*preview));
        const TransferId id = start(*preview);
        REQUIRE(comesTo(id, State::Stored));
        const auto listed = await(api->upload(preview->packedUpload()->root));
        REQUIRE(listed);
        CHECK(listed->cid == preview->packedUpload()->root);
        previewed.insert(listed->cid);
    }
    CHECK(previewed.size() > qsizetype(trees) * 9 / 10);
}
