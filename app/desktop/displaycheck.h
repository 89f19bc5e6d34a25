// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <QStringList>

namespace cairn::desktop {

/// While it lives, a QApplication that is being made may find no display: Qt would abort then, and
/// the process ends with a sentence and exit code 1 instead. One at a time; main thread, made while
/// there are translations.
class DisplayCheck
{
public:
    /// @p arguments as the program was given them: who names a platform for Qt is told its reasons.
    explicit DisplayCheck(const QStringList& arguments);
    ~DisplayCheck();
    Q_DISABLE_COPY_MOVE(DisplayCheck)
};

} // namespace cairn::desktop
