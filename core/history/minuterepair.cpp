// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/history/minuterepair.h"

#include "core/types/threadcheck.h"

#include <algorithm>

namespace tickstock {

namespace {

/// After a request that failed; doubles up to an hour or so.
constexpr int RetryMs = OneMinute.count();
constexpr int MostDoublings = 6;

} // namespace

MinuteRepair::MinuteRepair(Parts parts, const WaitsMs &waitsMs)
    : m_parts(std::move(parts))
    , m_waitsMs(waitsMs)
{
}

void MinuteRepair::repair(SymbolId symbol, Timestamp minute)
{
    assertThreadOf(this);
    m_unconfirmed.emplace(symbol, minute);
    askLater(symbol, minute, 0);
}

void MinuteRepair::noteConfirmed(SymbolId symbol, Timestamp minute)
{
    assertThreadOf(this);
    m_unconfirmed.erase({symbol, minute});
}

void MinuteRepair::askLater(SymbolId symbol, Timestamp minute, std::size_t attempt)
{
    if (attempt == m_waitsMs.size()) {
        m_unconfirmed.erase({symbol, minute});
        Q_EMIT givenUp(symbol, minute);
        return;
    }
    m_later.after(m_waitsMs[attempt], [=, this] { ask(symbol, minute, attempt, 0); });
}

void MinuteRepair::ask(SymbolId symbol, Timestamp minute, std::size_t attempt, int failures)
{
    if (!m_unconfirmed.contains({symbol, minute}))
        return; // AM or a repair has confirmed it meanwhile
    const bool isLastAttempt = attempt + 1 == m_waitsMs.size();
    if (m_parts.isRangeRepaired(symbol) && !isLastAttempt) {
        askLater(symbol, minute, attempt + 1);
        return;
    }
    const QString name = m_parts.symbols.qname(symbol);
    m_parts.provider.bars(name, Timespan::Minute, minute, minute + OneMinute - Milliseconds(1),
                          m_parts.priorityOf(name), [=, this](const Expected<FetchedBars> &found) {
                              // A request that failed does not count: it says nothing about the minute.
                              if (!found || (found->bars.empty() && !found->isWhole()))
                                  m_later.after(RetryMs << std::min(failures, MostDoublings),
                                                [=, this] { ask(symbol, minute, attempt, failures + 1); });
                              else if (!found->bars.empty())
                                  Q_EMIT fetched(name, found->bars);
                              else // the minute is not there yet, or had no trade
                                  askLater(symbol, minute, attempt + 1);
                          });
}

} // namespace tickstock
