// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/feed/marketfeed.h"

#include <set>

namespace tickstock::test {

/// A connection without a socket: the test decides when it comes up, confirms, stalls and dies.
class FakeFeed final : public MarketFeed
{
    Q_OBJECT

public:
    FakeFeed(ConnectionId id, SymbolTable &symbols)
        : m_symbols(symbols)
    {
        m_health.id = id;
        m_health.name = QStringLiteral("fake");
    }

    void open() override
    {
        ++opened;
        setStatus(ConnectionStatus::Connecting, StatusReason::Requested);
    }
    void close() override { setStatus(ConnectionStatus::Off, StatusReason::Requested); }
    void subscribe(const QStringList &names) override
    {
        subscribed.insert(names.begin(), names.end());
        log.append(QStringLiteral("+") + names.join(u','));
    }
    void unsubscribe(const QStringList &names) override
    {
        for (const QString &name : names)
            subscribed.erase(name);
        log.append(QStringLiteral("-") + names.join(u','));
    }
    std::vector<ConnectionHealth> health() const override { return {m_health}; }

    void setStatus(ConnectionStatus status, StatusReason reason)
    {
        m_health.status = status;
        m_health.reason = reason;
        Q_EMIT statusChanged(m_health);
    }
    void goLive() { setStatus(ConnectionStatus::Live, StatusReason::DataFlows); }
    void confirm(const QStringList &names) { Q_EMIT confirmed(ids(names)); }
    void confirmAll() { confirm(QStringList(subscribed.begin(), subscribed.end())); }
    /// Live with everything confirmed.
    void comeUp()
    {
        goLive();
        confirmAll();
    }
    void lose(Timestamp since, StatusReason reason = StatusReason::Lost,
              ConnectionStatus status = ConnectionStatus::Reconnecting)
    {
        Q_EMIT lost({m_health.id, ids(QStringList(subscribed.begin(), subscribed.end())), since, reason});
        setStatus(status, reason);
    }
    void send(const std::vector<Tick> &events)
    {
        auto batch = std::make_shared<TickBatch>();
        batch->connection = m_health.id;
        batch->ticks = events;
        for (const Tick &tick : events)
            m_health.dataEnd = std::max(m_health.dataEnd, tick.end);
        Q_EMIT ticks(batch);
    }
    void quote(const std::vector<TopOfBook> &quotes, const std::vector<PriceBand> &bands = {})
    {
        Q_EMIT quoted(std::make_shared<QuoteBatch>(QuoteBatch{m_health.id, quotes, bands}));
    }
    /// Silent for longer than is usual for it, and not found out yet.
    void fallSilent() { m_health.isSilent = true; }
    QStringList carried() const { return QStringList(subscribed.begin(), subscribed.end()); }

    std::set<QString> subscribed;
    QStringList log;
    int opened = 0;

private:
    std::vector<SymbolId> ids(const QStringList &names)
    {
        std::vector<SymbolId> found;
        for (const QString &name : names)
            found.push_back(*m_symbols.intern(name));
        return found;
    }

    SymbolTable &m_symbols;
    ConnectionHealth m_health;
};

} // namespace tickstock::test
