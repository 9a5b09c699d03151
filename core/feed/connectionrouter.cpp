// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/feed/connectionrouter.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace tickstock {

namespace {

/// One connection while symbols are being placed.
struct Bin
{
    RoutedConnection connection;
    int symbols = 0;
    double load = 0;
};

/// Places symbols on connections, never more than the limit on one.
class Placement
{
public:
    Placement(const std::vector<RoutedConnection> &connections, const std::vector<RoutedSymbol> &symbols, int limit)
        : m_symbols(symbols)
        , m_limit(limit)
        , m_routes(symbols.size())
    {
        for (const RoutedConnection &connection : connections)
            m_bins.push_back({connection});
        std::stable_sort(m_bins.begin(), m_bins.end(),
                         [](const Bin &a, const Bin &b) { return a.connection.priority < b.connection.priority; });
        double sum = 0;
        int measured = 0;
        for (const RoutedSymbol &symbol : symbols) {
            sum += symbol.load;
            measured += symbol.load > 0;
        }
        m_hasLoads = measured > 0;
        m_meanLoad = m_hasLoads ? sum / measured : 1;
    }

    std::vector<Bin> &bins() { return m_bins; }
    const std::vector<RoutedSymbol> &symbols() const { return m_symbols; }
    std::vector<Route> take() { return std::move(m_routes); }
    const Route &route(std::size_t symbol) const { return m_routes[symbol]; }
    /// A symbol that has sent nothing while others do weighs what nobody knows: moving it would level nothing.
    bool isMovable(std::size_t symbol) const { return m_symbols[symbol].load > 0 || !m_hasLoads; }
    /// A symbol that has not been measured counts as an average one.
    double load(std::size_t symbol) const { return m_symbols[symbol].load > 0 ? m_symbols[symbol].load : m_meanLoad; }

