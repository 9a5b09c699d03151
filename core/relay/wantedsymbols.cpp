// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/relay/wantedsymbols.h"

#include <utility>

namespace tickstock {

std::vector<SymbolId> WantedSymbols::add(const QStringList &symbols)
{
    std::vector<SymbolId> added;
    for (const QString &symbol : symbols) {
        const auto id = m_table.intern(symbol);
        if (!id || m_wanted.contains(symbol))
            continue;
        m_wanted.insert(symbol, *id);
        added.push_back(*id);
    }
    return added;
}

void WantedSymbols::remove(const QStringList &symbols)
{
    for (const QString &symbol : symbols)
        m_wanted.remove(symbol);
}

void WantedSymbols::setCarried(const QStringList &symbols)
{
    m_carried = QSet<QString>(symbols.begin(), symbols.end());
}

std::optional<WantedSymbols::Change> WantedSymbols::takeChange()
{
    QStringList missing;
    for (auto it = m_wanted.cbegin(); it != m_wanted.cend(); ++it) {
        if (m_carried && !m_carried->contains(it.key()))
            missing.append(it.key());
    }
    missing.sort();
    const QStringList before = std::exchange(m_missing, missing);
    if (before == missing)
        return std::nullopt;
    Change change{missing, {}};
    for (const QString &symbol : before) {
        if (m_wanted.contains(symbol) && !missing.contains(symbol))
            change.begun.push_back(m_wanted[symbol]);
    }
    return change;
}

std::optional<SymbolId> WantedSymbols::find(const QString &symbol) const
{
    const auto wanted = m_wanted.constFind(symbol);
    return wanted == m_wanted.cend() ? std::nullopt : std::optional(*wanted);
}

std::vector<SymbolId> WantedSymbols::carried() const
{
    std::vector<SymbolId> symbols;
    for (auto it = m_wanted.cbegin(); it != m_wanted.cend(); ++it) {
        if (!m_missing.contains(it.key()))
            symbols.push_back(it.value());
    }
    return symbols;
}

} // namespace tickstock
