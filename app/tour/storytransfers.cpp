// SPDX-License-Identifier: MIT OR Apache-2.0
// What a person does with transfers beyond starting them: pause, limit, download, wait for a service.
#include "app/tour/checks.h"
#include "app/tour/hand.h"
#include "app/tour/story.h"
#include "core/local/localservice.h"

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
    const auto* list = Hand::find<QTreeView>(u"transferList"_s);
    const QString said = list && list->model()
        ? list->model()->index(row, 0).data(Qt::AccessibleTextRole).toString()
        : QString();
    return unless(said.contains(words), u"row %1 says “%2”"_s.arg(row).arg(said));
}

QString menuIsOpen()
{
    return unless(Hand::menuIsOpen(), u"no menu is open"_s);
}

} // namespace

void Story::pauses(Script& script)
{
    toFront(script);
    script.add(
        u"keys pause all transfers for an hour, and the time is in view"_s,
        [] {
            Hand::press(Qt::Key_S, Qt::AltModifier);
            Hand::press(Qt::Key_O);
            Hand::press(Qt::Key_H);
        },
        [] {
            const QString bar = isVisible(u"pauseBar"_s);
            return bar.isEmpty() ? shows(u"messageText"_s, u"paused until"_s) : bar;
        });
    script.add(
        u"a file dropped now has its plan like any other"_s,
        [this] { dropFile(u"Minutes of the meeting.txt"_s, "Present: nobody"); }, previewIsReady);
    script.add(
        u"and waits for its turn"_s, [] { Hand::press(Qt::Key_Return, Qt::ControlModifier); },
        [] { return rowSays(0, u"Waiting for its turn"_s); });
    toFront(script);
    script.add(
        u"a right click opens what can be done with it"_s,
        [] { Hand::rightClickRow(u"transferList"_s, 0); }, menuIsOpen);
    take(script, u"transfer-menu"_s);
    script.add(
        u"it is paused for a quarter of an hour"_s,
        [] {
            Hand::press(Qt::Key_F);
            Hand::press(Qt::Key_1);
        },
        [] { return rowSays(0, u"Paused until"_s); });
    script.add(
        u"a limit is one of a few in a menu"_s,
        [] {
            Hand::press(Qt::Key_S, Qt::AltModifier);
            Hand::press(Qt::Key_B);
        },
        menuIsOpen);
    take(script, u"bandwidth"_s);
    script.add(
        u"and stands below the list"_s,
        [] {
            for (int choice = 0; choice < 4; ++choice)
                Hand::press(Qt::Key_Down);
            Hand::press(Qt::Key_Return);
        },
        [] { return shows(u"transferSummary"_s, u"limited to 20.0 MB/s"_s); });
    take(script, u"paused"_s);
    inDark(script, u"paused"_s);
    script.add(
        u"Resume all ends the pause of all"_s, [] { Hand::press(Qt::Key_L, Qt::AltModifier); },
        [] { return unless(!Hand::isVisible(u"pauseBar"_s), u"the bar is still there"_s); });
    script.add(
        u"not that of one alone; it is cancelled and taken off the list"_s,
        [] {
            Hand::clickRow(u"transferList"_s, 0);
            Hand::click(u"cancelTransferButton"_s);
            Hand::click(u"removeTransferButton"_s);
        },
        [] { return hasRows(u"transferList"_s, 3); });
    script.add(
        u"and no limit any more"_s,
        [] {
            Hand::press(Qt::Key_S, Qt::AltModifier);
            Hand::press(Qt::Key_B);
            Hand::press(Qt::Key_N);
        },
        [this] {
            return unless(local()->transfers().limits().bytesPerSecond == 0, u"still limited"_s);
        });
}

void Story::download(Script& script)
{
    const QString target = m_scratch + "/back"_L1;
    script.add(
        u"Ctrl+D asks where a stored item is to go"_s,
        [] {
            Hand::clickRow(u"storedTable"_s, 1);
            Hand::press(Qt::Key_D, Qt::ControlModifier);
        },
        [] { return isVisible(u"downloadDialog"_s); });
    inDark(script, u"download-dialog"_s);
    script.add(
        u"a path typed there is where it is saved"_s,
        [target] {
            Hand::press(Qt::Key_A, Qt::ControlModifier);
            Hand::type(target);
            Hand::press(Qt::Key_Return);
        },
        [this] {
            const Transfer last = local()->transfers().all().back();
            return unless(last.state == State::Saved, u"not saved yet"_s);
        });
    script.add(u"byte for byte what was dropped"_s, {}, [target] {
        QFile back(target + "/hello.txt"_L1);
        return unless(back.open(QIODevice::ReadOnly) && back.readAll() == "hello world",
                      u"it is not that"_s);
    });
    script.add(
        u"and stands among the transfers"_s, [] { Hand::click(u"navUploads"_s); },
        [] { return rowSays(0, u"Saved"_s); });
    take(script, u"downloaded"_s);
}

void Story::waits(Script& script)
{
    toFront(script);
    script.add(
        u"at the other service all is paused, and an upload waits"_s,
        [this] {
            m_app->window().showAccount(m_app->accounts().all().back()->record().id);
            Hand::click(u"navUploads"_s);
            Hand::press(Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
            dropFile(u"Letter to Ada.txt"_s, "Dear Ada");
        },
        previewIsReady);
    script.add(
        u"its plan is started"_s, [] { Hand::press(Qt::Key_Return, Qt::ControlModifier); },
        [] { return rowSays(0, u"Waiting for its turn"_s); });
    toFront(script);
    script.add(
        u"that service goes down and the pause ends: the upload waits and says why"_s,
        [this] {
            m_studio.reset();
            m_app->accounts().all().back()->account().check();
            Hand::press(Qt::Key_S, Qt::ControlModifier | Qt::ShiftModifier);
        },
        [] { return rowSays(0, u"cannot be reached"_s); });
    take(script, u"waiting"_s);
    inDark(script, u"waiting"_s);
}

} // namespace cairn::tour
