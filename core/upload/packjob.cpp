// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/upload/packjob.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QPointer>
#include <QThreadPool>

namespace cairn {
namespace {

constexpr qint64 progressPauseMs = 100;

content::PackRequest contentRequest(const UploadRequest& request, const content::Profile& profile)
{
    content::PackRequest pack;
    pack.paths = request.paths;
    pack.profile = withLinks(profile, request.links);
    if (request.partTarget > 0)
        pack.partTarget = request.partTarget;
    pack.exclude = request.exclude;
    pack.hidden = request.hidden == UploadRequest::Hidden::Include ? content::Hidden::Include
                                                                   : content::Hidden::Skip;
    pack.unreadable = request.unreadable == UploadRequest::Unreadable::IsLeftOut
        ? content::Unreadable::IsLeftOut
        : content::Unreadable::Fails;
    switch (request.wrap) {
    case UploadRequest::Wrap::AsProfile:
        pack.wrap = content::Wrap::Default;
        break;
    case UploadRequest::Wrap::Yes:
        pack.wrap = content::Wrap::Yes;
        break;
    case UploadRequest::Wrap::No:
        pack.wrap = content::Wrap::No;
        break;
    }
    return pack;
}

/// Passes progress on, ten times a second at most.
class Pacer
{
public:
    explicit Pacer(std::function<void(int, qint64)> tell)
        : m_tell(std::move(tell))
    {
        m_sinceTold.start();
    }
    void operator()(int files, qint64 bytes)
    {
        if (m_sinceTold.elapsed() < progressPauseMs)
            return;
        m_sinceTold.restart();
        m_tell(files, bytes);
    }

private:
    std::function<void(int, qint64)> m_tell;
    QElapsedTimer m_sinceTold;
};

Result<PackedUpload> consign(const QString& car, const content::CidString& root,
                             const content::PackRequest& pack, Pacer pacer,
                             const std::atomic_bool& cancelled)
{
    if (!car.isEmpty()) {
        return packedUploadOfCar(
            car, root, pack.partTarget, [&](qint64 bytes) { pacer(1, bytes); }, cancelled);
    }
    const auto plan = content::makeDagPlan(
        pack,
        [&](const content::PackProgress& progress) {
            pacer(int(progress.filesSeen), progress.bytesHashed);
        },
        &cancelled);
    if (!plan)
        return fail(plan.error());
    return packedUpload(*plan);
}

} // namespace

content::Profile withLinks(content::Profile profile, UploadRequest::Links links)
{
    using Symlinks = content::Profile::Symlinks;
    switch (links) {
    case UploadRequest::Links::AsProfile:
        break;
    case UploadRequest::Links::Follow:
        profile.symlinks = Symlinks::Follow;
        break;
    case UploadRequest::Links::Keep:
        profile.symlinks = Symlinks::Keep;
        break;
    case UploadRequest::Links::Skip:
        profile.symlinks = Symlinks::Skip;
        break;
    }
    return profile;
}

PackJob::PackJob(QThreadPool& pool, QObject* parent)
    : QObject(parent)
    , m_pool(pool)
{ }

PackJob::~PackJob()
{
    cancel();
}

Reply<PackedUpload> PackJob::pack(const UploadRequest& request, content::Secrets secrets)
{
    const auto profile = request.profile.isEmpty()
        ? Result<content::Profile>(content::profiles().front())
        : content::Profile::named(request.profile);
    if (!profile)
        return ready<PackedUpload>(fail(profile.error()));

    const auto tell = [self = QPointer(this)](int files, qint64 bytes) {
        QMetaObject::invokeMethod(
            QCoreApplication::instance(),
            [self, files, bytes] {
                if (self)
                    emit self->progressed(files, bytes);
            },
            Qt::QueuedConnection);
    };
    content::PackRequest pack = contentRequest(request, *profile);
    pack.secrets = secrets;
    auto promise = std::make_shared<QPromise<Result<PackedUpload>>>();
    promise->start();
    m_pool.start([promise, tell, cancelled = m_cancelled, request, pack] {
        promise->addResult(
            consign(request.carFile, request.carRoot, pack, Pacer(tell), *cancelled));
        promise->finish();
    });
    return promise->future();
}

} // namespace cairn
