// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <QWidget>

class QAction;
class QButtonGroup;
class QVBoxLayout;

namespace cairn {

class AccountSwitcher;

/// The left side of the window: which account, which pane. It holds no state of its own but which
/// entry is checked.
class Sidebar final : public QWidget
{
    Q_OBJECT

public:
    explicit Sidebar(QWidget* parent = nullptr);

    AccountSwitcher& switcher() { return *m_switcher; }
    /// Entries follow each other in the order they are added, numbered from 0.
    void addEntry(const QString& iconName, QAction* action, QLatin1StringView objectName);
    void addFooter(const QString& iconName, QAction* action, QLatin1StringView objectName);
    void setCurrent(int entry);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    AccountSwitcher* m_switcher;
    QButtonGroup* m_entries;
    QVBoxLayout* m_top;
    QVBoxLayout* m_bottom;
};

} // namespace cairn
