// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/config/connectionset.h"

#include "core/market/symbol.h"

namespace tickstock {

namespace {

Expected<QStringList> universes(const QString &keys, const UniverseLookup &lookup)
{
    QStringList symbols;
    for (const QString &key : splitList(keys)) {
        const auto list = lookup(key);
        if (!list)
            return list.error();
        symbols += *list;
    }
    return symbols;
}

/// Makes a set out of the settings, and gathers the warnings about them.
class Resolver
{
public:
    Resolver(const Settings &settings, const UniverseLookup &lookup)
        : m_settings(settings)
        , m_lookup(lookup)
    {
    }

    Expected<ConnectionSet> single();
    /// Nothing if the set-up does not work out; the warnings say why.
    std::optional<ConnectionSet> several();
    Expected<ConnectionSet> fallback();

private:
    Expected<QStringList> ofSlot(std::size_t index);
    QStringList symbolsOrUniverse(const QString &entry) const;
    ConnectionSet finish(ConnectionSet set);
    void warn(const QString &text) { m_warnings.append(text); }

    const Settings &m_settings;
    const UniverseLookup &m_lookup;
    QStringList m_warnings;
};

/// The universe first, the symbols if there is no such universe.
Expected<QStringList> Resolver::ofSlot(std::size_t index)
{
    const ConnectionSlot &slot = m_settings.connections[index];
    if (slot.universeKey.isEmpty())
        return slot.symbols;
    auto found = universes(slot.universeKey, m_lookup);
    if (found || slot.symbols.isEmpty())
        return found;
    warn(
        QStringLiteral("connection %1: %2; its own symbols are used instead").arg(index + 1).arg(found.error().detail));
    return slot.symbols;
}

QStringList Resolver::symbolsOrUniverse(const QString &entry) const
{
    const auto list = entry.contains(u':') ? m_lookup(entry) : Expected<QStringList>(QStringList{entry});
    return list ? *list : QStringList();
}

ConnectionSet Resolver::finish(ConnectionSet set)
{
    for (const QStringList &tier : m_settings.priorityTiers) {
        QStringList symbols;
        for (const QString &entry : tier)
            symbols += symbolsOrUniverse(entry);
        set.tiers.push_back(symbols);
    }
    set.symbols.removeDuplicates();
    for (const QString &entry : m_settings.criticalSymbols) {
        for (const QString &symbol : symbolsOrUniverse(entry)) {
            if (set.symbols.contains(symbol))
                set.criticalSymbols.append(symbol);
            else
                warn(QStringLiteral("WEBSOCKET_CRITICAL_SYMBOLS: %1 is on no connection").arg(symbol));
        }
    }
    if (!set.criticalSymbols.isEmpty() && set.connections.size() < 2)
        warn(QStringLiteral("WEBSOCKET_CRITICAL_SYMBOLS needs two connections; each symbol is carried once"));
    set.warnings = m_warnings;
    return set;
}

Expected<ConnectionSet> Resolver::single()
{
    const ConnectionSlot &slot = m_settings.connections[0];
    auto symbols = m_settings.universeKey.isEmpty() ? ofSlot(0) : universes(m_settings.universeKey, m_lookup);
    if (!symbols)
        return symbols.error();
    ConnectionSet set;
    set.connections.push_back({{1}, slot.name, slot.priority, {}});
    set.symbols = *std::move(symbols);
    return finish(std::move(set));
}

std::optional<ConnectionSet> Resolver::several()
{
    ConnectionSet set;
    set.strategy = m_settings.routingStrategy;
    const bool isManual = set.strategy == RoutingStrategy::Manual;
    QSet<QString> taken;
    for (std::size_t i = 0; i < m_settings.connections.size(); ++i) {
        const ConnectionSlot &slot = m_settings.connections[i];
        if (!slot.enabled)
            continue;
        if (set.connections.size() >= static_cast<std::size_t>(m_settings.connectionsMax)) {
            warn(QStringLiteral("connection %1 (%2) stays off: WEBSOCKET_CONNECTIONS_MAX is %3")
                     .arg(i + 1)
                     .arg(slot.name)
                     .arg(m_settings.connectionsMax));
            continue;
        }
        const auto symbols = ofSlot(i);
        if (!symbols)
            warn(QStringLiteral("connection %1 (%2): %3").arg(i + 1).arg(slot.name, symbols.error().detail));
        ConnectionShare share{{static_cast<std::uint8_t>(i + 1)}, slot.name, slot.priority, {}};
        for (const QString &symbol : symbols ? *symbols : QStringList()) {
            if (taken.contains(symbol))
                continue; // a connection with a lower number carries it
            taken.insert(symbol);
            share.symbols.append(symbol);
            set.symbols.append(symbol);
        }
        if (isManual && share.symbols.isEmpty()) {
            warn(QStringLiteral("connection %1 (%2) stays off: it has no symbols").arg(i + 1).arg(slot.name));
            continue;
        }
        if (!isManual)
            share.symbols.clear();
        set.connections.push_back(std::move(share));
    }
    if (!isManual) {
        for (const QStringList &tier : m_settings.priorityTiers) {
            for (const QString &entry : tier)
                set.symbols += symbolsOrUniverse(entry);
        }
        if (set.symbols.isEmpty() && !m_settings.universeKey.isEmpty()) {
            if (const auto symbols = universes(m_settings.universeKey, m_lookup))
                set.symbols = *symbols;
        }
    }
    if (set.connections.empty() || set.symbols.isEmpty())
        return std::nullopt;
    return finish(std::move(set));
}

Expected<ConnectionSet> Resolver::fallback()
{
    warn(QStringLiteral("USE_MULTI_CONNECTION: the set-up of several connections does not work out; one connection is "
                        "used"));
    ConnectionSet set;
    set.connections.push_back({{1}, m_settings.connections[0].name, m_settings.connections[0].priority, {}});
    std::optional<Error> problem;
    if (!m_settings.universeKey.isEmpty()) {
        if (auto symbols = universes(m_settings.universeKey, m_lookup))
            set.symbols = *std::move(symbols);
        else
            problem = symbols.error();
    }
    for (std::size_t i = 0; i < m_settings.connections.size() && m_settings.universeKey.isEmpty(); ++i) {
        if (const auto symbols = ofSlot(i))
            set.symbols += *symbols;
        else
            problem = symbols.error();
    }
    if (set.symbols.isEmpty() && problem)
        return *problem;
    return finish(std::move(set));
}

} // namespace

Expected<ConnectionSet> resolveConnections(const Settings &settings, const UniverseLookup &lookup)
{
    Resolver resolver(settings, lookup);
    if (!settings.useMultiConnection)
        return settings.isMultiRefused ? resolver.fallback() : resolver.single();
    if (auto set = resolver.several())
        return *std::move(set);
    return resolver.fallback();
}

} // namespace tickstock
