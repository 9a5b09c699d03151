// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/bus/channels.h"
#include "core/bus/messagebus.h"
#include "core/feed/marketfeed.h"
#include "core/market/exchangecalendar.h"
#include "core/market/marketclock.h"
#include "core/relay/pendinghole.h"
#include "core/relay/tickjson.h"
#include "core/relay/wantedsymbols.h"

#include <QElapsedTimer>
#include <QTimer>

namespace tickstock {

/// A feed that takes the market from another program, whichever way its ticks come: knows which symbols are wanted and
/// carried, makes batches, takes closed minutes from the bus, and tells the sender's presence, status and holes. Lives
/// in the feed thread.
class RelayedFeed : public MarketFeed
{
    Q_OBJECT

public:
    struct Options
    {
        QString endpoint; ///< for the health display, without a password
        Milliseconds stall{15'000};
        MarketClockMode clock = MarketClockMode::Auto;
    };
    /// The sender's presence: a Redis key that vanishes ten seconds after it.
    static QByteArray presenceKey() { return IngestAliveKey; }
    /// Its value: the sender's name in the ticks, and the symbols it carries.
    static QByteArray presenceJson(const QString &origin, const QStringList &symbols);
    static QStringList symbolsInPresence(const QByteArray &json);

    ~RelayedFeed() override;

    void open() override;
    void close() override;
    void subscribe(const QStringList &symbols) override;
    void unsubscribe(const QStringList &symbols) override;
    std::vector<ConnectionHealth> health() const override;

    /// The bus receives what other programs publish from now on; or does not any more.
    void setListening(bool isListening, const QString &why);
    /// The value of the presence key; empty: there is none.
    void setPresence(const QByteArray &json);
    /// Ticks have been missed between those that were taken and those that come next.
    void noteMissed();

Q_SIGNALS:
    /// The sender does not carry these; empty again when it does.
    void notCarried(const QStringList &symbols);

protected:
    /// @param bus and @param symbols must outlive the feed
    RelayedFeed(Options options, MessageBus &bus, SymbolTable &symbols);

    bool isOpen() const { return m_isOpen; }
    /// Counts a message that has come; nothing when it is no tick.
    std::optional<TickMessage> read(const QByteArray &json);
    /// Adds it to the batch that leaves with the next turn of the event loop, if its symbol is wanted.
    void take(const TickMessage &tick);
    void announceDueHole();

private:
    void countMessage();
    void takeMinute(const BusMessage &message);
    void addToBatch(Tick tick, const QString &symbol);
    void emitBatch();
    void announceHole(StatusReason reason, Timestamp since);
    void confirmAll();
    void checkCarried();
    void checkStall();
    void setStatus(ConnectionStatus status, StatusReason reason, const QString &detail = {});

    const Options m_options;
    MessageBus &m_bus;
    std::unique_ptr<MessageBus::Subscription> m_minutes;
    ConnectionHealth m_health;
    ExchangeCalendar m_calendar;
    MarketClock m_clock;
    WantedSymbols m_symbols;
    QByteArray m_presence; // as it was read last
    PendingHole m_hole;
    bool m_isOpen = false;
    bool m_isListening = false;
    bool m_isSenderAlive = false;
    Timestamp m_dataEnd;          // market time of the newest data
    QElapsedTimer m_sinceAnyTick; // also of symbols that are not wanted here
    Milliseconds m_longestWindow{0};
    QElapsedTimer m_sincePresence; // since the sender was last known to be alive
    QTimer m_housekeeping;
    std::shared_ptr<TickBatch> m_batch; // being filled
    quint64 m_ticksAtLastReport = 0;
};

} // namespace tickstock
