// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/download/folderstack.h"

namespace cairn {

namespace {

constexpr std::size_t mostOpen = 32;

} // namespace

int FolderStack::descriptor() const
{
    return m_levels.empty() ? m_base : m_levels.back().descriptor.number();
}

posix::Outcome<void> FolderStack::enter(const QByteArray& name)
{
    auto folder = posix::openFolderIn(descriptor(), name);
    if (!folder)
        return tl::unexpected(folder.error());
    const auto status = posix::status(folder->number());
    if (!status)
        return tl::unexpected(status.error());
    m_levels.push_back({name, std::move(*folder), status->device, status->inode});
    if (m_levels.size() > mostOpen)
        m_levels[m_levels.size() - 1 - mostOpen].descriptor = {};
    return {};
}

posix::Outcome<void> FolderStack::leave()
{
    const Level left = std::move(m_levels.back());
    m_levels.pop_back();
    if (m_levels.empty() || m_levels.back().descriptor.number() >= 0)
        return {};
    auto above = posix::openFolderIn(left.descriptor.number(), "..");
    if (!above)
        return tl::unexpected(above.error());
    const auto status = posix::status(above->number());
    if (!status)
        return tl::unexpected(status.error());
    Level& level = m_levels.back();
    if (status->device != level.device || status->inode != level.inode)
        return tl::unexpected(std::make_error_code(std::errc::no_such_file_or_directory));
    level.descriptor = std::move(*above);
    return {};
}

QString FolderStack::place(const QByteArray& name) const
{
    QByteArray place;
    // The first folder is the target itself.
    for (std::size_t i = 1; i < m_levels.size(); ++i)
        place += m_levels[i].name + '/';
    if (name.isEmpty())
        place.chop(place.isEmpty() ? 0 : 1);
    return QString::fromUtf8(m_levels.empty() ? QByteArray() : place + name);
}

} // namespace cairn
