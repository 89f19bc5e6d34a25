// SPDX-License-Identifier: MIT OR Apache-2.0
// The files that are to be packed, and the CAR that they are to become.
#include "core/content/plan/pack.h"
#include "core/upload/packedupload.h"
#include "tests/ui/text/situations.h"

#include <QBuffer>

#include <fstream>

namespace cairn::test {
using namespace Qt::StringLiterals;

namespace {

using Kind = Error::Kind;
using content::PackRequest;

Error packError(const PackRequest& request)
{
    return errorOf(content::hashOnly(request));
}

Error outputError(const Place& place, const QString& path)
{
    return errorOf(content::packToFile({.paths = {place.file(u"a.txt"_s, "a")}}, path));
}

Error twoOfOneName(const Place& place)
{
    return packError({.paths = {place.file(u"one/a.txt"_s, "1"), place.file(u"two/a.txt"_s, "2")},
                      .wrap = content::Wrap::Yes});
}

Error fileWithinFile(const Place& place)
{
    const QString path = place.file(u"a.txt"_s, "a");
    return packError({.paths = {}, .files = {{path, u"x"_s}, {path, u"x/y"_s}}});
}

Error severalWithoutFolder(const Place& place)
{
    PackRequest request{.paths = {place.file(u"a.txt"_s, "a"), place.file(u"b.txt"_s, "b")},
                        .wrap = content::Wrap::No};
    request.profile.roots = content::Profile::Roots::Bare;
    return packError(request);
}

/// A file of a name that Qt could not give it.
Error oddName(const Place& place, const char* name, content::Unreadable unreadable)
{
    const QByteArray path = QFile::encodeName(place.folder(u"in"_s)) + '/' + name;
    std::ofstream file(path.constData());
    REQUIRE(file.is_open());
    return packError({.paths = {place.path(u"in"_s)}, .unreadable = unreadable});
}

/// What happens to a file between reading it twice.
Error changedBetween(const Place& place, const std::function<void(const QString&)>& change)
{
    const QString path = place.file(u"a.txt"_s, QByteArray(5000, 'a'));
    const auto plan = content::makeDagPlan({.paths = {path}});
    REQUIRE(plan);
    change(path);
    QBuffer car;
    REQUIRE(car.open(QIODevice::WriteOnly));
    return errorOf(content::writeCar(*plan, car));
}

Error diskIsFull(const Place& place)
{
    const auto plan
        = content::makeDagPlan({.paths = {place.file(u"a.txt"_s, QByteArray(5000, 'a'))}});
    REQUIRE(plan);
    QFile full(u"/dev/full"_s);
    REQUIRE(full.open(QIODevice::WriteOnly | QIODevice::Unbuffered));
    return errorOf(content::writeCar(*plan, full));
}

Error onlyLinks(const Place& place)
{
    place.folder(u"in"_s);
    REQUIRE(QFile::link(u"nowhere"_s, place.path(u"in/link"_s)));
    PackRequest request{.paths = {place.path(u"in"_s)}};
    request.profile.symlinks = content::Profile::Symlinks::Skip;
    return packError(request);
}

Error unreadable(const Place& place)
{
    const std::atomic_bool cancelled = false;
    return errorOf(packedUploadOfCar(
        place.folder(u"my.car"_s), {}, 1 << 20, [](qint64) {}, cancelled));
}

} // namespace

Situations inputSituations()
{
    using content::Unreadable;
    return {
        {"a file that is not there",
         [](const Place& place) { return packError({.paths = {place.path(u"none.txt"_s)}}); },
         Kind::FileUnreadable, "FILE_MISSING",
         "There is no “{folder}/none.txt”. Check how it is written, and that its disk is "
         "connected.",
         1, "check the name of the file"},
        {"a file that cannot be read", unreadable, Kind::FileUnreadable, "",
         "“{folder}/my.car” cannot be read. Check that it exists and that you may open it, then "
         "retry.",
         1, "check the rights of the file"},
        {"a file that goes while it is read",
         [](const Place& place) {
             return changedBetween(place, [](const QString& path) { QFile::remove(path); });
         },
         Kind::FileUnreadable, "FILE_MISSING",
         "There is no “{folder}/a.txt”. Check how it is written, and that its disk is connected.",
         1, "check the name of the file"},
        {"a file that grows while it is read",
         [](const Place& place) {
             return changedBetween(place, [](const QString& path) {
                 QFile file(path);
                 REQUIRE(file.open(QIODevice::WriteOnly | QIODevice::Append));
                 file.write("more");
             });
         },
         Kind::SourceChanged, "",
         "“{folder}/a.txt” changed while it was read. Wait until nothing writes to it any more, "
         "then retry.",
         1, "wait until nothing writes to it"},
        {"a folder without files",
         [](const Place& place) { return packError({.paths = {place.folder(u"empty"_s)}}); },
         Kind::Empty, "",
         "There is nothing to upload in that. Choose files or a folder with files.", 1,
         "choose something with files"},
        {"nothing at all", [](const Place&) { return packError({.paths = {}}); }, Kind::Empty,
         "NO_INPUTS",
         "Nothing was chosen, so there is nothing to upload. Choose files or a folder.", 1,
         "choose something"},
        {"an empty path", [](const Place&) { return packError({.paths = {QString()}}); },
         Kind::Invalid, "PATH_EMPTY",
         "One of the paths is empty. Leave it out, or use the path of a file or folder.", 1,
         "leave the path out"},
        {"the root of all folders", [](const Place&) { return packError({.paths = {u"/"_s}}); },
         Kind::Invalid, "INPUT_HAS_NO_NAME",
         "“/” has no name that an upload could have. Choose files or folders that are in it.", 1,
         "choose what is in it"},
        {"a folder with nothing but links", onlyLinks, Kind::Empty, "ONLY_LINKS",
         "There is nothing in that but symbolic links such as “{folder}/in/link”, which are "
         "skipped. Have them followed or kept to upload them.",
         1, "have links followed"},
        {"a folder with nothing but hidden files",
         [](const Place& place) {
             place.file(u"in/.hidden"_s, "x");
             return packError({.paths = {place.path(u"in"_s)}});
         },
         Kind::Empty, "ONLY_HIDDEN",
         "There is nothing in that but hidden files such as “{folder}/in/.hidden”, which are left "
         "out. Have them included to upload them.",
         1, "have hidden files included"},
        {"two files of one name", twoOfOneName, Kind::Conflict, "SAME_NAME",
         "“{folder}/one/a.txt” and “{folder}/two/a.txt” would have the same name in the upload, so "
         "nothing was read. Rename one, or leave it out.",
         1, "rename one of two"},
        {"a file in the place of a folder", fileWithinFile, Kind::Conflict, "NAME_TWICE",
         "Two files of the upload are to be called “x/y”, and one is within the other. Give one of "
         "them another name.",
         1, "give one another name"},
        {"several files without a folder", severalWithoutFolder, Kind::Invalid, "SEVERAL_INPUTS",
         "Several files or folders have no common root without a folder around them. Choose one, "
         "or have a folder put around them.",
         1, "put a folder around them"},
        {"a name with a backslash",
         [](const Place& place) { return oddName(place, "back\\slash", Unreadable::Fails); },
         Kind::Invalid, "INPUT_NAME_INVALID",
         "“{folder}/in/back\\slash” has a name that cannot be stored: it is not UTF-8, or has “..” "
         "or a backslash in it. Rename it and try again.",
         1, "rename it"},
        {"a name that is not UTF-8",
         [](const Place& place) { return oddName(place, "caf\xe9", Unreadable::Fails); },
         Kind::Invalid, "INPUT_NAME_INVALID",
         "“{folder}/in/caf\uFFFD” has a name that cannot be stored: it is not UTF-8, or has “..” "
         "or a backslash in it. Rename it and try again.",
         1, "rename it"},
        {"nothing but such names",
         [](const Place& place) { return oddName(place, "back\\slash", Unreadable::IsLeftOut); },
         Kind::Invalid, "NAME_LEFT_OUT",
         "“{folder}/in/back\\slash” has a name that cannot be stored: it is not UTF-8, or has a "
         "backslash in it. Rename it; there is nothing else to upload.",
         1, "rename it, there is nothing else"},
        {"a profile that is none",
         [](const Place&) { return errorOf(content::Profile::named(u"mine")); }, Kind::NotFound,
         "PROFILE_UNKNOWN", "There is no profile “mine”. Use one of those that are listed.", 3,
         "use a listed profile"},
        {"a device for a CAR",
         [](const Place& place) { return outputError(place, u"/dev/null"_s); }, Kind::Invalid,
         "OUTPUT_NOT_A_FILE",
         "“/dev/null” is a folder, a device or a link to one, so no CAR can be put in its place. "
         "Choose another name for the CAR.",
         1, "choose another name for the CAR"},
        {"a CAR in a folder that is not there",
         [](const Place& place) { return outputError(place, place.path(u"none/my.car"_s)); },
         Kind::Conflict, "TARGET_FOLDER_MISSING",
         "There is no folder “{folder}/none”. Make it, or choose another one.", 1,
         "make the folder"},
        {"a CAR in a folder that is a file",
         [](const Place& place) {
             return outputError(place, place.file(u"file"_s, "x") + u"/my.car"_s);
         },
         Kind::Storage, "TARGET_UNWRITABLE",
         "“{folder}/file/my.car” cannot be written. Check that the disk is there and that you may "
         "write to the folder, then retry.",
         1, "check disk and rights of the target"},
        {"a disk that is full", diskIsFull, Kind::DiskFull, "",
         "There is no space left on the disk. Free some space and retry; nothing half-written was "
         "kept.",
         1, "free some space"},
    };
}

} // namespace cairn::test

TEST_CASE("what goes wrong with files to be packed is said as it is", "[situations]")
{
    cairn::test::check(cairn::test::inputSituations());
}
