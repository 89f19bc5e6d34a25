// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/transfer/queue/transferqueue.h"

namespace cairn {

class MessageBar;
struct Upload;

/// Asks where a stored item is to go and queues its download. Owned by StoredPane.
class DownloadCommand final : public QObject
{
    Q_OBJECT

public:
    DownloadCommand(TransferQueue& queue, MessageBar& message, QWidget* parent);

    void ask(const Upload& upload);

private:
    void queue(const content::CidString& cid, const QString& name, const QString& target);

    TransferQueue& m_queue;
    MessageBar& m_message;
    QWidget* m_parent;
};

/// Where downloads go unless somebody chooses another place.
QString downloadFolder();

/// Where in @p folder an item called @p name would go: under its own name where that is a safe one
/// and free, else numbered as file managers do; under @p cid where it is not safe.
QString proposedTarget(const QString& folder, const QString& name, const content::CidString& cid);

} // namespace cairn
