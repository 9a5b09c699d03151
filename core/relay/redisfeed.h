// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/bus/channels.h"
#include "core/bus/messagebus.h"
#include "core/feed/marketfeed.h"
#include "core/market/exchangecalendar.h"
#include "core/market/marketclock.h"
#include "core/relay/tickjson.h"

#include <QElapsedTimer>
#include <QHash>
#include <QSet>
#include <QTimer>

namespace tickstock {

/// The market as another program sends it over the bus: its ticks, and its closed minutes, so that minutes agree
/// everywhere. Opens no connection to the vendor. What is missing is noticed by the numbers of the ticks and announced
/// as lost; a symbol that the sender does not carry counts as refused. Lives in the feed thread.
class RedisFeed final : public MarketFeed
{
    Q_OBJECT

public:
    struct Options
    {
        QByteArray tickChannel;
        QString endpoint; ///< for the health display, without a password
        Milliseconds stall{15'000};
        MarketClockMode clock = MarketClockMode::Auto;
        bool readsAll = true; ///< every tick of the sender comes here, so that its numbers tell of holes
    };
    /// The sender's presence: a Redis key that vanishes ten seconds after it.
    static QByteArray presenceKey() { return IngestAliveKey; }
    /// What it says: its name in the ticks, and the symbols it carries.
    static QByteArray presenceJson(const QString &origin, const QStringList &symbols);

    /// @param bus and @param symbols must outlive the feed
    RedisFeed(Options options, MessageBus &bus, SymbolTable &symbols);
    ~RedisFeed() override;

    void open() override;
    void close() override;
    void subscribe(const QStringList &symbols) override;
    void unsubscribe(const QStringList &symbols) override;
    std::vector<ConnectionHealth> health() const override;

    /// The bus hears other programs from now on; or does not any more.
    void setListening(bool isListening, const QString &why);
    /// The value of the presence key; empty: there is none.
    void setPresence(const QByteArray &json);
    /// Ticks have been missed on the way here.
    void noteMissed();

Q_SIGNALS:
    /// The sender does not carry these; empty again when it does.
    void notCarried(const QStringList &symbols);

private:
    void takeTick(const BusMessage &message);
    void takeMinute(const BusMessage &message);
    bool followSequence(const TickMessage &message);
    void tellHole();
    void gather(Tick tick, const QString &symbol);
    void handOn();
    void announceHole(StatusReason reason, Timestamp since);
    void confirmAll();
    void housekeep();
    void compareCarried();
    std::vector<SymbolId> carried() const;
    void setStatus(ConnectionStatus status, StatusReason reason, const QString &detail = {});

    const Options m_options;
    MessageBus &m_bus;
    SymbolTable &m_symbols;
    std::vector<std::unique_ptr<MessageBus::Subscription>> m_subscriptions;
    ConnectionHealth m_health;
    ExchangeCalendar m_calendar;
    MarketClock m_clock;
    QHash<QString, SymbolId> m_wanted;
    QByteArray m_presence; // as it was read last
    QSet<QString> m_carried;
    QStringList m_missing; // wanted, but not carried
    bool m_knowsCarried = false;
    QHash<QString, std::int64_t> m_sequences; // last number of each origin
    Timestamp m_holeSince;                    // of a hole that is to be told; not valid: there is none
    QElapsedTimer m_sinceHole;
    bool m_isOpen = false;
    bool m_isListening = false;
    bool m_isSenderAlive = false;
    Timestamp m_dataEnd;          // market time of the newest data
    QElapsedTimer m_sinceAnyTick; // also of symbols that nobody wants here
    Milliseconds m_longestWindow{0};
    QElapsedTimer m_sincePresence; // since the sender was last known to be alive
    QTimer m_housekeeping;
    std::shared_ptr<TickBatch> m_batch; // being gathered
    quint64 m_ticksAtLastReport = 0;
};

} // namespace tickstock
