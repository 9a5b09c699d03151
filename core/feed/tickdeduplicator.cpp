// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/feed/tickdeduplicator.h"

#include <algorithm>
#include <iterator>

namespace tickstock {

void TickDeduplicator::watch(SymbolId symbol)
{
    if (symbol.value >= m_symbols.size())
        m_symbols.resize(symbol.value + 1);
    if (!m_symbols[symbol.value])
        m_symbols[symbol.value] = std::make_unique<SymbolHistory>();
    m_unwatchAt.erase(symbol);
}

void TickDeduplicator::unwatchLater(SymbolId symbol, Timestamp now)
{
    if (isWatched(symbol))
        m_unwatchAt.try_emplace(symbol, now + Straggling);
}

void TickDeduplicator::housekeep(Timestamp now)
{
    std::erase_if(m_unwatchAt, [&](const auto &watch) {
        const bool isOver = watch.second <= now;
        if (isOver) {
            m_symbols[watch.first.value].reset();
            m_quotes.forget(watch.first);
        }
        return isOver;
    });
}

TickBatchPtr TickDeduplicator::filter(const TickBatchPtr &batch, ConnectionId connection)
{
    const std::vector<Tick> &ticks = batch->ticks;
    const auto isRepeated = [&](const Tick &tick) { return isDuplicate(tick, connection); };
    const auto first = std::find_if(ticks.begin(), ticks.end(), isRepeated);
    if (first == ticks.end())
        return batch;
    auto rest = std::make_shared<TickBatch>(
        TickBatch{batch->connection, batch->received, batch->receivedNs, {ticks.begin(), first}, batch->thrownAway});
    std::remove_copy_if(first + 1, ticks.end(), std::back_inserter(rest->ticks), isRepeated);
    return rest->ticks.empty() && rest->thrownAway.empty() ? nullptr : rest;
}

QuoteBatchPtr TickDeduplicator::filter(const QuoteBatchPtr &batch)
{
    const auto isCarriedTwice = [this](const auto &event) { return isWatched(event.symbol); };
    if (std::none_of(batch->quotes.begin(), batch->quotes.end(), isCarriedTwice) &&
        std::none_of(batch->bands.begin(), batch->bands.end(), isCarriedTwice))
        return batch;
    auto rest = std::make_shared<QuoteBatch>(*batch);
    const auto isRepeated = [&](const auto &event) { return isCarriedTwice(event) && m_quotes.isKnown(event); };
    std::erase_if(rest->quotes, isRepeated);
    std::erase_if(rest->bands, isRepeated);
    return rest->isEmpty() ? nullptr : rest;
}

bool TickDeduplicator::isDuplicate(const Tick &tick, ConnectionId connection)
{
    if (tick.kind == TickKind::Trade)
        return m_trades.isKnown(tick);
    if (!isWatched(tick.symbol))
        return false;
    SymbolHistory &history = *m_symbols[tick.symbol.value];
    history.newest = std::max(history.newest, tick.end);
    if (history.newest - history.trimmedAt > OneMinute)
        trim(history);
    auto &bars = tick.kind == TickKind::SecondBar ? history.seconds : history.minutes;
    return isKnownBar(bars[tick.start], tick, connection);
}

bool TickDeduplicator::isKnownBar(BarHistory &history, const Tick &tick, ConnectionId connection)
{
    const BarVersion version{tick.open, tick.high, tick.low, tick.close, tick.volume};
    std::uint32_t &reached = history.reached[connection.value];
    const auto at = std::find(history.versions.begin() + reached, history.versions.end(), version);
    const bool isKnown = at != history.versions.end();
    reached = static_cast<std::uint32_t>(at - history.versions.begin()) + 1;
    if (!isKnown)
        history.versions.push_back(version);
    return isKnown;
}

void TickDeduplicator::trim(SymbolHistory &history)
{
    history.trimmedAt = history.newest;
    const Timestamp oldest = history.newest - Remembered;
    history.seconds.erase(history.seconds.begin(), history.seconds.lower_bound(oldest));
    history.minutes.erase(history.minutes.begin(), history.minutes.lower_bound(oldest));
}

} // namespace tickstock
