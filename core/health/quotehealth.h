// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QtGlobal>

namespace tickstock {

/// Quotes, bands, halts and prints on their way: what came, and what did not go on. A value; counts since the start.
struct QuoteHealth
{
    quint64 quotes = 0;           ///< came from the feed
    quint64 conflated = 0;        ///< replaced by a newer one before they were looked at
    quint64 outdated = 0;         ///< quotes and bands older than what was known
    quint64 bands = 0;            ///< came from the feed
    quint64 droppedBands = 0;     ///< did not fit
    quint64 prints = 0;           ///< trades of symbols on screen
    quint64 missedPrints = 0;     ///< did not fit
    quint64 conflatedScreen = 0;  ///< quotes that the screen got only a newer one of
    quint64 conflatedReaders = 0; ///< quotes that readers of /ws got only a newer one of
    quint64 changes = 0;          ///< halts, resumptions and limit states
    int quoted = 0;               ///< symbols with a quote
    int halted = 0;               ///< symbols that are halted now, inferred ones included
};

} // namespace tickstock
