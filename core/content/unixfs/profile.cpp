// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/content/unixfs/profile.h"

using namespace Qt::StringLiterals;

namespace cairn::content {

const std::vector<Profile>& profiles()
{
    constexpr qint64 mebibyte = 1024 * 1024;
    static const std::vector<Profile> all{
        // Contract §11, W: the JavaScript client's put() and the service's own /upload.
        {.name = u"web3.storage"_s, .chunkSize = mebibyte, .width = 1024, .shardThreshold = 999},
        // Contract §11, C3: differs by one entry, by its treatment of symlinks and by the root.
        {.name = u"ipfs-car-3"_s,
         .chunkSize = mebibyte,
         .width = 1024,
         .shardThreshold = 1000,
         .symlinks = Profile::Symlinks::Skip,
         .roots = Profile::Roots::CommonPrefix},
        // Contract §11.7, IPIP-0499.
        {.name = u"unixfs-v1-2025"_s,
         .chunkSize = mebibyte,
         .width = 1024,
         .shardMeasure = Profile::Measure::BlockBytes,
         .shardThreshold = 262144,
         .symlinks = Profile::Symlinks::Keep,
         .emptyDirectories = Profile::EmptyDirectories::Keep,
         .roots = Profile::Roots::Bare},
        {.name = u"unixfs-v0-2015"_s,
         .chunkSize = mebibyte / 4,
         .width = 174,
         .leaves = Profile::Leaves::DagPb,
         .cidVersion = Profile::CidVersion::V0,
         .shardMeasure = Profile::Measure::LinkBytes,
         .shardThreshold = 262144,
         .symlinks = Profile::Symlinks::Keep,
         .emptyDirectories = Profile::EmptyDirectories::Keep,
         .roots = Profile::Roots::Bare},
    };
    return all;
}

Result<Profile> Profile::named(QStringView name)
{
    for (const Profile& profile : profiles()) {
        if (profile.name == name)
            return profile;
    }
    return fail(Error::Kind::NotFound, u"no such profile"_s, name.toString(), u"PROFILE_UNKNOWN"_s);
}

} // namespace cairn::content
