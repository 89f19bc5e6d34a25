// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tests/ui/world.h"

#include <QApplication>
#include <QClipboard>
#include <QMimeData>

using namespace cairn;
using namespace cairn::test;
using namespace std::chrono_literals;

namespace {

QClipboard& system()
{
    return *QApplication::clipboard();
}

} // namespace

TEST_CASE_METHOD(World, "a copied secret leaves the clipboard after 30 s")
{
    clipboard.copy(Secret("a.b.c"), u"ci"_s);
    CHECK(system().text() == u"a.b.c"_s);
    CHECK(clipboard.timeLeft() == 30s);
    clock.advance(29s);
    clipboard.tick();
    CHECK(system().text() == u"a.b.c"_s);
    CHECK(clipboard.timeLeft() == 1s);
    clock.advance(1s);
    clipboard.tick();
    CHECK(system().text().isEmpty());
    CHECK(clipboard.timeLeft() == 0s);
}

TEST_CASE_METHOD(World, "what was copied meanwhile is left alone")
{
    clipboard.copy(Secret("a.b.c"), u"ci"_s);
    system().setText(u"something else"_s);
    CHECK(clipboard.timeLeft() == 0s);
    clock.advance(60s);
    clipboard.tick();
    clipboard.clear();
    CHECK(system().text() == u"something else"_s);
}

TEST_CASE_METHOD(World, "a second secret gets its own 30 s")
{
    clipboard.copy(Secret("a.b.c"), u"ci"_s);
    clock.advance(20s);
    clipboard.copy(Secret("d.e.f"), u"blog"_s);
    clock.advance(20s);
    clipboard.tick();
    CHECK(system().text() == u"d.e.f"_s);
    CHECK(clipboard.name() == u"blog"_s);
}

TEST_CASE_METHOD(World, "clipboard managers are asked not to keep a secret")
{
    clipboard.copy(Secret("a.b.c"), u"ci"_s);
    CHECK(system().mimeData()->data(u"x-kde-passwordManagerHint"_s) == "secret");
}

TEST_CASE("a secret does not outlive the application on the clipboard")
{
    const FakeClock clock;
    {
        SecretClipboard clipboard(system(), clock);
        clipboard.copy(Secret("a.b.c"), u"ci"_s);
    }
    CHECK(system().text().isEmpty());
}

TEST_CASE_METHOD(World, "the window counts down, and a key clears the clipboard at once")
{
    local();
    CHECK_FALSE(isVisible(u"clipboardBar"_s));
    clipboard.copy(Secret("a.b.c"), u"100%2 mine"_s);
    CHECK(test::text(u"clipboardText"_s)
          == u"The token “100%2 mine” is on the clipboard, which is cleared in 30 s."_s);
    clock.advance(12s);
    clipboard.tick();
    CHECK(test::text(u"clipboardText"_s).contains(u"in 18 s"_s));
    CHECK(placesWith(u"a.b.c"_s) == QStringList());
    checkControls();
    press(Qt::Key_B, Qt::AltModifier);
    CHECK(system().text().isEmpty());
    CHECK_FALSE(isVisible(u"clipboardBar"_s));
}
