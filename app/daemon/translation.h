// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <QCoreApplication>

/// What translators see the sentences of this program under: Cairnd::tr("…").
struct Cairnd
{
    Q_DECLARE_TR_FUNCTIONS(Cairnd)
};
