// SPDX-License-Identifier: MIT OR Apache-2.0
// What a person does with transfers beyond starting them: pause, limit, download, wait for a
// service.
#include "core/local/localservice.h"
#include "tests/tour/checks.h"
#include "tests/tour/scenario.h"
#include "tests/tour/uidriver.h"

#include <QDir>
#include <QFile>
#include <QTreeView>

namespace cairn::tour {
using namespace Qt::StringLiterals;
using transfer::State;

namespace {

/// All that a row of the list says, as assistive technology reads it.
QString rowSays(int row, const QString& words)
{
    const auto* list = UiDriver::find<QTreeView>(u"transferList"_s);
    const QString said = list && list->model()
        ? list->model()->index(row, 0).data(Qt::AccessibleTextRole).toString()
        : QString();
    return unless(said.contains(words), u"row %1 says “%2”"_s.arg(row).arg(said));
}

QString menuIsOpen()
{
    return unless(UiDriver::menuIsOpen(), u"no menu is open"_s);
}

} // namespace

void Scenario::pauses(Steps& steps)
{
    toFront(steps);
    steps.add(
        u"keys pause all transfers for an hour, and the time is in view"_s,
        [] {
            UiDriver::press(Qt::Key_S, Qt::AltModifier);
            UiDriver::press(Qt::Key_O);
            UiDriver::press(Qt::Key_H);
        },
        [] {
            const QString bar = isVisible(u"pauseBar"_s);
            return bar.isEmpty() ? shows(u"messageText"_s, u"paused until"_s) : bar;
        });
    steps.add(
        u"a file dropped now has its plan like any other"_s,
        [this] { dropFile(u"Minutes of the meeting.txt"_s, "Present: nobody"); }, previewIsReady);
    steps.add(
        u"and waits for its turn"_s, [] { UiDriver::press(Qt::Key_Return, Qt::ControlModifier); },
        [] { return rowSays(0, u"Waiting for its turn"_s); });
    toFront(steps);
    steps.add(
        u"a right click opens what can be done with it"_s,
        [] { UiDriver::rightClickRow(u"transferList"_s, 0); }, menuIsOpen);
    take(steps, u"transfer-menu"_s);
    steps.add(
        u"it is paused for a quarter of an hour"_s,
        [] {
            UiDriver::press(Qt::Key_F);
            UiDriver::press(Qt::Key_1);
        },
        [] { return rowSays(0, u"Paused until"_s); });
    steps.add(
        u"a limit is one of a few in a menu"_s,
        [] {
            UiDriver::press(Qt::Key_S, Qt::AltModifier);
            UiDriver::press(Qt::Key_B);
        },
        menuIsOpen);
    take(steps, u"bandwidth"_s);
    steps.add(
        u"and stands below the list"_s,
        [] {
            for (int choice = 0; choice < 4; ++choice)
                UiDriver::press(Qt::Key_Down);
            UiDriver::press(Qt::Key_Return);
        },
        [] { return shows(u"transferSummary"_s, u"limited to 20.0 MB/s"_s); });
    take(steps, u"paused"_s);
    inDark(steps, u"paused"_s);
    steps.add(
        u"Resume all ends the pause of all"_s, [] { UiDriver::press(Qt::Key_L, Qt::AltModifier); },
        [] { return unless(!UiDriver::isVisible(u"pauseBar"_s), u"the bar is still there"_s); });
    steps.add(
        u"not that of one alone; it is cancelled and taken off the list"_s,
        [] {
            UiDriver::clickRow(u"transferList"_s, 0);
            UiDriver::click(u"cancelTransferButton"_s);
            UiDriver::click(u"removeTransferButton"_s);
        },
        [] { return hasRows(u"transferList"_s, 3); });
    steps.add(
        u"and no limit any more"_s,
        [] {
            UiDriver::press(Qt::Key_S, Qt::AltModifier);
            UiDriver::press(Qt::Key_B);
            UiDriver::press(Qt::Key_N);
        },
        [this] {
            return unless(local()->transfers().limits().bytesPerSecond == 0, u"still limited"_s);
        });
}

void Scenario::download(Steps& steps)
{
    const QString target = m_scratch + "/back"_L1;
    steps.add(
        u"Ctrl+D asks where a stored item is to go"_s,
        [] {
            UiDriver::clickRow(u"storedTable"_s, 1);
            UiDriver::press(Qt::Key_D, Qt::ControlModifier);
        },
        [] { return isVisible(u"downloadDialog"_s); });
    inDark(steps, u"download-dialog"_s);
    steps.add(
        u"a path typed there is where it is saved"_s,
        [target] {
            UiDriver::press(Qt::Key_A, Qt::ControlModifier);
            UiDriver::type(target);
            UiDriver::press(Qt::Key_Return);
        },
        [this] {
            const Transfer last = local()->transfers().all().back();
            return unless(last.state == State::Saved, u"not saved yet"_s);
        });
    steps.add(u"byte for byte what was dropped"_s, {}, [target] {
        QFile back(target); // A folder that wraps one file is that file.
        return unless(back.open(QIODevice::ReadOnly) && back.readAll() == "hello world",
                      u"it is not that"_s);
    });
    steps.add(
        u"and stands among the transfers"_s, [] { UiDriver::click(u"navUploads"_s); },
        [] { return rowSays(0, u"Saved"_s); });
    take(steps, u"downloaded"_s);
}

void Scenario::waits(Steps& steps)
{
    toFront(steps);
    steps.add(
        u"at the other service all is paused, and an upload waits"_s,
        [this] {
            m_app->window().showAccount(m_app->accounts().all().back()->record().id);
            UiDriver::click(u"navUploads"_s);
            UiDriver::press(Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
            dropFile(u"Letter to Ada.txt"_s, "Dear Ada");
        },
        previewIsReady);
    steps.add(
        u"its plan is started"_s, [] { UiDriver::press(Qt::Key_Return, Qt::ControlModifier); },
        [] { return rowSays(0, u"Waiting for its turn"_s); });
    toFront(steps);
    steps.add(
        u"that service goes down and the pause ends: the upload waits and says why"_s,
        [this] {
            m_studio.reset();
            m_app->accounts().all().back()->account().check();
            UiDriver::press(Qt::Key_S, Qt::ControlModifier | Qt::ShiftModifier);
        },
        [] { return rowSays(0, u"cannot be reached"_s); });
    take(steps, u"waiting"_s);
    inDark(steps, u"waiting"_s);
}

} // namespace cairn::tour
