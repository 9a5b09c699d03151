// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/symbol.h"
#include "core/types/durations.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <set>
#include <vector>

namespace tickstock {

/// Symbols that have lost events on the way. They are fetched when nothing has been dropped for a while, because what
/// is dropped for want of time must not cost still more of it; where the dropping goes on, now and then all the same.
/// Lives in the history thread.
class DroppedSymbols final : public QObject
{
    Q_OBJECT

public:
    static constexpr Milliseconds Calm{5'000};
    static constexpr Milliseconds Longest{60'000};

    DroppedSymbols()
    {
        m_calm.setSingleShot(true);
        m_calm.setInterval(Calm);
        connect(&m_calm, &QTimer::timeout, this, [this] {
            const std::vector<SymbolId> symbols(m_symbols.begin(), m_symbols.end());
            m_symbols.clear();
            Q_EMIT due(symbols);
        });
    }

    void add(SymbolId symbol)
    {
        if (m_symbols.empty())
            m_sinceFirst.start();
        m_symbols.insert(symbol);
        if (!m_calm.isActive() || m_sinceFirst.elapsed() < Longest.count())
            m_calm.start();
    }

Q_SIGNALS:
    void due(const std::vector<tickstock::SymbolId> &symbols);

private:
    std::set<SymbolId> m_symbols;
    QTimer m_calm; // fires when nothing has been dropped for a while
    QElapsedTimer m_sinceFirst;
};

} // namespace tickstock
