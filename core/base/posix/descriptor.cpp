// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/base/posix/descriptor.h"

#include "core/base/posix/systemcalls.h"

#include <unistd.h>

namespace cairn::posix {

Descriptor::~Descriptor()
{
    if (isOpen())
        ::close(m_number);
}

Outcome<void> Descriptor::close()
{
    return outcomeOf(::close(release()));
}

} // namespace cairn::posix
