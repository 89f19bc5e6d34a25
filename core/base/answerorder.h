// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <QtGlobal>

namespace cairn {

/// Which answers to a question that is asked again and again still count: answers may come in
/// another order than they were asked for, and what is done meanwhile makes them untrue. A value
/// of whoever asks; one thread.
class AnswerOrder
{
public:
    /// The number of a question that is asked now.
    quint64 ask() { return ++m_asked; }

    /// Whether nothing was asked after question @p number: only the last answer counts.
    bool isLast(quint64 number) const { return number == m_asked; }

    /// What the questions so far are about has changed: their answers tell how it was before.
    void outdate() { m_outdated = m_asked; }
    bool isOutdated(quint64 number) const { return number <= m_outdated; }

private:
    quint64 m_asked = 0;
    quint64 m_outdated = 0;
};

} // namespace cairn
