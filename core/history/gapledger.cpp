// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/history/gapledger.h"

#include <algorithm>
#include <utility>

namespace tickstock {

std::vector<std::uint64_t> GapLedger::unrepaired(const QString &symbol) const
{
    return m_unrepaired.value(symbol);
}

void GapLedger::add(const Gap &gap, bool isConfirmed, bool isNew)
{
    const std::uint64_t number = ++m_last;
    m_entries.emplace(number, Entry{gap, isNew ? m_serial : 0, false, false, false, isConfirmed});
    m_unrepaired[gap.symbol].push_back(number);
    ++m_counts[gap.connection.value];
    if (isNew)
        m_changed.insert(number);
    while (m_entries.size() > MaxEntries && !m_over.empty()) // what is open is never forgotten
        m_entries.erase(m_over.extract(m_over.begin()).value());
}

void GapLedger::open(ConnectionId connection, const QString &symbol, Timestamp from, const QString &cause,
                     bool continues)
{
    ++m_serial;
    for (const std::uint64_t number : unrepaired(symbol)) {
        Entry &entry = m_entries.at(number);
        const bool goesOn = continues && entry.gap.cause == cause && from - entry.gap.to < OneMinute;
        if (entry.gap.to.isValid() && !goesOn)
            continue;
        entry.gap.to = {};
        entry.isConfirmed = entry.isFetched = entry.isRechecked = entry.isAccountedFor = false;
        entry.lossSerial = m_serial;
        return;
    }
    add({connection, symbol, from, {}, cause, {}, {}}, false, true);
}

void GapLedger::restore(const Gap &gap)
{
    const auto isKnown = [&](std::uint64_t number) {
        const Gap &known = m_entries.at(number).gap;
        return known.from == gap.from && known.connection == gap.connection;
    };
    const auto known = unrepaired(gap.symbol);
    if (!gap.isEnded() && std::none_of(known.begin(), known.end(), isKnown))
        add(gap, gap.to.isValid(), false);
}

void GapLedger::resume(const QString &symbol, Timestamp at)
{
    for (const std::uint64_t number : unrepaired(symbol)) {
        Gap &gap = m_entries.at(number).gap;
        if (gap.to.isValid())
            continue;
        gap.to = std::max(at, gap.from);
        m_changed.insert(number);
    }
}

void GapLedger::fetched(const QString &symbol, Timestamp from, Timestamp asked, std::uint64_t serial, Timestamp wallNow)
{
    for (const std::uint64_t number : unrepaired(symbol)) {
        Entry &entry = m_entries.at(number);
        if (entry.lossSerial > serial)
            continue;
        const Timestamp first = entry.gap.from.floorTo(OneMinute);
        entry.isFetched = entry.isFetched || from <= first;
        const bool isOver = entry.gap.to.isValid() && asked - entry.gap.to >= BarBook::RestCompleteAfter;
        if (isOver && from <= entry.gap.to.floorTo(OneMinute) - BeforeLoss)
            entry.isRechecked = true;
        finishIfDone(number, wallNow);
    }
}

std::vector<GapLedger::Open> GapLedger::open(const QString &symbol) const
{
    std::vector<Open> found;
    for (const std::uint64_t number : unrepaired(symbol)) {
        const Entry &entry = m_entries.at(number);
        found.push_back(
            {number, entry.gap.from, entry.gap.to, entry.isFetched, entry.isRechecked, entry.isAccountedFor});
    }
    return found;
}

void GapLedger::account(std::uint64_t number, Timestamp wallNow)
{
    m_entries.at(number).isAccountedFor = true;
    finishIfDone(number, wallNow);
}

void GapLedger::explain(std::uint64_t number, const QString &why)
{
    if (std::exchange(m_entries.at(number).gap.openBecause, why) != why)
        m_changed.insert(number);
}

void GapLedger::endUnexplained(std::uint64_t number, const QString &words)
{
    m_entries.at(number).gap.repairedBy = words;
    ++m_unexplained;
    end(number);
}

void GapLedger::confirm(const QString &symbol, Timestamp minute, Timestamp wallNow)
{
    for (const std::uint64_t number : unrepaired(symbol)) {
        Entry &entry = m_entries.at(number);
        if (!entry.gap.to.isValid() || entry.gap.to.floorTo(OneMinute) > minute)
            continue;
        entry.isConfirmed = true;
        finishIfDone(number, wallNow);
    }
}

void GapLedger::finishIfDone(std::uint64_t number, Timestamp wallNow)
{
    Entry &entry = m_entries.at(number);
    if (!entry.isFetched || !entry.isRechecked || !entry.isConfirmed || !entry.isAccountedFor)
        return;
    entry.gap.repairedBy = QStringLiteral("rest");
    entry.gap.repairedAt = wallNow;
    ++m_repaired[entry.gap.connection.value];
    end(number);
}

void GapLedger::end(std::uint64_t number)
{
    Entry &entry = m_entries.at(number);
    entry.gap.openBecause.clear();
    m_changed.insert(number);
    const auto open = m_unrepaired.find(entry.gap.symbol);
    std::erase(*open, number);
    if (open->empty())
        m_unrepaired.erase(open);
}

std::vector<Gap> GapLedger::takeChanged()
{
    std::vector<Gap> changed;
    for (const std::uint64_t number : std::exchange(m_changed, {})) {
        changed.push_back(m_entries.at(number).gap);
        if (changed.back().isEnded())
            m_over.insert(number);
    }
    return changed;
}

GapList GapLedger::list() const
{
    auto list = std::make_shared<std::vector<Gap>>();
    list->reserve(m_entries.size());
    for (const auto &[number, entry] : m_entries)
        list->push_back(entry.gap);
    return list;
}

} // namespace tickstock
