// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/sink/sinkmeter.h"
#include "core/sink/spool.h"
#include "core/types/threadcheck.h"

#include <QLoggingCategory>

#include <algorithm>
#include <deque>
#include <iterator>
#include <memory>
#include <span>
#include <utility>
#include <vector>

namespace tickstock {

/// What a sink has to deliver, first in, first out. Items wait in memory, up to a bound, and behind that in a spool on
/// disk; what is new goes behind what is spooled. The sink takes the next item, which is under way then, and
/// acknowledges it when the server has it, or takes back everything under way when the connection is gone. An item that
/// came from the spool stays there until it is acknowledged.
///
/// Everything is counted, by weight, in exactly one place: queued, under way, spooled, delivered or dropped. Lives in
/// the thread of its sink.
///
/// The codec says what an item weighs and how items become bytes:
///   static quint64 weight(const Item &item);
///   static QByteArray encode(std::span<const Item> items);
///   static std::vector<Item> decode(const QByteArray &bytes); // what cannot be read is left out, at the end
///   static constexpr std::size_t ItemsAnEntry;                // of the spool, at most
///   static constexpr int EntriesAtOnce;                       // of the spool that are read at a time
template<class Item, class Codec>
class SpooledQueue
{
public:
    struct Counts
    {
        quint64 queued = 0; ///< in memory
        quint64 underWay = 0;
        quint64 spooled = 0;
        quint64 delivered = 0;
        quint64 dropped = 0;
        bool operator==(const Counts &) const = default;
    };
    /// @param spool null when there can be none, and then memory has to do
    /// @param memory most weight in memory
    /// @param category for what is wrong with the disk
    SpooledQueue(std::unique_ptr<Spool> spool, quint64 memory, SinkMeter &meter, const QLoggingCategory &(*category)())
        : m_spool(std::move(spool))
        , m_memory(memory)
        , m_meter(meter)
        , m_category(category)
    {
    }
    Q_DISABLE_COPY_MOVE(SpooledQueue)

    /// Opens the spool. If that fails, memory has to do.
    void open()
    {
        m_thread.assertHere();
        if (m_spool) {
            if (const auto opened = m_spool->open(); !opened) {
                complain(opened.error());
                m_spool.reset();
            }
        }
        report();
    }
    Spool *spool() const { return m_spool.get(); }

    /// So much is about to be added: it is in the figures before it leaves those of its sender.
    void announce(quint64 weight) { m_meter.setBacklog(m_queuedWeight + m_underWayWeight + weight, spooled()); }
    /// When the memory is full, everything goes to the spool; if that is impossible, the oldest in memory are dropped.
    void add(std::vector<Item> items)
    {
        m_thread.assertHere();
        for (Item &item : items) {
            m_queuedWeight += Codec::weight(item);
            m_queued.push_back(std::move(item));
        }
        bound();
        report();
    }
    /// Moves what waits in memory to the spool. What is under way and not in the spool yet is written ahead of it, so
    /// that the order is kept whatever becomes of it. False when something has to stay in memory.
    bool flush()
    {
        m_thread.assertHere();
        if (!m_spool || m_queued.empty())
            return m_queued.empty();
        removeDelivered();
        const bool isInMemoryOnly = m_loadedUpTo == 0;
        std::vector<SpoolEntry> entries;
        if (isInMemoryOnly)
            encode(m_underWay, entries);
        const auto first = static_cast<qint64>(entries.size());
        encode(m_queued, entries);
        const auto last = m_spool->append(entries);
        drop(m_spool->takeDropped());
        m_isDiskFailing = !last;
        if (!last) {
            complain(last.error());
            report();
            return false;
        }
        m_problem.clear();
        if (isInMemoryOnly && first > 0) {
            m_loadedUpTo = m_judgedUpTo = *last - static_cast<qint64>(entries.size()) + first;
            m_loadedItems = m_underWay.size();
            m_countedElsewhere += m_underWayWeight;
            m_spool->keepUpTo(m_loadedUpTo);
        }
        m_queued.clear();
        m_queuedWeight = 0;
        report();
        return true;
    }

