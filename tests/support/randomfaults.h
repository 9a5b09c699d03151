// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QStringList>

#include <functional>
#include <random>

namespace tickstock::test {

/// Draws faults of the feed and of REST from a seed: the paths to POST at the simulator. A value.
class RandomFaults
{
public:
    /// What a fault is made of: "drop", "stall", ... or a kind of /sim/misbehave.
    static QStringList allKinds();

    /// @param kinds those to draw from
    RandomFaults(unsigned seed, QStringList kinds, QStringList symbols, int connections);

    /// The next one, as path and query.
    QString next();
    /// A number from 0 to @p count - 1.
    int pick(int count) { return static_cast<int>(m_random() % static_cast<unsigned>(count)); }
    const QStringList &kinds() const { return m_kinds; }

private:
    std::mt19937 m_random;
    const QStringList m_kinds;
    const QStringList m_symbols;
    const int m_connections;
};

} // namespace tickstock::test
