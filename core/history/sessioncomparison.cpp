// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/history/sessioncomparison.h"

#include "core/market/wallclock.h"
#include "core/types/threadcheck.h"

#include <QLoggingCategory>
#include <QTimer>

#include <algorithm>

namespace tickstock {

namespace {

Q_LOGGING_CATEGORY(lcComparison, "tickstock.repair", QtInfoMsg)

constexpr int RetryMs = OneMinute.count();
constexpr int MostDoublings = 6;
/// What cannot be read for good is left to the next day's comparison.
constexpr int MostAttempts = 12;

} // namespace

void SessionComparison::compare(const QStringList &symbols, Timestamp from, Timestamp to)
{
    assertThreadOf(this);
    qCInfo(lcComparison) << "comparing the session with REST for" << symbols.size() << "symbol(s)";
    for (const QString &symbol : symbols)
        ask(symbol, from, to, 0);
}

void SessionComparison::ask(const QString &symbol, Timestamp from, Timestamp to, int attempt)
{
    m_parts.provider.bars(symbol, Timespan::Minute, from, to - Milliseconds(1), Priority::Background,
                          [=, this, serial = m_parts.ledger.serial()](const Expected<FetchedBars> &found) {
                              if (found)
                                  takeIn(symbol, from, to, *found, serial);
                              if (found && found->isWhole())
                                  return;
                              if (attempt + 1 < MostAttempts)
                                  QTimer::singleShot(RetryMs << std::min(attempt, MostDoublings), this,
                                                     [=, this] { ask(symbol, from, to, attempt + 1); });
                              else
                                  qCWarning(lcComparison).noquote() << symbol << "could not be compared with REST";
                          });
}

void SessionComparison::takeIn(const QString &symbol, Timestamp from, Timestamp to, const FetchedBars &found,
                               std::uint64_t serial)
{
    Q_EMIT fetched(symbol, found.bars);
    const auto id = m_parts.symbols.intern(symbol);
    if (!id || !found.isWhole())
        return;
    m_parts.settlement.noteMinutes(*id, found.bars);
    m_parts.ledger.fetched(symbol, from, m_parts.marketNow(), serial, wallNow());
    m_parts.settlement.end(*id, from, to, wallNow());
    Q_EMIT compared();
}

} // namespace tickstock
