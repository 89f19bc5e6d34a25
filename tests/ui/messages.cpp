// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tests/ui/messages.h"

#include <utility>

namespace cairn::test {
using namespace Qt::StringLiterals;

namespace {

Messages* collector = nullptr;
QLoggingCategory::CategoryFilter filterBefore = nullptr;

/// What Qt says of the platform that tests run on, and of a connection that broke in the moment
/// in which it was to be written to. Nothing of Cairn can avoid these.
bool isOfQtAlone(const QString& text)
{
    return text.startsWith("This plugin does not support "_L1)
        || text.startsWith("QNativeSocketEngine::write() was not called in "_L1);
}

/// A warning of Cairn is of a failure that it handled (core/base/logging.h).
bool isHandled(QtMsgType type, const QMessageLogContext& context)
{
    return type == QtWarningMsg && QByteArrayView(context.category).startsWith("cairn.");
}

} // namespace

Messages::Messages()
{
    collector = this;
    // A new filter is asked about each category at once, and asks the one before.
    filterBefore = QLoggingCategory::installFilter(nullptr);
    QLoggingCategory::installFilter(filter);
    m_before = qInstallMessageHandler(handle);
}

Messages::~Messages()
{
    qInstallMessageHandler(m_before);
    QLoggingCategory::installFilter(filterBefore);
    collector = nullptr;
}

QStringList Messages::take()
{
    const std::lock_guard guard(m_lock);
    return std::exchange(m_texts, {});
}

void Messages::filter(QLoggingCategory* category)
{
    filterBefore(category);
    category->setEnabled(QtWarningMsg, true);
    category->setEnabled(QtCriticalMsg, true);
}

void Messages::handle(QtMsgType type, const QMessageLogContext& context, const QString& text)
{
    if (type == QtDebugMsg || type == QtInfoMsg || isOfQtAlone(text) || isHandled(type, context))
        return;
    {
        const std::lock_guard guard(collector->m_lock);
        collector->m_texts << QLatin1StringView(context.category) + u": "_s + text;
    }
    if (collector->m_before)
        collector->m_before(type, context, text);
    if (collector->onMessage)
        collector->onMessage();
}

} // namespace cairn::test
