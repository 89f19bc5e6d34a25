// SPDX-License-Identifier: MIT OR Apache-2.0
#include "app/ctl/progressline.h"

#include "app/ctl/output.h"
#include "core/base/posix/process.h"
#include "ui/text/displaytext.h"

#include <QStringList>

#include <algorithm>

namespace cairn::ctl {
using namespace Qt::StringLiterals;

namespace {
constexpr int barWidth = 30;
} // namespace

QString progressBar(qint64 done, qint64 total)
{
    if (total <= 0)
        return {};
    const double share = std::clamp(double(done) / double(total), 0.0, 1.0);
    const int filled = int(share * barWidth);
    return u'[' + QString(filled, u'#') + QString(barWidth - filled, u'-')
        + u"] %1 %"_s.arg(int(share * 100), 3);
}

ProgressLine::ProgressLine()
    : ProgressLine(stderr, posix::isTerminal(stderr))
{ }

ProgressLine::ProgressLine(std::FILE* out, bool isTerminal)
    : m_out(out)
    , m_isTerminal(isTerminal)
{ }

void ProgressLine::show(const QString& phase, const QString& figures, qint64 done, qint64 total)
{
    const OutputStyle style = outputStyle();
    if (style.isJson || style.isQuiet)
        return;
    QStringList words{displayText(phase)};
    if (!figures.isEmpty())
        words << displayText(figures);
    if (m_isTerminal) {
        if (const QString bar = progressBar(done, total); !bar.isEmpty())
            words.prepend(bar);
        // Back to the start, and clear what a longer line left.
        std::fputs(("\r"_L1 + words.join(u"  "_s) + "\x1b[K"_L1).toLocal8Bit().constData(), m_out);
        m_isOpen = true;
    } else if (phase != m_phase) {
        std::fputs(("cairnctl: "_L1 + words.join(u": "_s) + '\n'_L1).toLocal8Bit().constData(),
                   m_out);
    }
    m_phase = phase;
    std::fflush(m_out);
}

void ProgressLine::end()
{
    if (std::exchange(m_isOpen, false))
        std::fputs("\r\x1b[K", m_out);
    std::fflush(m_out);
}

} // namespace cairn::ctl
