// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/secret.h"

#include <QWidget>

class QLineEdit;
class QPushButton;

namespace cairn {

/// A secret behind a mask, with Reveal and Copy. While masked no widget holds it, so that neither
/// assistive technology nor a picture of the window has it either.
class SecretField final : public QWidget
{
    Q_OBJECT

public:
    explicit SecretField(QWidget* parent = nullptr);

    void setSecret(const Secret& secret);
    /// Not by a focus proxy: Tab would pass over the other two.
    void focusCopy();

signals:
    void copyRequested();

private:
    void show(bool revealed);

    Secret m_secret;
    QLineEdit* m_edit;
    QPushButton* m_reveal;
    QPushButton* m_copy;
};

} // namespace cairn
