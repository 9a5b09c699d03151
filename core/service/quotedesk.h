// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/bus/messagebus.h"
#include "core/health/healthboard.h"
#include "core/interfaces/marketmailbox.h"
#include "core/market/quotedline.h"
#include "core/market/quotehandover.h"
#include "core/service/quoteboard.h"

#include <QObject>
#include <QTimer>

#include <deque>

namespace tickstock {

/// What is quoted, halted and printed right now. Takes quotes and bands as they come from the feed, keeps the newest of
/// each symbol and the last halts, and tells the screen at once and readers of /ws four times a second. Nothing of it
/// goes to other programs, into bars or into the store. Lives in the pipeline thread.
class QuoteDesk final : public QObject
{
    Q_OBJECT

public:
    static constexpr std::size_t KeptHalts = 1'000;

    /// All of them must outlive the desk.
    struct Parts
    {
        QuoteHandover &input;
        QuoteBoard &board;
        SymbolTable &symbols;
        MarketMailbox &mailbox;
        MessageBus &readers; ///< of this program only
        HealthBoard &health;
        std::function<Timestamp()> marketNow;
    };

    explicit QuoteDesk(Parts parts);

    /// Takes what waits in the input.
    void drain();
    /// Looks for halts, tells readers, and puts the figures on the health board, as is done four times a second.
    void passTime();

    /// Of these symbols; for none, of all of which anything is known.
    std::vector<QuotedLine> lines(const std::vector<SymbolId> &symbols) const;
    /// Oldest first.
    const std::deque<TradingChange> &halts() const { return m_halts; }

Q_SIGNALS:
    /// Symbols are halted, at their limit, or trade again. The first to know are alerts.
    void tradingChanged(const std::vector<tickstock::TradingChange> &changes);

private:
    bool keep(const TopOfBook &quote);
    void handOutChanges(MarketUpdate &update);
    void tellReaders(const std::vector<Print> &prints);
    void reportHealth();
    QuotedLine lineOf(SymbolId symbol) const;

    const Parts m_parts;
    std::vector<TopOfBook> m_quotes;       // by SymbolId; without a time: none
    std::vector<bool> m_isUntold;          // by SymbolId: readers do not know its quote
    std::vector<SymbolId> m_untold;        // the same
    std::deque<TradingChange> m_halts;     // the last ones
    std::vector<TradingChange> m_newHalts; // not told to readers
    bool m_hasReaders = false;             // of quotes
    QuoteHealth m_health;
    QTimer m_timer;
};

} // namespace tickstock
