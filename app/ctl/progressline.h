// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <QString>

#include <cstdio>

namespace cairn::ctl {

/// What goes on, on stderr: one line with a bar that is painted over on a terminal, a plain line
/// for each phase elsewhere. The bar is bytes done, nothing else moves it.
class ProgressLine
{
public:
    ProgressLine();
    ProgressLine(std::FILE* out, bool isTerminal);

    void show(const QString& phase, const QString& figures, qint64 done, qint64 total);
    void end(); ///< Leaves an empty line for what comes after.

private:
    std::FILE* m_out;
    bool m_isTerminal;
    bool m_isOpen = false;
    QString m_phase;
};

/// "[######----] 60 %"; empty while the total is unknown.
QString progressBar(qint64 done, qint64 total);

} // namespace cairn::ctl
