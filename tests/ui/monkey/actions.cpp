// SPDX-License-Identifier: MIT OR Apache-2.0
// What a person does at the window.
#include "tests/ui/monkey/monkey.h"
#include "ui/accountpages.h"

#include <QAbstractButton>
#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QDropEvent>
#include <QFileDialog>
#include <QHeaderView>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QMimeData>
#include <QScrollBar>
#include <QTreeView>

namespace cairn::test {

namespace {

struct Keys
{
    Qt::Key key;
    Qt::KeyboardModifiers modifiers = Qt::NoModifier;
};

constexpr auto ctrl = Qt::ControlModifier;
constexpr auto ctrlShift = Qt::ControlModifier | Qt::ShiftModifier;

QString text(const Keys& keys)
{
    return QKeySequence(QKeyCombination(keys.modifiers, keys.key)).toString();
}

/// Every entry of the menu bar that can be chosen, however deep, as it was filled last.
QList<QAction*> entriesOf(const QWidget& menu)
{
    QList<QAction*> all;
    for (QAction* action : menu.actions()) {
        if (action->menu())
            all += entriesOf(*action->menu());
        else if (!action->isSeparator() && action->isEnabled())
            all += action;
    }
    return all;
}

} // namespace

std::span<const Monkey::Action> Monkey::actions()
{
    static constexpr Action all[]{
        {"presses a key"_L1, 30, &Monkey::pressKey},
        {"presses a shortcut"_L1, 12, &Monkey::pressShortcut},
        {"types"_L1, 4, &Monkey::typeLetters},
        {"clicks a header"_L1, 6, &Monkey::clickHeader},
        {"searches"_L1, 8, &Monkey::search},
        {"clicks a row"_L1, 12, &Monkey::clickRow},
        {"opens a context menu"_L1, 3, &Monkey::openContextMenu},
        {"scrolls"_L1, 8, &Monkey::scroll},
        {"renames"_L1, 8, &Monkey::renameRow},
        {"deletes"_L1, 6, &Monkey::deleteRow},
        {"downloads"_L1, 4, &Monkey::downloadRow},
        {"clicks a button"_L1, 8, &Monkey::clickButton},
        {"chooses from the menus"_L1, 4, &Monkey::triggerMenuEntry},
        {"opens a menu"_L1, 3, &Monkey::openMenu},
        {"shows a page"_L1, 8, &Monkey::showAnyPage},
        {"switches accounts"_L1, 4, &Monkey::switchAccount},
        {"drops files"_L1, 4, &Monkey::dropFiles},
        {"pastes files"_L1, 2, &Monkey::pasteFiles},
        {"resizes the window"_L1, 3, &Monkey::resizeWindow},
        {"hides the window"_L1, 1, &Monkey::hideWindow},
        {"chooses a theme"_L1, 1, &Monkey::chooseTheme},
        {"a service stops"_L1, 1, &Monkey::stopService},
        {"a service starts"_L1, 3, &Monkey::startService},
        {"the local account is new"_L1, 1, &Monkey::replaceLocalAccount},
        {"an account is added"_L1, 2, &Monkey::addAccount},
        {"an account is removed"_L1, 1, &Monkey::removeAccount},
        {"an account is asked again"_L1, 2, &Monkey::askAccountAgain},
        {"the network changes"_L1, 3, &Monkey::changeWeather},
        {"the network thaws"_L1, 3, &Monkey::thaw},
        {"the keychain changes"_L1, 1, &Monkey::changeVault},
        {"time passes"_L1, 2, &Monkey::letTimePass},
        {"others store"_L1, 4, &Monkey::othersStore},
        {"others delete"_L1, 4, &Monkey::othersDelete},
        {"others rename"_L1, 3, &Monkey::othersRename},
        {"files change"_L1, 1, &Monkey::changeFiles},
    };
    return all;
}

void Monkey::pressKey()
{
    static constexpr Keys all[]{
        {Qt::Key_PageDown}, {Qt::Key_PageDown},  {Qt::Key_PageUp},
        {Qt::Key_End},      {Qt::Key_Home},      {Qt::Key_Down},
        {Qt::Key_Down},     {Qt::Key_Up},        {Qt::Key_Left},
        {Qt::Key_Right},    {Qt::Key_Return},    {Qt::Key_Escape},
        {Qt::Key_Tab},      {Qt::Key_Tab},       {Qt::Key_Backtab, Qt::ShiftModifier},
        {Qt::Key_Space},    {Qt::Key_Delete},    {Qt::Key_F5},
        {Qt::Key_F5},       {Qt::Key_F2},        {Qt::Key_F10, Qt::ShiftModifier},
        {Qt::Key_A, ctrl},  {Qt::Key_End, ctrl}, {Qt::Key_Down, Qt::ShiftModifier},
    };
    const Keys chosen = m_dice.oneOf(all);
    m_diary.add(text(chosen));
    key(chosen.key, chosen.modifiers);
}

void Monkey::pressShortcut()
{
    static constexpr Keys all[]{
        {Qt::Key_F, ctrl},      {Qt::Key_C, ctrlShift},    {Qt::Key_D, ctrl},
        {Qt::Key_R, ctrl},      {Qt::Key_S, ctrl},         {Qt::Key_P, ctrl},
        {Qt::Key_S, ctrlShift}, {Qt::Key_P, ctrlShift},    {Qt::Key_R, ctrlShift},
        {Qt::Key_Plus, ctrl},   {Qt::Key_Minus, ctrl},     {Qt::Key_Up, ctrlShift},
        {Qt::Key_T, ctrl},      {Qt::Key_Down, ctrlShift}, {Qt::Key_O, ctrl},
        {Qt::Key_Q, ctrl},      {Qt::Key_V, ctrl},         {Qt::Key_Return, ctrl},
    };
    const Keys chosen = m_dice.oneOf(all);
    m_diary.add(text(chosen));
    key(chosen.key, chosen.modifiers);
}

void Monkey::typeLetters()
{
    // In a file dialog these lead to folders of others.
    static constexpr QStringView leftOut = u"/.~";
    for (int letters = m_dice.between(1, 5); letters > 0; --letters) {
        const QChar chosen(m_dice.between(' ', '~'));
        if (!leftOut.contains(chosen))
            letter(chosen);
    }
}

void Monkey::clickHeader()
{
    QTreeView* view = list();
    if (!view || view->isHeaderHidden())
        return;
    QHeaderView* header = view->header();
    const int column = m_dice.below(header->count());
    m_diary.add(QString::number(column));
    click(*header->viewport(),
          {header->sectionViewportPosition(column) + 20, header->height() / 2});
}

void Monkey::search()
{
    auto* field = find<QLineEdit>(u"storedSearch"_s);
    if (!field)
        return showAnyPage();
    QTreeView* view = list();
    const QStringList words{u""_s,
                            u""_s,
                            u"item 0"_s,
                            u"7"_s,
                            u"none has this"_s,
                            anyName(),
                            view && view->model()->rowCount() > 0
                                ? view->model()->index(0, 1).data(Qt::EditRole).toString()
                                : QString()};
    const QString word = m_dice.oneOf(words);
    m_diary.add(word);
    if (m_dice.chance(50)) {
        field->setText(word);
        return;
    }
    key(Qt::Key_F, ctrl);
    key(Qt::Key_Delete);
    for (const QChar one : word.left(12)) {
        if (one.isPrint() && one.unicode() < 0x7f)
            letter(one);
    }
}

void Monkey::clickRow()
{
    QTreeView* view = list();
    if (!view || view->model()->rowCount() == 0)
        return showAnyPage();
    const QRect rows = view->viewport()->rect();
    const QPoint at(m_dice.below(rows.width()), m_dice.below(rows.height()));
    m_diary.add(QString::number(view->indexAt(at).row()));
    const Qt::KeyboardModifiers modifiers[]{Qt::NoModifier, Qt::NoModifier, Qt::ControlModifier,
                                            Qt::ShiftModifier};
    click(*view->viewport(), at, m_dice.oneOf(modifiers));
    if (m_dice.chance(10))
        click(*view->viewport(), at);
}

void Monkey::openContextMenu()
{
    QWidget* target = QApplication::focusWidget();
    if (QTreeView* view = list(); view && m_dice.chance(70))
        target = view->viewport();
    if (!target)
        return;
    const QPoint at = target->rect().center();
    QContextMenuEvent event(QContextMenuEvent::Mouse, at, target->mapToGlobal(at));
    QApplication::sendEvent(target, &event);
}

void Monkey::scroll()
{
    if (QTreeView* view = list()) {
        QScrollBar* bar = view->verticalScrollBar();
        bar->setValue(m_dice.chance(30) ? bar->maximum() : m_dice.below(bar->maximum() + 1));
    }
}

void Monkey::renameRow()
{
    if (!list() || list()->objectName() != "storedTable"_L1)
        return window.showPage(AccountPages::Stored);
    if (m_dice.chance(60))
        clickRow();
    key(Qt::Key_F2);
    QTreeView* view = list();
    auto* editor = view ? view->viewport()->findChild<QLineEdit*>() : nullptr;
    if (!editor)
        return;
    const QString name = anyName();
    m_diary.add(name);
    editor->selectAll();
    editor->insert(name); // As typed: what is set does not count as a change.
    if (m_dice.chance(60))
        key(Qt::Key_Return);
    else if (m_dice.chance(50))
        key(m_dice.chance(50) ? Qt::Key_Escape : Qt::Key_Tab);
    else
        m_diary.add(u"and leaves it open"_s);
}

void Monkey::deleteRow()
{
    if (m_dice.chance(60))
        clickRow();
    key(Qt::Key_Delete);
}

void Monkey::downloadRow()
{
    if (!list() || list()->objectName() != "storedTable"_L1)
        return window.showPage(AccountPages::Stored);
    if (m_dice.chance(60))
        clickRow();
    key(Qt::Key_D, ctrl);
}

void Monkey::clickButton()
{
    QWidget* top = QApplication::activeModalWidget();
    if (qobject_cast<QFileDialog*>(top))
        return answerDialog();
    QWidget* shown = top ? top : &window;
    QList<QAbstractButton*> buttons = shown->findChildren<QAbstractButton*>();
    buttons.removeIf(
        [](const QAbstractButton* button) { return !button->isVisible() || !button->isEnabled(); });
    if (buttons.isEmpty())
        return;
    QAbstractButton* button = m_dice.oneOf(buttons);
    m_diary.add(button->objectName() + u' ' + button->text());
    click(*button, button->rect().center());
}

void Monkey::triggerMenuEntry()
{
    const QList<QAction*> entries = entriesOf(*window.menuBar());
    if (entries.isEmpty() || QApplication::activeModalWidget())
        return;
    QAction* entry = m_dice.oneOf(entries);
    m_diary.add(entry->text());
    entry->trigger();
}

void Monkey::openMenu()
{
    const auto menus = window.menuBar()->actions();
    QAction* menu = m_dice.oneOf(menus);
    m_diary.add(menu->text());
    if (!QApplication::activeModalWidget() && window.isVisible())
        key(Qt::Key(menu->text().at(menu->text().indexOf(u'&') + 1).toUpper().unicode()),
            Qt::AltModifier);
}

void Monkey::showAnyPage()
{
    const int page = m_dice.below(6);
    const Qt::Key keys[]{Qt::Key_1, Qt::Key_2, Qt::Key_2, Qt::Key_2, Qt::Key_3, Qt::Key_4};
    m_diary.add(QString::number(page));
    key(keys[page], ctrl);
}

void Monkey::switchAccount()
{
    const auto all = accounts.all();
    if (!all.empty() && !QApplication::activeModalWidget())
        window.showAccount(m_dice.oneOf(all)->record().id);
}

void Monkey::dropFiles()
{
    QWidget* target = m_dice.chance(50) ? find(u"dropArea"_s) : &window;
    if (!target || QApplication::activeModalWidget())
        return;
    QList<QUrl> urls;
    for (int files = m_dice.below(4); files > 0; --files)
        urls << QUrl::fromLocalFile(anyFile());
    if (m_dice.chance(10))
        urls << QUrl(u"https://example.org/"_s);
    QMimeData mime;
    mime.setUrls(urls);
    QDragEnterEvent enter({5, 5}, Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(target, &enter);
    if (!enter.isAccepted())
        return;
    QDropEvent event(QPointF(5, 5), Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(target, &event);
}

void Monkey::pasteFiles()
{
    auto* mime = new QMimeData;
    if (m_dice.chance(70))
        mime->setUrls({QUrl::fromLocalFile(anyFile())});
    else
        mime->setText(anyName());
    QApplication::clipboard()->setMimeData(mime);
    key(Qt::Key_V, ctrl);
}

void Monkey::resizeWindow()
{
    const QSize size(m_dice.between(200, 2000), m_dice.between(200, 1200));
    m_diary.add(u"%1 x %2"_s.arg(size.width()).arg(size.height()));
    window.resize(size);
}

void Monkey::hideWindow()
{
    if (m_dice.chance(50))
        window.hide();
    else
        window.setWindowState(window.windowState() ^ Qt::WindowMinimized);
}

void Monkey::chooseTheme()
{
    const Theme::Choice all[]{Theme::Choice::System, Theme::Choice::Light, Theme::Choice::Dark};
    theme.choose(m_dice.oneOf(all));
}

} // namespace cairn::test