    /// The next item, which is under way from then on; null when there is none to be sent now. Stays where it is until
    /// it is acknowledged or taken back.
    const Item *next()
    {
        while (m_loaded.empty() && m_underWay.empty() && hasSpooled() && load()) {
        }
        if (!m_loaded.empty()) {
            m_underWay.push_back(std::move(m_loaded.front()));
            m_loaded.pop_front();
            m_countedElsewhere += Codec::weight(m_underWay.back());
        } else if (!m_queued.empty() && m_loadedUpTo == 0 && !hasSpooled()) {
            m_underWay.push_back(std::move(m_queued.front()));
            m_queued.pop_front();
            m_queuedWeight -= Codec::weight(m_underWay.back());
        } else {
            return nullptr;
        }
        m_underWayWeight += Codec::weight(m_underWay.back());
        return &m_underWay.back();
    }
    /// Those under way, the oldest first.
    const std::deque<Item> &underWay() const { return m_underWay; }
    /// The oldest item under way has been delivered, except for @p lost of its weight, which the server cannot hold.
    /// @param lagUs from being due until now; negative: not counted
    void acknowledge(std::int64_t lagUs, quint64 lost = 0)
    {
        const quint64 weight = Codec::weight(m_underWay.front());
        m_underWay.pop_front();
        m_underWayWeight -= weight;
        m_delivered += weight - lost;
        m_meter.delivered(weight - lost, lagUs);
        drop(lost);
        if (m_loadedUpTo == 0)
            return;
        ++m_deliveredItems;
        if (m_underWay.empty() && m_loaded.empty())
            finishLoaded();
    }
    /// Nobody knows whether what is under way has arrived: it is to be sent again, in its place.
    void takeBack()
    {
        m_thread.assertHere();
        if (m_loadedUpTo > 0) { // the spool has all of it
            m_countedElsewhere -= m_underWayWeight;
            m_loadedUpTo = 0;
            m_loaded.clear();
        } else {
            m_queued.insert(m_queued.begin(), std::make_move_iterator(m_underWay.begin()),
                            std::make_move_iterator(m_underWay.end()));
            m_queuedWeight += m_underWayWeight;
        }
        m_underWay.clear();
        m_underWayWeight = 0;
        bound();
        report();
    }
    /// Hands back what waits in memory, for a sink that has a better place for it; it is not counted here any more.
    std::vector<Item> withdraw()
    {
        m_thread.assertHere();
        std::vector<Item> items{std::make_move_iterator(m_queued.begin()), std::make_move_iterator(m_queued.end())};
        m_queued.clear();
        m_queuedWeight = 0;
        report();
        return items;
    }

    /// Whether something is in the spool that has not been delivered: what is new goes behind it.
    bool isSpooling() const { return m_loadedUpTo > 0 || hasSpooled(); }
    bool isEmpty() const { return m_queued.empty() && m_underWay.empty() && !isSpooling(); }
    Counts counts() const { return {m_queuedWeight, m_underWayWeight, spooled(), m_delivered, m_dropped}; }
    /// Puts the backlog into the meter.
    void report() { announce(0); }
    /// What is wrong with the disk; empty: nothing.
    const QString &problem() const { return m_problem; }

private:
    bool hasSpooled() const { return spooled() > 0; }
    quint64 spooled() const { return m_spool ? m_spool->weight() - m_countedElsewhere : 0; }

    static void encode(const std::deque<Item> &items, std::vector<SpoolEntry> &entries)
    {
        std::vector<Item> some;
        for (std::size_t from = 0; from < items.size(); from += Codec::ItemsAnEntry) {
            const std::size_t to = std::min(from + Codec::ItemsAnEntry, items.size());
            some.assign(items.begin() + static_cast<std::ptrdiff_t>(from),
                        items.begin() + static_cast<std::ptrdiff_t>(to));
            entries.push_back({0, Codec::encode(some), weightOf(some)});
        }
    }
    static quint64 weightOf(const std::vector<Item> &items)
    {
        quint64 weight = 0;
        for (const Item &item : items)
            weight += Codec::weight(item);
        return weight;
    }

