// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tests/app/machine.h"

#include <QDir>

using namespace Qt::StringLiterals;
using cairn::test::Ended;
using cairn::test::Machine;

namespace {

/// The app where there is no desktop session, as on a server or in a build.
struct NoDisplay : Machine
{
    NoDisplay()
    {
        for (const QString& name : {u"DISPLAY"_s, u"WAYLAND_DISPLAY"_s, u"XDG_RUNTIME_DIR"_s,
                                    u"QT_QPA_PLATFORM"_s, u"QT_LOGGING_RULES"_s})
            environment.remove(name);
    }

    Ended cairn(const QStringList& arguments)
    {
        QProcess process;
        process.setProcessEnvironment(environment);
        process.start(QStringLiteral(CAIRN), arguments);
        REQUIRE(process.waitForFinished(60000));
        REQUIRE(process.exitStatus() == QProcess::NormalExit); // Not aborted.
        return {process.exitCode(), process.readAllStandardOutput(),
                process.readAllStandardError()};
    }

    bool hasData() const { return QDir(folder.filePath(u"data"_s)).exists(); }
};

} // namespace

TEST_CASE_METHOD(NoDisplay, "cairn tells its usage and version without a display")
{
    for (const QString& option : {u"--help"_s, u"-h"_s}) {
        const Ended help = cairn({option});
        CHECK(help.code == 0);
        CHECK(help.out.startsWith("Usage: cairn "));
        CHECK(help.err == "");
    }
    // The options of Qt itself are no fault, in any of their forms.
    for (const QStringList& line :
         {QStringList{u"--version"_s}, QStringList{u"-platform"_s, u"xcb"_s, u"--version"_s},
          QStringList{u"--version"_s, u"--style=fusion"_s, u"-reverse"_s, u"-session"_s,
                      u"1_2"_s}}) {
        const Ended version = cairn(line);
        CHECK(version.code == 0);
        CHECK(version.out == "cairn " CAIRN_VERSION "\n");
        CHECK(version.err == "");
    }
    CHECK_FALSE(hasData());
}

TEST_CASE_METHOD(NoDisplay, "cairn says what is wrong with its options without a display")
{
    const Ended stray = cairn({u"--no-keychan"_s});
    CHECK(stray.code == 2);
    CHECK(stray.out == "");
    CHECK(stray.err.contains("Did you mean “--no-keychain”?"));
    CHECK(stray.err.count('\n') == 1);
    CHECK(cairn({u"--data"_s, u""_s}).code == 2);
    CHECK_FALSE(hasData());
}

TEST_CASE_METHOD(NoDisplay, "without a display cairn says so, and what to do")
{
    const Ended none = cairn({});
    CHECK(none.code == 1);
    CHECK(none.err.contains("no display"));
    CHECK(none.err.contains("cairnctl"));
    CHECK(none.err.count('\n') == 1);

    // One that is named and does not answer.
    environment.insert(u"DISPLAY"_s, u":4321"_s);
    const Ended silent = cairn({u"/etc/hostname"_s});
    CHECK(silent.code == 1);
    CHECK(silent.err.contains("“:4321”"));
    CHECK(silent.err.count('\n') == 1);

    // An unknown platform is Qt's to explain.
    const Ended unknown = cairn({u"-platform"_s, u"unheard"_s});
    CHECK(unknown.code == 1);
    CHECK(unknown.err.contains("unheard"));
    CHECK_FALSE(hasData());
}

TEST_CASE_METHOD(NoDisplay, "cairn starts without a runtime folder and says nothing about it")
{
    environment.insert(u"TMPDIR"_s, folder.path());
    environment.insert(u"QT_QPA_PLATFORM"_s, u"offscreen"_s);
    QProcess process;
    process.setProcessEnvironment(environment);
    QByteArray said;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(QStringLiteral(CAIRN), {u"--no-keychain"_s});
    while (!said.contains("cairn.local: serving") && process.waitForReadyRead(20000))
        said += process.readAll();
    CHECK(said.contains("cairn.local: serving"));
    CHECK_FALSE(said.contains("QStandardPaths"));
    process.kill();
    process.waitForFinished(20000);
}
