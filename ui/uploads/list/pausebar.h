// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/service/accountsession.h"

namespace cairn {

class MessageBar;

/// Says why no upload of the account goes on, until when, and offers to change that: shown for as
/// long as it is so. Drives a bar that the pane owns.
class PauseBar final : public QObject
{
    Q_OBJECT

public:
    PauseBar(AccountSession& session, const Clock& clock, MessageBar* bar);

    void update();

private:
    void act();

    TransferQueue& m_queue;
    const Clock& m_clock;
    MessageBar* m_bar;
};

} // namespace cairn
