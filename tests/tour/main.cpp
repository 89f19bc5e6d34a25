// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tests/tour/scenario.h"
#include "ui/text/translations.h"

#include <QApplication>
#include <QDir>
#include <QTemporaryDir>

#include <cstdio>

using namespace cairn;
using namespace cairn::tour;
using namespace Qt::StringLiterals;

namespace {

void say(const QString& line)
{
    std::fputs((line + '\n'_L1).toUtf8().constData(), stdout);
    std::fflush(stdout);
}

/// Each step is printed with its result. Without --data everything happens in a folder that goes
/// with the tour. Returns the exit code: 0 when every step held.
int walk(const desktop::Options& options, const QString& pictures)
{
    const QTemporaryDir scratch;
    if (!scratch.isValid() || !QDir().mkpath(pictures)) {
        say(u"not ok: no folder for the tour in %1"_s.arg(pictures));
        return 1;
    }
    // Windows come and go with a restart; the tour ends itself.
    QApplication::setQuitOnLastWindowClosed(false);

    const QString data
        = options.data.isEmpty() ? scratch.filePath(u"data"_s) : QDir(options.data).absolutePath();
    QDir().mkpath(data);
    Scenario story(options, data, scratch.filePath(u"things"_s), pictures);
    Steps steps;
    story.fill(steps);
    QObject::connect(&steps, &Steps::stepDone, &steps,
                     [](int number, int, const QString& name, const QString& objection) {
                         say(objection.isEmpty()
                                 ? u"ok %1 - %2"_s.arg(number).arg(name)
                                 : u"not ok %1 - %2: %3"_s.arg(number).arg(name, objection));
                     });
    QObject::connect(&steps, &Steps::finished, &steps, [&](int failures) {
        say(u"longest time the event loop was away: %1 ms"_s.arg(steps.longestGap()));
        say(failures == 0 ? u"the tour held"_s : u"%1 steps failed"_s.arg(failures));
        QApplication::exit(failures == 0 ? 0 : 1);
    });
    steps.start();
    return QApplication::exec();
}

} // namespace

// Walks the story of the app by real key, mouse and drop events against the real window, the real
// local service and the keychain there is.
int main(int argc, char** argv)
{
    QApplication app(argc, argv);
    desktop::nameApplication();
    installTranslations();

    auto options = desktop::parse(QApplication::arguments());
    if (!options || options->contents.size() != 1) {
        std::fputs("Usage: cairn_tour [--data DIR] [--no-keychain] PICTURES\n", stderr);
        return 2;
    }
    const QString pictures = options->contents.takeFirst();
    return walk(*options, pictures);
}
