// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/store/ingest.h"

#include "core/api/wire/routes.h"

namespace cairn::local {
using namespace Qt::StringLiterals;
using content::Cid;

namespace {

auto refuse(const QString& reason)
{
    return fail(Error{Error::Kind::Invalid,
                      u"Invalid CAR file received: "_s + reason,
                      {},
                      u"ERROR_INVALID_CAR"_s,
                      {}});
}

} // namespace

Ingest::Ingest(CarContentsBuilder::Blocks blocks)
    : m_parser(
        {.blockBytes = routes::largestBlock,
         .roots = content::Roots::One,
         .leaves = content::Leaves::Passed},
        [this](const std::vector<Cid>& roots) {
            m_contents.setRoot(roots.front());
            return Done();
        },
        [this](const content::CarBlock& block) { return m_contents.add(block); })
    , m_contents(blocks)
{ }

Done Ingest::feed(QByteArrayView bytes)
{
    hash(bytes);
    return check(bytes);
}

Done Ingest::check(QByteArrayView bytes)
{
    if (const Done fed = m_parser.feed(bytes); !fed)
        return refuse(fed.error().detail);
    return {};
}

Result<CarContents> Ingest::finish()
{
    if (const Done done = m_parser.finish(); !done)
        return refuse(done.error().detail);
    if (m_contents.sections() == 0)
        return refuse(u"empty CAR"_s);
    if (!m_contents.hasRoot())
        return refuse(u"missing root block"_s);
    if (m_contents.rootLinks() > 0 && m_contents.sections() < 2)
        return refuse(u"CAR must contain at least one non-root block"_s);
    return m_contents.finish(Cid::ofCar(m_hash.finish()), m_parser.position());
}

} // namespace cairn::local
