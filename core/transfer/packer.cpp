// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/transfer/packer.h"

#include "core/content/pack.h"

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
    pack.profile = profile;
    pack.hidden = request.hidden == UploadRequest::Hidden::Include ? content::Hidden::Include
                                                                   : content::Hidden::Skip;
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

} // namespace

Packer::Packer(QThreadPool& pool, QObject* parent)
    : QObject(parent)
    , m_pool(pool)
{ }

Packer::~Packer()
{
    cancel();
}

Reply<content::Plan> Packer::pack(const UploadRequest& request)
{
    const auto profile = request.profile.isEmpty()
        ? Result<content::Profile>(content::profiles().front())
        : content::Profile::named(request.profile);
    if (!profile)
        return ready<content::Plan>(fail(profile.error()));

    auto promise = std::make_shared<QPromise<Result<content::Plan>>>();
    promise->start();
    const auto tell = [self = QPointer(this)](const content::PackProgress& progress) {
        QMetaObject::invokeMethod(
            QCoreApplication::instance(),
            [self, progress] {
                if (self)
                    emit self->progressed(int(progress.filesSeen), progress.bytesHashed);
            },
            Qt::QueuedConnection);
    };
    m_pool.start(
        [promise, tell, cancelled = m_cancelled, pack = contentRequest(request, *profile)] {
            QElapsedTimer sinceTold;
            sinceTold.start();
            promise->addResult(content::makePlan(
                pack,
                [&](const content::PackProgress& progress) {
                    if (sinceTold.elapsed() < progressPauseMs)
                        return;
                    sinceTold.restart();
                    tell(progress);
                },
                cancelled.get()));
            promise->finish();
        });
    return promise->future();
}

} // namespace cairn
