// SPDX-License-Identifier: MIT OR Apache-2.0
#include "ui/common/secretclipboard.h"

#include <QClipboard>
#include <QMimeData>

namespace cairn {
using namespace Qt::StringLiterals;

SecretClipboard::SecretClipboard(QClipboard& clipboard, const Clock& clock, QObject* parent)
    : QObject(parent)
    , m_clipboard(clipboard)
    , m_clock(clock)
{
    m_timer.setInterval(std::chrono::seconds(1));
    connect(&m_timer, &QTimer::timeout, this, &SecretClipboard::tick);
    connect(&m_clipboard, &QClipboard::dataChanged, this, &SecretClipboard::tick);
}

SecretClipboard::~SecretClipboard()
{
    disconnect(&m_clipboard, nullptr, this, nullptr);
    if (isOurs())
        m_clipboard.clear();
}

void SecretClipboard::copy(const Secret& secret, const QString& name)
{
    auto* data = new QMimeData;
    data->setText(QString::fromUtf8(secret.reveal()));
    // Klipper and other managers leave out of their history what carries this hint.
    data->setData(u"x-kde-passwordManagerHint"_s, "secret"_ba);
    m_secret = {};
    m_clipboard.setMimeData(data);
    m_secret = secret;
    m_name = name;
    m_due = m_clock.elapsed() + lifetime;
    m_timer.start();
    emit changed();
}

void SecretClipboard::clear()
{
    const bool ours = isOurs();
    forget();
    if (ours)
        m_clipboard.clear();
}

std::chrono::seconds SecretClipboard::timeLeft() const
{
    if (m_secret.isEmpty())
        return {};
    return std::max(std::chrono::ceil<std::chrono::seconds>(m_due - m_clock.elapsed()),
                    std::chrono::seconds{});
}

void SecretClipboard::tick()
{
    if (m_secret.isEmpty())
        return;
    if (!isOurs())
        forget();
    else if (m_clock.elapsed() >= m_due)
        clear();
    else
        emit changed();
}

bool SecretClipboard::isOurs() const
{
    return !m_secret.isEmpty() && m_clipboard.text().toUtf8() == m_secret.reveal();
}

void SecretClipboard::forget()
{
    m_secret = {};
    m_name.clear();
    m_timer.stop();
    emit changed();
}

} // namespace cairn
