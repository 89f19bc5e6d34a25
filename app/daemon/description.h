// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <QStringList>

#include <vector>

namespace cairn {

enum class Command {
    Serve,
    UserAdd,
    UserList,
    UserTag,
    TokenList,
    TokenBlock,
    Collect,
    Adopt,
    Check,
    Rebuild
};

/// A command of the program: how it is written, and what it is for.
struct Description
{
    Command command;
    QString words; ///< "user add"; empty for serving.
    QStringList parameters; ///< Each a sequence of names that may follow: "CAR USER".
    QStringList options; ///< Besides --data, --help and --version.
    QString purpose; ///< For a person, some sentences.
    QString example; ///< What follows the name of the program.

    QString usage() const; ///< "cairnd [--data DIR] check [--repair] [--json]"
};

const std::vector<Description>& descriptions();

/// The description whose words @p words begin with; null where there is none.
const Description* descriptionFor(const QStringList& words);
/// Whether commands begin with @p words, which are none by themselves: "user".
bool isGroup(const QStringList& words);
/// What is wrong with words that no command begins with.
QString unknownCommandText(const QStringList& words);

/// Usage, purpose, options and an example of all commands that begin with @p words.
QString helpText(const QStringList& words);

} // namespace cairn