    /// Reads the oldest entries that have not been delivered. False when that is impossible.
    bool load()
    {
        removeDelivered();
        const auto entries = m_spool->oldest(Codec::EntriesAtOnce, m_deliveredUpTo);
        if (!entries || entries->empty()) {
            if (!entries)
                complain(entries.error());
            return false;
        }
        m_loadedItems = 0;
        for (const SpoolEntry &entry : *entries) {
            std::vector<Item> items = Codec::decode(entry.payload);
            if (std::exchange(m_judgedUpTo, std::max(m_judgedUpTo, entry.id)) < entry.id) {
                const quint64 unreadable = entry.weight - std::min(entry.weight, weightOf(items));
                m_countedElsewhere += unreadable;
                drop(unreadable);
            }
            for (Item &item : items) {
                if (++m_loadedItems > m_deliveredItems) // those before have been acknowledged
                    m_loaded.push_back(std::move(item));
            }
            m_loadedUpTo = entry.id;
        }
        m_spool->keepUpTo(m_loadedUpTo);
        if (m_loaded.empty())
            finishLoaded();
        return true;
    }
    void finishLoaded()
    {
        m_deliveredUpTo = std::exchange(m_loadedUpTo, 0);
        m_deliveredItems -= std::min(m_deliveredItems, m_loadedItems);
        removeDelivered();
    }
    /// A disk that is full may refuse even that; it is tried again, and what has been delivered is not sent twice.
    void removeDelivered()
    {
        if (m_deliveredUpTo == 0)
            return;
        const quint64 before = m_spool->weight();
        if (m_spool->removeUpTo(m_deliveredUpTo)) {
            m_deliveredUpTo = 0;
            m_countedElsewhere -= std::min(m_countedElsewhere, before - m_spool->weight());
        }
    }
    void bound()
    {
        if (m_queuedWeight > m_memory && !m_isDiskFailing)
            (void)flush();
        while (m_queuedWeight > m_memory) {
            const quint64 weight = Codec::weight(m_queued.front());
            m_queued.pop_front();
            m_queuedWeight -= weight;
            drop(weight);
        }
    }
    void drop(quint64 weight)
    {
        if (weight == 0)
            return;
        m_dropped += weight;
        m_meter.dropped(weight);
    }
    void complain(const Error &error)
    {
        if (std::exchange(m_problem, error.detail) != error.detail)
            qCWarning(m_category).noquote() << "cannot be kept on disk:" << error.detail;
    }

    std::unique_ptr<Spool> m_spool;
    const quint64 m_memory;
    SinkMeter &m_meter;
    const QLoggingCategory &(*const m_category)();
    ThreadCheck m_thread;

    std::deque<Item> m_queued; // in memory; behind all of the spool
    std::deque<Item> m_loaded; // read from the spool, not under way yet
    std::deque<Item> m_underWay;
    quint64 m_queuedWeight = 0;
    quint64 m_underWayWeight = 0;
    quint64 m_delivered = 0;
    quint64 m_dropped = 0;

    qint64 m_loadedUpTo = 0;          // last entry of those loaded; 0: what is under way is in memory only
    std::size_t m_loadedItems = 0;    // in these entries
    std::size_t m_deliveredItems = 0; // in the oldest entries that are not delivered completely
    qint64 m_deliveredUpTo = 0;       // entries that wait to be removed; 0: none
    qint64 m_judgedUpTo = 0;          // entries whose unreadable part has been counted
    quint64 m_countedElsewhere = 0;   // weight in the file that is under way, delivered or dropped
    bool m_isDiskFailing = false;
    QString m_problem;
};

} // namespace tickstock
