// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/result.h"

#include <QFile>
#include <QTemporaryDir>

#include <catch2/catch.hpp>

#include <functional>
#include <vector>

namespace cairn::test {

/// Where one situation is brought about: a folder of its own, gone with it.
class Place
{
public:
    QString path(const QString& name) const { return m_folder.filePath(name); }
    QString folder(const QString& name) const; ///< Made, with those above it.
    QString file(const QString& name, const QByteArray& bytes) const; ///< Written; the path.
    /// The text without what differs from run to run: {folder}, {address} and {process}.
    QString withoutChance(QString text) const;

private:
    QTemporaryDir m_folder;
};

/// Something that goes wrong, and all that anybody hears of it.
struct Situation
{
    const char* what;
    std::function<Error(const Place&)> provoke; ///< With the real parts of the program.
    Error::Kind kind;
    const char* code;
    const char* sentence; ///< As Place::withoutChance() leaves it.
    int exitCode; ///< Of cairnctl.
    const char* next; ///< What a person should do. Only those with the same may share a sentence.
};
using Situations = std::vector<Situation>;

/// Brings each of them about and compares.
void check(const Situations& situations);

// The table, a file each.
Situations folderSituations();
Situations hostSituations();
Situations inputSituations();
Situations carSituations();
Situations serviceSituations();
Situations answerSituations();
Situations connectionSituations();
Situations accountSituations();
Situations transferSituations();

/// Why something failed that must fail.
template<typename T> Error errorOf(const Result<T>& result)
{
    REQUIRE_FALSE(result);
    return result.error();
}

} // namespace cairn::test
