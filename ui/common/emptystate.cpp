// SPDX-License-Identifier: MIT OR Apache-2.0
#include "ui/common/emptystate.h"

#include "ui/common/label.h"
#include "ui/common/picture.h"
#include "ui/style/cairnstyle.h"

#include <QPushButton>
#include <QVBoxLayout>

namespace cairn {
using namespace Qt::StringLiterals;

EmptyState::EmptyState(QWidget* parent)
    : QWidget(parent)
    , m_picture(new Picture(72, this))
    , m_title(titleLabel(this))
    , m_sentence(mutedLabel(this))
    , m_action(new QPushButton(this))
{
    setObjectName("emptyState"_L1);
    m_title->setObjectName("emptyTitle"_L1);
    m_sentence->setObjectName("emptySentence"_L1);
    m_action->setObjectName("emptyAction"_L1);
    m_title->setAlignment(Qt::AlignCenter);
    m_sentence->setAlignment(Qt::AlignHCenter | Qt::AlignTop);
    m_sentence->setFixedWidth(fontMetrics().averageCharWidth() * 60);
    setLook(m_action, Look::Primary);

    auto* layout = new QVBoxLayout(this);
    layout->addStretch(2);
    layout->addWidget(m_picture, 0, Qt::AlignHCenter);
    layout->addSpacing(12);
    layout->addWidget(m_title, 0, Qt::AlignHCenter);
    layout->addSpacing(4);
    layout->addWidget(m_sentence, 0, Qt::AlignHCenter);
    layout->addSpacing(16);
    layout->addWidget(m_action, 0, Qt::AlignHCenter);
    layout->addStretch(3);
    connect(m_action, &QPushButton::clicked, this, &EmptyState::actionTriggered);
}

void EmptyState::show(const QString& iconName, const QString& title, const QString& sentence,
                      const QString& action)
{
    m_picture->set(iconName, Tone::Neutral);
    m_title->setText(title);
    m_sentence->setText(sentence);
    // A layout that centres it does not ask how high it is at its width.
    m_sentence->setFixedHeight(m_sentence->heightForWidth(m_sentence->width()));
    m_action->setText(action);
    m_action->setVisible(!action.isEmpty());
}

QString EmptyState::title() const
{
    return m_title->text();
}

QString EmptyState::sentence() const
{
    return m_sentence->text();
}

} // namespace cairn
