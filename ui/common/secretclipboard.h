// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/base/secret.h"

#include <QObject>
#include <QTimer>

class QClipboard;

namespace cairn {

/// Puts secrets on the clipboard for a while: marked so that clipboard managers do not keep them,
/// and taken off again after 30 s or when this object goes, unless something else was copied
/// meanwhile. Owned by the application, and must go before it; main thread.
class SecretClipboard final : public QObject
{
    Q_OBJECT

public:
    static constexpr std::chrono::seconds lifetime{30};

    SecretClipboard(QClipboard& clipboard, const Clock& clock, QObject* parent = nullptr);
    ~SecretClipboard() override;

    /// @p name says what was copied, for the notice.
    void copy(const Secret& secret, const QString& name);
    void clear();

    QString name() const { return m_name; }
    std::chrono::seconds timeLeft() const; ///< Rounded up; zero when nothing of ours is there.

    /// Looks at the clock; the timer calls it each second.
    void tick();

signals:
    /// What timeLeft() says is different.
    void changed();

private:
    bool isOurs() const;
    void forget();

    QClipboard& m_clipboard;
    const Clock& m_clock;
    Secret m_secret;
    QString m_name;
    std::chrono::milliseconds m_due{};
    QTimer m_timer;
};

} // namespace cairn
