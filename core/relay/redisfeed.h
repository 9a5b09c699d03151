// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/relay/relayedmarket.h"
#include "core/relay/sequencefollower.h"

namespace tickstock {

/// The market as another program publishes it on the bus: its ticks, and its closed minutes, so that minutes agree
/// everywhere. Opens no connection to the vendor. The numbers of the ticks tell what is missing, which is announced as
/// lost; a symbol that the sender does not carry counts as refused. Lives in the feed thread.
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
    };
    static QByteArray presenceKey() { return RelayedMarket::presenceKey(); }
    static QByteArray presenceJson(const QString &origin, const QStringList &symbols)
    {
        return RelayedMarket::presenceJson(origin, symbols);
    }

    /// @param bus and @param symbols must outlive the feed
    RedisFeed(Options options, MessageBus &bus, SymbolTable &symbols);
    ~RedisFeed() override;

    void open() override;
    void close() override;
    void subscribe(const QStringList &symbols) override;
    void unsubscribe(const QStringList &symbols) override;
    std::vector<ConnectionHealth> health() const override;

    /// The bus receives what other programs publish from now on; or does not any more.
    void setListening(bool isListening, const QString &why);
    /// The value of the presence key; empty: there is none.
    void setPresence(const QByteArray &json);

Q_SIGNALS:
    /// The sender does not carry these; empty again when it does.
    void notCarried(const QStringList &symbols);

private:
    void takeTick(const BusMessage &message);

    const QByteArray m_tickChannel;
    MessageBus &m_bus;
    RelayedMarket m_market;
    SequenceFollower m_sequence;
    std::unique_ptr<MessageBus::Subscription> m_ticks;
};

} // namespace tickstock
