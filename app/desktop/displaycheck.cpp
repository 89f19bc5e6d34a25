// SPDX-License-Identifier: MIT OR Apache-2.0
#include "app/desktop/displaycheck.h"

#include "app/host/terminal.h"

#include <QCoreApplication>

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace cairn::desktop {
using namespace Qt::StringLiterals;

namespace {

// A message handler of Qt is a plain function, so that what it knows stands here.
QtMessageHandler before = nullptr;
QStringList held; ///< Warnings that led to the failure, or to none.
QString sentence; ///< Made beforehand: there are no translations while Qt fails. Else Qt's own.

bool namesPlatform(const QStringList& arguments)
{
    const auto isPlatform = [](const QString& word) {
        return word.startsWith("-platform"_L1) || word.startsWith("--platform"_L1);
    };
    return !qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")
        || std::ranges::any_of(arguments, isPlatform);
}

void writeHeld()
{
    for (const QString& line : std::as_const(held))
        writeLine(stderr, line);
}

QString noDisplayText()
{
    QString display = qEnvironmentVariable("WAYLAND_DISPLAY");
    if (display.isEmpty())
        display = qEnvironmentVariable("DISPLAY");
    if (display.isEmpty())
        return QCoreApplication::translate(
            "cairn",
            "There is no display to show a window on. Start cairn in a desktop session; without "
            "one, “cairnctl” does the same on the command line.");
    return QCoreApplication::translate(
               "cairn",
               "The display “%1” cannot be opened. Check DISPLAY and WAYLAND_DISPLAY, or start "
               "cairn in a desktop session; without one, “cairnctl” does the same on the command "
               "line.")
        .arg(display);
}

void take(QtMsgType type, const QMessageLogContext& context, const QString& message)
{
    if (type != QtFatalMsg) {
        held << qFormatLogMessage(type, context, message);
        return;
    }
    if (sentence.isEmpty()) {
        writeHeld();
        writeLine(stderr, message.section(u'\n', 0, 0));
    } else {
        writeLine(stderr, sentence);
    }
    std::_Exit(1); // Returning would abort, with a core dump.
}

} // namespace

DisplayCheck::DisplayCheck(const QStringList& arguments)
{
    held.clear();
    sentence = namesPlatform(arguments) ? QString() : noDisplayText();
    before = qInstallMessageHandler(take);
}

DisplayCheck::~DisplayCheck()
{
    qInstallMessageHandler(before);
    writeHeld();
}

} // namespace cairn::desktop
