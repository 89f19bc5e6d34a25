// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <QWidget>

class QPushButton;

namespace cairn {

class Label;

class Picture;

/// What stands where a list would be: a picture, a title, a sentence and at most one button.
class EmptyState final : public QWidget
{
    Q_OBJECT

public:
    explicit EmptyState(QWidget* parent = nullptr);

    void show(const QString& iconName, const QString& title, const QString& sentence,
              const QString& action = {});
    QString title() const;
    QString sentence() const;

signals:
    void actionTriggered();

private:
    Picture* m_picture;
    Label* m_title;
    Label* m_sentence;
    QPushButton* m_action;
};

} // namespace cairn