    Bin *find(ConnectionId id)
    {
        const auto it =
            std::find_if(m_bins.begin(), m_bins.end(), [id](const Bin &bin) { return bin.connection.id == id; });
        return it == m_bins.end() ? nullptr : &*it;
    }
    bool hasRoom(const Bin &bin) const { return m_limit == 0 || bin.symbols < m_limit; }
    bool place(std::size_t symbol, Bin *bin)
    {
        if (!bin || !hasRoom(*bin) || m_routes[symbol].has(bin->connection.id))
            return false;
        Route &route = m_routes[symbol];
        (route.owner.value == 0 ? route.owner : route.second) = bin->connection.id;
        ++bin->symbols;
        bin->load += load(symbol);
        return true;
    }
    void remove(std::size_t symbol)
    {
        Bin *bin = find(m_routes[symbol].owner);
        --bin->symbols;
        bin->load -= load(symbol);
        m_routes[symbol].owner = {};
    }
    /// The least loaded connection with room that does not carry the symbol yet; the better one of two equals.
    Bin *leastLoaded(std::size_t symbol, bool usableOnly = true)
    {
        Bin *best = nullptr;
        for (Bin &bin : m_bins) {
            if ((bin.connection.isUsable || !usableOnly) && hasRoom(bin) && !m_routes[symbol].has(bin.connection.id) &&
                (!best || bin.load < best->load))
                best = &bin;
        }
        return best;
    }
    /// Critical symbols first, then by tier. @param busyFirst then by load, which changes from day to day
    std::vector<std::size_t> byImportance(bool busyFirst) const
    {
        std::vector<std::size_t> order(m_symbols.size());
        std::iota(order.begin(), order.end(), std::size_t(0));
        std::stable_sort(order.begin(), order.end(), [=, this](std::size_t a, std::size_t b) {
            const RoutedSymbol &left = m_symbols[a], &right = m_symbols[b];
            if (left.isCritical != right.isCritical)
                return left.isCritical;
            if (left.tier != right.tier)
                return left.tier < right.tier;
            return busyFirst && left.load > right.load;
        });
        return order;
    }

private:
    const std::vector<RoutedSymbol> &m_symbols;
    const int m_limit;
    std::vector<Bin> m_bins; // best first
    std::vector<Route> m_routes;
    double m_meanLoad = 1;
    bool m_hasLoads = false;
};

void placeManually(Placement &placement)
{
    for (std::size_t i = 0; i < placement.symbols().size(); ++i)
        placement.place(i, placement.find(placement.symbols()[i].assigned));
    for (std::size_t i = 0; i < placement.symbols().size(); ++i) {
        const RoutedSymbol &symbol = placement.symbols()[i];
        if (symbol.assigned.value != 0 || placement.route(i).owner.value != 0)
            continue;
        if (!placement.place(i, placement.find(symbol.owner)))
            placement.place(i, placement.leastLoaded(i));
    }
}

/// A symbol that has a home keeps it as long as no connection gets more than its share. The others go to the connection
/// with the fewest symbols, which places a new list in turn.
void placeInTurn(Placement &placement)
{
    std::vector<Bin *> turn;
    for (Bin &bin : placement.bins())
        turn.push_back(&bin);
    std::sort(turn.begin(), turn.end(), [](const Bin *a, const Bin *b) { return a->connection.id < b->connection.id; });
    const auto count = placement.symbols().size();
    const auto share = static_cast<int>((count + turn.size() - 1) / turn.size());
    for (std::size_t i = 0; i < count; ++i) {
        Bin *home = placement.find(placement.symbols()[i].assigned);
        if (home && home->symbols < share)
            placement.place(i, home);
    }
    for (std::size_t i = 0; i < count; ++i) {
        if (placement.route(i).owner.value == 0)
            placement.place(i, *std::min_element(turn.begin(), turn.end(),
                                                 [](const Bin *a, const Bin *b) { return a->symbols < b->symbols; }));
    }
}

void placeByTier(Placement &placement)
{
    auto &bins = placement.bins();
    for (const std::size_t symbol : placement.byImportance(false)) {
        const auto tier = static_cast<std::size_t>(placement.symbols()[symbol].tier);
        for (std::size_t i = std::min(tier, bins.size() - 1); i < bins.size() && !placement.place(symbol, &bins[i]);)
            ++i;
        for (std::size_t i = bins.size(); placement.route(symbol).owner.value == 0 && i-- > 0;)
            placement.place(symbol, &bins[i]); // all from its tier on are full: a better one then
    }
}

/// Symbols stay where they are, and new ones go to the least loaded connection. Symbols move only from a connection
/// that has too much, and as few of them as make it level.
void placeByLoad(Placement &placement, double tolerance, bool failsOver)
{
    std::vector<std::size_t> homeless;
    for (const std::size_t symbol : placement.byImportance(true)) {
        Bin *owner = placement.find(placement.symbols()[symbol].owner);
        const bool stays = owner && (owner->connection.isUsable || !failsOver);
        if (!stays || !placement.place(symbol, owner))
            homeless.push_back(symbol);
    }
    for (const std::size_t symbol : homeless)
        placement.place(symbol, placement.leastLoaded(symbol));

    std::vector<Bin *> usable;
    double total = 0;
    for (Bin &bin : placement.bins()) {
        if (bin.connection.isUsable) {
            usable.push_back(&bin);
            total += bin.load;
        }
    }
    const double mean = usable.empty() ? 0 : total / static_cast<double>(usable.size());
    for (std::size_t moves = 0; moves < placement.symbols().size() && usable.size() > 1; ++moves) {
        const auto byLoad = [](const Bin *a, const Bin *b) { return a->load < b->load; };
        const auto [calm, busy] = std::minmax_element(usable.begin(), usable.end(), byLoad);
        if ((*busy)->load <= mean * (1 + tolerance) || !placement.hasRoom(**calm))
            return;
        // The symbol whose load is closest to what is too much here, if moving it lowers the highest load.
        const double wanted = std::min((*busy)->load - mean, mean - (*calm)->load);
        std::optional<std::size_t> best;
        for (std::size_t i = 0; i < placement.symbols().size(); ++i) {
            const bool helps = placement.isMovable(i) && placement.route(i).owner == (*busy)->connection.id &&
                               (*calm)->load + placement.load(i) < (*busy)->load * 0.99;
            const double miss = std::abs(placement.load(i) - wanted);
            if (helps && (!best || miss < std::abs(placement.load(*best) - wanted)))
                best = i;
        }
        if (!best)
            return;
        placement.remove(*best);
        placement.place(*best, *calm);
    }
}

/// Symbols at home on a connection that cannot carry them go to the others.
void failOver(Placement &placement)
{
    for (const std::size_t symbol : placement.byImportance(true)) {
        const Bin *home = placement.find(placement.route(symbol).owner);
        if (home && home->connection.isUsable)
            continue;
        if (Bin *other = placement.leastLoaded(symbol)) {
            if (home)
                placement.remove(symbol);
            placement.place(symbol, other);
        }
    }
}

} // namespace

std::vector<Route> ConnectionRouter::routes(const std::vector<RoutedConnection> &connections,
                                            const std::vector<RoutedSymbol> &symbols) const
{
    if (connections.empty())
        return std::vector<Route>(symbols.size());
    Placement placement(connections, symbols, m_options.maxTickers);
    switch (m_options.strategy) {
    case RoutingStrategy::Manual: placeManually(placement); break;
    case RoutingStrategy::RoundRobin: placeInTurn(placement); break;
    case RoutingStrategy::Priority: placeByTier(placement); break;
    case RoutingStrategy::LoadBalanced: placeByLoad(placement, m_options.tolerance, m_options.failsOver); break;
    }
    if (m_options.failsOver)
        failOver(placement);
    for (std::size_t i = 0; i < symbols.size(); ++i) {
        if (placement.route(i).owner.value == 0) // no connection is usable: it waits on the least loaded
            placement.place(i, placement.leastLoaded(i, false));
        if (symbols[i].isCritical)
            placement.place(i, placement.leastLoaded(i));
    }
    return placement.take();
}

} // namespace tickstock
