// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/relay/relayedmarket.h"

namespace tickstock {

/// The market of a scan worker: the ticks of the streams it holds, and the sender's closed minutes from the bus. The
/// streams tell by themselves what was missed; the numbers of the ticks do not, because others read the other streams.
/// Lives in the feed thread.
class ShardFeed final : public MarketFeed
{
    Q_OBJECT

public:
    /// @param bus and @param symbols must outlive the feed
    ShardFeed(RelayedMarket::Options options, MessageBus &bus, SymbolTable &symbols);
    ~ShardFeed() override;

    void open() override;
    void close() override;
    void subscribe(const QStringList &symbols) override;
    void unsubscribe(const QStringList &symbols) override;
    std::vector<ConnectionHealth> health() const override;

    /// The bus receives what other programs publish from now on; or does not any more.
    void setListening(bool isListening, const QString &why);
    /// The value of the presence key; empty: there is none.
    void setPresence(const QByteArray &json);
    /// Ticks of the streams, as JSON.
    void receive(const std::vector<QByteArray> &ticks);
    /// Ticks of a stream are gone that have not been read.
    void noteMissed();

Q_SIGNALS:
    /// The sender does not carry these; empty again when it does.
    void notCarried(const QStringList &symbols);

private:
    RelayedMarket m_market;
};

} // namespace tickstock
