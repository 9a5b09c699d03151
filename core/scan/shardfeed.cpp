// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/scan/shardfeed.h"

#include "core/types/threadcheck.h"

namespace tickstock {

ShardFeed::ShardFeed(RelayedMarket::Options options, MessageBus &bus, SymbolTable &symbols)
    : m_market(std::move(options), bus, symbols, *this)
{
    connect(&m_market, &RelayedMarket::notCarried, this, &ShardFeed::notCarried);
}

ShardFeed::~ShardFeed() = default;

void ShardFeed::open()
{
    m_market.open();
}

void ShardFeed::close()
{
    m_market.close();
}

void ShardFeed::subscribe(const QStringList &symbols)
{
    m_market.subscribe(symbols);
}

void ShardFeed::unsubscribe(const QStringList &symbols)
{
    m_market.unsubscribe(symbols);
}

std::vector<ConnectionHealth> ShardFeed::health() const
{
    return m_market.health();
}

void ShardFeed::setListening(bool isListening, const QString &why)
{
    m_market.setListening(isListening, why);
}

void ShardFeed::setPresence(const QByteArray &json)
{
    m_market.setPresence(json);
}

void ShardFeed::receive(const std::vector<QByteArray> &ticks)
{
    assertThreadOf(this);
    if (!m_market.isOpen())
        return;
    for (const QByteArray &json : ticks) {
        if (const auto tick = m_market.read(json))
            m_market.take(*tick);
    }
}

void ShardFeed::noteMissed()
{
    m_market.noteMissed();
}

} // namespace tickstock
