// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <QAbstractButton>

class QAction;

namespace cairn {

/// One line of the sidebar: a picture and a word, standing for an action.
class NavButton final : public QAbstractButton
{
    Q_OBJECT

public:
    NavButton(QString iconName, QAction* action, QWidget* parent);

    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_iconName;
};

} // namespace cairn
