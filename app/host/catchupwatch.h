// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/local/localservice.h"

#include <QObject>
#include <QTimer>

namespace cairn {

/// Tells how far a service has come with a catalog that it makes anew in the background. Owned by
/// the program that hosts the service, which outlives it; main thread.
class CatchUpWatch final : public QObject
{
    Q_OBJECT

public:
    explicit CatchUpWatch(const local::LocalService& service, QObject* parent = nullptr);

signals:
    void progressed(int percent); ///< When that has changed.
    // One of these, once:
    void done();
    void failed(const cairn::Error& error);

private:
    void look();

    const local::LocalService& m_service;
    QTimer m_timer;
    int m_percent = -1;
};

} // namespace cairn
