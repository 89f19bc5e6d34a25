// SPDX-License-Identifier: MIT OR Apache-2.0
#include "app/daemon/description.h"

#include "app/daemon/translation.h"
#include "app/host/suggestion.h"

#include <algorithm>

namespace cairn {
using namespace Qt::StringLiterals;

namespace {

/// An option and what it does; the value's name is part of how it is written.
struct OptionText
{
    QString name;
    QString value;
    QString text;
    bool isRepeated = false;
};

std::vector<OptionText> optionTexts()
{
    return {
        {u"listen"_s, u"HOST:PORT"_s,
         Cairnd::tr("where it listens; without it at a free port of 127.0.0.1")},
        {u"insecure-listen"_s,
         {},
         Cairnd::tr("also where other computers reach it, though nothing is encrypted")},
        {u"host-name"_s, u"NAME"_s, Cairnd::tr("a further name that clients call it by"), true},
        {u"trusted-proxy"_s, u"ADDRESS"_s, Cairnd::tr("a proxy whose X-Forwarded-For counts"),
         true},
        {u"mode"_s, u"rw|r-|--"_s, Cairnd::tr("normal, read only, closed")},
        {u"sunset"_s, u"DATE"_s, Cairnd::tr("from then on writing is refused for good")},
        {u"enforce-storage-limit"_s, {}, Cairnd::tr("hold accounts to their StorageLimitBytes")},
        {u"gateway"_s, u"URL"_s, Cairnd::tr("where pinned CIDs are fetched that are not here")},
        {u"free-after"_s, u"DAYS"_s, Cairnd::tr("when what was deleted is freed; 7 without it")},
        {u"allow-origin"_s, u"ORIGIN"_s,
         Cairnd::tr("web pages of this origin are answered without a token"), true},
        {u"dry-run"_s, {}, Cairnd::tr("only say what would go")},
        {u"unassigned"_s, {}, Cairnd::tr("CARs that no upload knows go too")},
        {u"repair"_s, {}, Cairnd::tr("have the catalog say what the files hold")},
        {u"json"_s,
         {},
         Cairnd::tr("the result as JSON, errors as {\"error\": …} on standard error")},
    };
}

QString optionUsage(const OptionText& option)
{
    const QString value = option.value.isEmpty() ? QString() : u' ' + option.value;
    return "[--"_L1 + option.name + value + u']' + (option.isRepeated ? u"…"_s : QString());
}

std::vector<Description> makeDescriptions()
{
    const QStringList json{u"json"_s};
    return {
        {Command::Serve,
         {},
         {QString()},
         {u"listen"_s, u"insecure-listen"_s, u"host-name"_s, u"trusted-proxy"_s, u"mode"_s,
          u"sunset"_s, u"enforce-storage-limit"_s, u"gateway"_s, u"free-after"_s,
          u"allow-origin"_s},
         Cairnd::tr("Serves the data folder until it is told to end: the local service alone, for "
                    "a server or a machine without a display."),
         u"--data /var/lib/cairn --listen 127.0.0.1:8787"_s},
        {Command::UserAdd,
         u"user add"_s,
         {u"NAME"_s},
         json,
         Cairnd::tr("Adds a user and prints the login token, this once."),
         u"--data /var/lib/cairn user add colleague"_s},
        {Command::UserList,
         u"user ls"_s,
         {QString()},
         json,
         Cairnd::tr("Lists the users."),
         u"--data /var/lib/cairn user ls --json"_s},
        {Command::UserTag,
         u"user tag"_s,
         {u"NAME TAG VALUE"_s},
         json,
         Cairnd::tr("Sets a tag of a user; an empty VALUE removes it."),
         u"--data /var/lib/cairn user tag colleague HasPsaAccess true"_s},
        {Command::TokenList,
         u"token ls"_s,
         {u"USER"_s},
         json,
         Cairnd::tr("Lists the API tokens of a user: id, end of the secret, name."),
         u"--data /var/lib/cairn token ls colleague"_s},
        {Command::TokenBlock,
         u"token block"_s,
         {u"USER ID"_s},
         json,
         Cairnd::tr("Revokes an API token of a user, by the id that “token ls” lists."),
         u"--data /var/lib/cairn token block colleague 7"_s},
        {Command::Collect,
         u"gc"_s,
         {QString()},
         {u"dry-run"_s, u"unassigned"_s, u"json"_s},
         Cairnd::tr("Frees what was deleted, however long ago, and says how much of which upload."),
         u"--data /var/lib/cairn gc --dry-run"_s},
        {Command::Adopt,
         u"adopt"_s,
         {QString(), u"CAR USER"_s},
         json,
         Cairnd::tr("Lists the CARs in the folder that no upload knows, or makes an upload of one "
                    "for a user."),
         u"--data /var/lib/cairn adopt"_s},
        {Command::Check,
         u"check"_s,
         {QString()},
         {u"repair"_s, u"json"_s},
         Cairnd::tr("Compares every byte of the CARs with catalog and records, and says what is "
                    "wrong. Only looks, unless --repair is given."),
         u"--data /var/lib/cairn check"_s},
        {Command::Rebuild,
         u"rebuild"_s,
         {QString()},
         json,
         Cairnd::tr("Makes the catalog anew from the CARs and records."),
         u"--data /var/lib/cairn rebuild"_s},
    };
}

} // namespace

QString Description::usage() const
{
    QStringList parts{u"cairnd"_s, u"[--data DIR]"_s};
    if (!words.isEmpty())
        parts << words;
    for (const QString& names : parameters) {
        if (!names.isEmpty())
            parts << (parameters.size() > 1 ? u'[' + names + u']' : names);
    }
    for (const OptionText& option : optionTexts()) {
        if (options.contains(option.name))
            parts << optionUsage(option);
    }
    return parts.join(u' ');
}

const std::vector<Description>& descriptions()
{
    static const std::vector<Description> all = makeDescriptions();
    return all;
}

const Description* descriptionFor(const QStringList& words)
{
    for (const Description& one : descriptions()) {
        const QStringList own = one.words.split(u' ', Qt::SkipEmptyParts);
        if (own.isEmpty() ? words.isEmpty()
                          : words.first(std::min(own.size(), words.size())) == own)
            return &one;
    }
    return nullptr;
}

bool isGroup(const QStringList& words)
{
    const QString start = words.join(u' ') + u' ';
    return std::ranges::any_of(
        descriptions(), [&start](const Description& one) { return one.words.startsWith(start); });
}

QString unknownCommandText(const QStringList& words)
{
    QStringList known;
    QStringList following; ///< What may stand behind the first word.
    for (const Description& one : descriptions()) {
        known << one.words;
        if (one.words.startsWith(words.front() + u' '))
            following << one.words.section(u' ', 1);
    }
    if (!following.isEmpty()) {
        const QString list = following.join(", "_L1);
        if (const auto meant = nearest(words.value(1), following))
            return Cairnd::tr("“%1 %2” is no command. Did you mean “%3”? There are: %4.")
                .arg(words.front(), words.value(1), *meant, list);
        //: %1 is the first word of a command, %2 what may be its second word.
        return Cairnd::tr("“%1” is followed by one of these: %2.").arg(words.front(), list);
    }
    for (const QString& written :
         {words.first(std::min<qsizetype>(2, words.size())).join(u' '), words.front()}) {
        if (const auto meant = nearest(written, known))
            return Cairnd::tr("There is no command “%1”. Did you mean “cairnd %2”?")
                .arg(words.front(), *meant);
    }
    return Cairnd::tr("There is no command “%1”.").arg(words.front());
}

QString helpText(const QStringList& words)
{
    const QString prefix = words.join(u' ');
    const Description* exact = descriptionFor(words);
    QStringList usages;
    QStringList lines;
    QStringList options;
    QString example;
    const bool isAll = words.isEmpty();
    for (const Description& one : descriptions()) {
        if (!isAll && (exact ? &one != exact : !one.words.startsWith(prefix + u' ')))
            continue;
        // All its options would be a line of their own; they are listed below.
        const bool isShort = isAll && one.words.isEmpty();
        usages << (usages.isEmpty() ? Cairnd::tr("Usage: %1") : u"       %1"_s)
                      .arg(isShort ? u"cairnd [--data DIR] [OPTION]…"_s : one.usage());
        lines << (&one == exact ? one.purpose : u"  %1  %2"_s.arg(one.words, -11).arg(one.purpose));
        options << one.options;
        if (example.isEmpty() && (!isAll || one.words.isEmpty()))
            example = one.example;
    }
    if (isAll)
        lines.insert(1, QString());
    QStringList text = usages + QStringList{QString()} + lines
        + QStringList{QString(),
                      u"  %1  %2"_s.arg("--data DIR"_L1, -24)
                          .arg(Cairnd::tr("the data folder; else CAIRN_DATA_DIR, else the usual"))};
    for (const OptionText& option : optionTexts()) {
        if (options.contains(option.name))
            text << u"  %1  %2"_s.arg("--"_L1 + option.name + u' ' + option.value, -24)
                        .arg(option.text);
    }
    text << QString() << Cairnd::tr("Example:") << "  cairnd "_L1 + example;
    return text.join(u'\n');
}

} // namespace cairn
