// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/content/cid/cidstring.h"

namespace cairn::content {

CidString::CidString(const QString& text)
    : m_text(text)
{
    if (const auto cid = Cid::parse(text))
        m_cid = *cid;
}

CidString::CidString(const Cid& cid)
    : m_text(cid.isNull() ? QString() : cid.toString())
    , m_cid(cid)
{ }

} // namespace cairn::content
