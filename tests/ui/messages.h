// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <QLoggingCategory>
#include <QStringList>

#include <functional>
#include <mutex>

namespace cairn::test {

/// Collects what Qt logs as a warning or worse, whatever rules the environment has, and what Cairn
/// could not handle, and prints it; the rest is not printed, for it is too much. One at a time.
class Messages
{
public:
    Messages();
    ~Messages();
    Messages(const Messages&) = delete;
    Messages& operator=(const Messages&) = delete;

    /// Those since the last call.
    QStringList take();

    std::function<void()> onMessage; ///< Called where it was logged, on any thread.

private:
    static void handle(QtMsgType type, const QMessageLogContext& context, const QString& text);
    static void filter(QLoggingCategory* category);

    QtMessageHandler m_before;
    std::mutex m_lock;
    QStringList m_texts;
};

} // namespace cairn::test
