// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/posix/error.h"

#include <utility>

namespace cairn::posix {

/// Owns an open file or folder, closed with the object; may be moved. Functions that only use one
/// take its number, which is what QFile::handle() gives too.
class Descriptor
{
public:
    Descriptor() = default;
    explicit Descriptor(int number)
        : m_number(number)
    { }
    ~Descriptor();
    Descriptor(Descriptor&& other) noexcept
        : m_number(other.release())
    { }
    Descriptor& operator=(Descriptor&& other) noexcept
    {
        std::swap(m_number, other.m_number);
        return *this;
    }

    int number() const { return m_number; }
    bool isOpen() const { return m_number >= 0; }
    /// The caller closes it.
    [[nodiscard]] int release() { return std::exchange(m_number, -1); }
    /// Closes now, to hear of a write that the system put off and that failed since.
    [[nodiscard]] Outcome<void> close();

private:
    int m_number = -1;
};

} // namespace cairn::posix
