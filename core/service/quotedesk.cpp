// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/service/quotedesk.h"

#include "core/api/quotejson.h"
#include "core/bus/channels.h"
#include "core/types/threadcheck.h"

#include <QLoggingCategory>

namespace tickstock {

namespace {

Q_LOGGING_CATEGORY(lcQuotes, "tickstock.quotes", QtInfoMsg)

constexpr int TurnMs = 250;

} // namespace

QuoteDesk::QuoteDesk(Parts parts)
    : m_parts(std::move(parts))
{
    m_timer.setInterval(TurnMs);
    connect(&m_timer, &QTimer::timeout, this, &QuoteDesk::passTime);
    m_timer.start();
}

void QuoteDesk::drain()
{
    assertThreadOf(this);
    QuoteHandover::Taken taken = m_parts.input.takeAll();
    TradingWatch &trading = m_parts.board.trading();
    for (const PriceBand &band : taken.bands)
        trading.take(band);
    std::erase_if(taken.quotes, [this](const TopOfBook &quote) { return !keep(quote); });
    MarketUpdate update;
    update.tops = std::move(taken.quotes);
    handOutChanges(update);
    if (!update.isEmpty())
        m_parts.mailbox.post(std::move(update));
    for (const std::int32_t indicator : trading.takeUnknown())
        qCInfo(lcQuotes) << "LULD indicator" << indicator
                         << "is sent, and not documented: it is kept, and means nothing";
}

/// False if a newer one is known.
bool QuoteDesk::keep(const TopOfBook &quote)
{
    if (quote.symbol.value >= m_quotes.size()) {
        m_quotes.resize(quote.symbol.value + 1);
        m_isUntold.resize(quote.symbol.value + 1);
    }
    m_parts.board.trading().take(quote);
    TopOfBook &known = m_quotes[quote.symbol.value];
    if (known.time.isValid() && !quote.isNewerThan(known))
        return false;
    m_health.quoted += !known.time.isValid();
    known = quote;
    if (m_isUntold[quote.symbol.value]) {
        m_health.conflatedReaders += m_hasReaders;
    } else {
        m_isUntold[quote.symbol.value] = true;
        m_untold.push_back(quote.symbol);
    }
    return true;
}

void QuoteDesk::handOutChanges(MarketUpdate &update)
{
    std::vector<TradingChange> changes = m_parts.board.trading().takeChanges();
    if (changes.empty())
        return;
    m_health.changes += changes.size();
    m_halts.insert(m_halts.end(), changes.begin(), changes.end());
    while (m_halts.size() > KeptHalts)
        m_halts.pop_front();
    m_newHalts.insert(m_newHalts.end(), changes.begin(), changes.end());
    Q_EMIT tradingChanged(changes);
    update.halts = std::move(changes);
}

void QuoteDesk::passTime()
{
    assertThreadOf(this);
    m_parts.board.trading().advance();
    drain();
    MarketUpdate update;
    const std::vector<Print> prints = m_parts.board.prints().takeNew();
    tellReaders(prints);
    update.prints = prints;
    if (!update.isEmpty())
        m_parts.mailbox.post(std::move(update));
    reportHealth();
}

/// What nobody reads is not made; whoever begins to read gets what comes from then on.
void QuoteDesk::tellReaders(const std::vector<Print> &prints)
{
    std::vector<BusMessage> messages;
    const auto tell = [&](const QByteArray &channel, const QByteArray &json) {
        messages.push_back({channel, json, 0, 0});
    };
    const SymbolTable &symbols = m_parts.symbols;
    m_hasReaders = m_parts.readers.hasListener(QuoteChannel);
    if (m_hasReaders) {
        const Timestamp now = m_parts.marketNow();
        for (const SymbolId symbol : m_untold)
            tell(QuoteChannel, api::quoteText(m_quotes[symbol.value], symbols, now));
    }
    for (const SymbolId symbol : std::exchange(m_untold, {}))
        m_isUntold[symbol.value] = false;
    const std::vector<TradingChange> halts = std::exchange(m_newHalts, {});
    if (!halts.empty() && m_parts.readers.hasListener(HaltChannel)) {
        for (const TradingChange &halt : halts)
            tell(HaltChannel, api::haltText(halt, symbols));
    }
    if (!prints.empty() && m_parts.readers.hasListener(PrintChannel)) {
        for (const Print &print : prints)
            tell(PrintChannel, api::printText(print, symbols));
    }
    if (!messages.empty())
        m_parts.readers.publish(messages);
}

void QuoteDesk::reportHealth()
{
    const QuoteHandover::Counts counts = m_parts.input.counts();
    m_health.quotes = counts.quotes;
    m_health.conflated = counts.conflated;
    m_health.bands = counts.bands;
    m_health.droppedBands = counts.droppedBands;
    m_health.conflatedScreen = m_parts.mailbox.conflatedTops();
    m_health.outdated = counts.outdated + m_parts.board.trading().outdated();
    m_health.halted = m_parts.board.trading().halted();
    m_health.prints = m_parts.board.prints().taken();
    m_health.missedPrints = m_parts.board.prints().missed();
    m_parts.health.setQuotes(m_health);
}

QuotedLine QuoteDesk::lineOf(SymbolId symbol) const
{
    const TradingWatch &trading = m_parts.board.trading();
    return {symbol, symbol.value < m_quotes.size() ? m_quotes[symbol.value] : TopOfBook(), trading.band(symbol),
            trading.state(symbol)};
}

std::vector<QuotedLine> QuoteDesk::lines(const std::vector<SymbolId> &symbols) const
{
    std::vector<QuotedLine> lines;
    for (const SymbolId symbol : symbols)
        lines.push_back(lineOf(symbol));
    for (std::uint32_t i = 0; symbols.empty() && i < m_parts.symbols.size(); ++i) {
        const QuotedLine line = lineOf({i});
        if (line.quote.time.isValid() || line.band.time.isValid() || line.state != TradingState::Trading)
            lines.push_back(line);
    }
    return lines;
}

} // namespace tickstock
