// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/endpoints/carupload.h"

#include "core/api/wire/routes.h"
#include "core/api/wire/wire.h"
#include "core/local/http/responses.h"

#include <QDateTime>

namespace cairn::local {
using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype worthAnotherThread = 32 * 1024;

} // namespace

CarUpload::CarUpload(UploadCommitter& committer, UploadContext context, Workers& helpers)
    : m_committer(committer)
    , m_context(std::move(context))
    , m_helpers(helpers)
{
    auto car = committer.incoming();
    if (car)
        m_car = std::move(*car);
    else
        m_state = fail(car.error());
}

void CarUpload::write(QByteArrayView bytes)
{
    if (m_state)
        m_state = take(bytes);
    if (!m_state)
        m_car.reset(); // A full disk has its space back before the answer is out.
}

Done CarUpload::take(QByteArrayView bytes)
{
    m_received += bytes.size();
    if (m_received > routes::largestBody)
        return fail(Error::Kind::TooLarge, u"The body is larger than 100 MiB."_s);
    std::optional<Beside> hashing;
    if (bytes.size() >= worthAnotherThread)
        hashing.emplace(m_helpers, [this, bytes] { m_ingest.hash(bytes); });
    else
        m_ingest.hash(bytes);
    if (const Done checked = m_ingest.check(bytes); !checked)
        return checked;
    return m_car->write(bytes);
}

Result<Receipt> CarUpload::keep()
{
    if (!m_state)
        return fail(m_state.error());
    const auto contents = m_ingest.finish();
    if (!contents)
        return fail(contents.error());
    return m_committer.commit(m_context, *contents, *m_car);
}

HttpResponse CarUpload::finish()
{
    const auto receipt = keep();
    if (!receipt)
        m_car.reset(); // What is refused is gone before the answer is out.
    return receipt ? json(wire::toJson(*receipt)) : failure(receipt.error());
}

Result<QString> uploadName(const HttpRequest& request, const Clock& clock)
{
    const auto name = wire::percentDecoded(request.header(routes::nameHeader));
    if (!name)
        return fail(Error::Kind::Invalid, u"X-Name: "_s + name.error().detail);
    if (!name->isEmpty())
        return name;
    const auto now
        = std::chrono::floor<std::chrono::milliseconds>(clock.now().time_since_epoch()).count();
    return u"Upload at "_s
        + QDateTime::fromMSecsSinceEpoch(now, Qt::UTC).toString(Qt::ISODateWithMs);
}

} // namespace cairn::local
