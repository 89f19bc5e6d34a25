// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <QCoreApplication>

/// What translators see the sentences of this program under: Cairnctl::tr("…").
struct Cairnctl
{
    Q_DECLARE_TR_FUNCTIONS(Cairnctl)
};
