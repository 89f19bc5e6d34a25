// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/content/source/packinput.h"

#include "core/base/filepath.h"
#include "core/content/codec/murmur3.h"
#include "core/content/source/sourcefile.h"

#include <QFile>
#include <QFileInfo>

#include <limits>

using namespace Qt::StringLiterals;

namespace cairn::content {
namespace {

/// Puts @p path at @p names below @p top; the last component may replace its equal if @p replace.
enum class Equal { Replace, Refuse };

/// Both paths; of files that were given names of their own, where they lie tells nobody anything.
auto sameName(const PackInput& first, const QByteArray& name, const QByteArray& path, Equal equal)
{
    if (equal == Equal::Replace)
        return fail(Error::Kind::Conflict, u"two inputs of one name"_s, shownPath(name),
                    u"NAME_TWICE"_s);
    const QByteArray one = first.path.isEmpty() ? name : first.path;
    Error error{Error::Kind::Conflict, u"two inputs of one name: "_s + shownPath(name),
                shownPath(one), sameNameCode};
    error.more = {shownPath(path)};
    return fail(std::move(error));
}

Done insert(PackInput& top, const QList<QByteArray>& names, const QByteArray& path, Equal equal,
            int& order)
{
    PackInput* at = &top;
    for (qsizetype i = 0; i < names.size(); ++i) {
        const bool isLast = i + 1 == names.size();
        const auto [child, isNew] = at->children.try_emplace(names[i]);
        at = &child->second;
        if (isNew)
            at->order = order++;
        const bool isFolderOfNames = at->path.isEmpty();
        const bool isEqual = isLast && !isFolderOfNames && equal == Equal::Replace;
        if (!isNew && !isEqual && (isLast || !isFolderOfNames))
            return sameName(*at, names.join('/'), path, equal);
        if (isLast) {
            at->path = path;
            at->order = order++; // a replacement counts as the later input
        }
    }
    return {};
}

// JavaScript lists array indexes first, by number (contract §11.5); other keys as they came.
std::pair<bool, quint64> keyOrder(const QByteArray& name, const PackInput& input)
{
    bool isNumber = false;
    const quint64 number = name.toULongLong(&isNumber);
    if (isNumber && number < std::numeric_limits<quint32>::max()
        && QByteArray::number(number) == name)
        return {false, number};
    return {true, static_cast<quint64>(input.order)};
}

bool isFolder(const PackInput& input)
{
    return input.path.isEmpty() || QFileInfo(QFile::decodeName(input.path)).isDir();
}

// Unwrapped, the original takes the last entry that its importer emits: the last folder if there is
// any, else the last file. The rest is not part of the root.
void keepLastEntry(PackInputs& inputs, const Profile& profile)
{
    auto& children = inputs.top.children;
    const bool byHash = profile.shardMeasure == Profile::Measure::Entries
        && static_cast<qint64>(children.size()) > profile.shardThreshold;
    auto last = children.end();
    std::tuple<bool, bool, quint64> lastKey;
    for (auto child = children.begin(); child != children.end(); ++child) {
        const bool folder = isFolder(child->second);
        auto [isName, number] = keyOrder(child->first, child->second);
        if (folder && byHash)
            std::tie(isName, number) = std::pair(true, murmur3(child->first));
        if (!folder)
            std::tie(isName, number) = std::pair(true, static_cast<quint64>(child->second.order));
        const std::tuple key(folder, isName, number);
        if (last == children.end() || key > lastKey) {
            last = child;
            lastKey = key;
        }
    }
    for (auto child = children.begin(); child != children.end(); ++child) {
        if (child != last)
            inputs.leftOut.append(QString::fromUtf8(child->first));
    }
    auto kept = children.extract(last);
    children.clear();
    children.insert(std::move(kept));
    inputs.rule = RootRule::SoleEntry;
}

Result<QList<QByteArray>> componentsOf(const QString& name)
{
    QList<QByteArray> components;
    for (const QByteArray& component : name.toUtf8().split('/')) {
        if (component.isEmpty() || component == "."_ba)
            continue;
        if (const auto bad = badName(component))
            return fail(Error::Kind::Invalid, *bad, name, u"INPUT_NAME_INVALID"_s);
        components.append(component);
    }
    if (components.isEmpty())
        return fail(Error::Kind::Invalid, u"no name"_s, name, u"INPUT_HAS_NO_NAME"_s);
    return components;
}

} // namespace

std::optional<QString> badName(QByteArrayView name)
{
    // Contract §11.6: what other packers or unpackers read differently is refused, not guessed at.
    if (name == QByteArrayView(".."))
        return u"\"..\" in a name"_s;
    if (name.contains('\\'))
        return u"a backslash in a name"_s;
    if (name.contains('\0'))
        return u"a NUL in a name"_s;
    if (!name.isValidUtf8())
        return u"a name that is not UTF-8"_s;
    return std::nullopt;
}

Result<PackInputs> packInputs(const PackRequest& request)
{
    const Profile& profile = request.profile;
    if (request.paths.isEmpty() && request.files.empty())
        return fail(Error::Kind::Empty, u"no inputs"_s, {}, u"NO_INPUTS"_s);
    PackInputs inputs;
    int order = 0;
    const bool prefixed = profile.roots == Profile::Roots::CommonPrefix;
    for (const QString& path : request.paths) {
        if (path.isEmpty())
            return fail(Error::Kind::Invalid, u"an empty path"_s, {}, u"PATH_EMPTY"_s);
        const QString absolute = absolutePath(path);
        auto names = componentsOf(absolute);
        if (!names)
            return fail(names.error());
        if (!prefixed)
            names->remove(0, names->size() - 1);
        const Done done
            = insert(inputs.top, *names, QFile::encodeName(absolute), Equal::Refuse, order);
        if (!done)
            return fail(done.error());
    }
    for (const NamedFile& file : request.files) {
        const auto names = componentsOf(file.name);
        if (!names)
            return fail(names.error());
        const Done done
            = insert(inputs.top, *names, QFile::encodeName(file.path), Equal::Replace, order);
        if (!done)
            return fail(done.error());
    }

    const bool many = inputs.top.children.size() > 1;
    const bool wrapped = request.wrap == Wrap::Yes
        || (request.wrap == Wrap::Default && (profile.roots != Profile::Roots::Bare || many));
    if (prefixed && request.files.empty()) {
        inputs.rule = wrapped ? RootRule::CommonPrefix : RootRule::CommonPrefixOrFile;
    } else if (!wrapped) {
        if (many && profile.roots == Profile::Roots::Bare)
            return fail(Error::Kind::Invalid, u"several inputs need a folder around them"_s, {},
                        u"SEVERAL_INPUTS"_s);
        keepLastEntry(inputs, profile);
    }
    return inputs;
}

} // namespace cairn::content
