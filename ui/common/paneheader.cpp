// SPDX-License-Identifier: MIT OR Apache-2.0
#include "ui/common/paneheader.h"

#include "ui/common/label.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace cairn {

QWidget* paneHeader(const QString& title, const QString& sentence,
                    std::initializer_list<QWidget*> buttons, QWidget* parent)
{
    auto* header = new QWidget(parent);
    auto* subtitle = mutedLabel(header);
    subtitle->setText(sentence);
    auto* texts = new QVBoxLayout;
    texts->setSpacing(2);
    texts->addWidget(headingLabel(title, header));
    texts->addWidget(subtitle);
    auto* layout = new QHBoxLayout(header);
    layout->setContentsMargins({});
    layout->setSpacing(8);
    layout->addLayout(texts, 1);
    for (QWidget* button : buttons)
        layout->addWidget(button, 0, Qt::AlignTop);
    return header;
}

void layoutPane(QVBoxLayout* layout, QWidget* header)
{
    layout->setContentsMargins(36, 30, 36, 26);
    layout->setSpacing(16);
    layout->addWidget(header);
}

} // namespace cairn
