// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/history/warmup.h"

#include "core/market/newyork.h"
#include "core/patterns/datablender.h"
#include "core/storage/adjustedbars.h"
#include "core/types/inthread.h"
#include "core/types/threadcheck.h"

#include <QLoggingCategory>

#include <algorithm>
#include <iterator>
#include <memory>
#include <optional>
#include <utility>

namespace tickstock {

namespace {

Q_LOGGING_CATEGORY(lcWarmUp, "tickstock.warmup", QtInfoMsg)

constexpr int WarmUpDays = 30;
/// What another program has to store is looked for again so often, at growing intervals.
constexpr int Attempts = 8;
constexpr int RetryMs = 5'000;
/// How far back splits are fetched at first. Later requests overlap by some weeks: what the vendor has corrected,
/// moved or withdrawn there is known again as the vendor lists it.
constexpr int SplitYears = 5;
constexpr int SplitOverlapDays = 30;
constexpr int RequestsAtOnce = 3;
/// Symbols whose minutes come within this time are announced together.
constexpr int AnnounceMs = 1'000;

} // namespace

WarmUp::WarmUp(Parts parts)
    : m_parts(std::move(parts))
{
    m_warmedTimer.setSingleShot(true);
    m_warmedTimer.setInterval(AnnounceMs);
    connect(&m_warmedTimer, &QTimer::timeout, this, [this] {
        const QSet<QString> warmed = std::exchange(m_warmed, {});
        Q_EMIT minutesWarmed(QStringList(warmed.begin(), warmed.end()));
    });
}

void WarmUp::begin(const QStringList &symbols)
{
    assertThreadOf(this);
    if (symbols.isEmpty())
        return;
    readDays(symbols, 0);
    findColdSymbols(symbols, 0);
    fetchSplits();
}

void WarmUp::retryLater(int attempt, std::function<void()> work)
{
    QTimer::singleShot(RetryMs * (attempt + 1), this, std::move(work));
}

/// A few symbols at a time, so that what is due is written in between.
void WarmUp::readEach(const QStringList &symbols, const std::function<void(Storage &, const QString &)> &read,
                      const std::function<void()> &then)
{
    m_parts.onStore(
        [slice = symbols.mid(0, ReadAtOnce), read](Storage &storage) {
            for (const QString &symbol : slice)
                read(storage, symbol);
        },
        [this, rest = symbols.mid(ReadAtOnce), read, then] {
            if (rest.isEmpty())
                then();
            else
                readEach(rest, read, then);
        });
}

void WarmUp::readDays(const QStringList &symbols, int attempt)
{
    const QDate today = newyork::date(m_parts.marketNow());
    const QDate lastDay = ExchangeCalendar::previousTradingDay(today);
    const QDate firstDay = ExchangeCalendar::tradingDaysBack(today, WarmUpDays);
    const auto known = std::make_shared<std::optional<QSet<QDate>>>(); // days are fetched for the whole market at once
    const auto isUnread = std::make_shared<bool>(false);
    readEach(
        symbols,
        [known, isUnread, firstDay, today](Storage &storage, const QString &symbol) {
            QSet<QDate> dates;
            const auto days = storage.days(symbol, firstDay, today);
            *isUnread = *isUnread || !days;
            for (const Bar &day : days ? *days : std::vector<Bar>())
                dates.insert(newyork::date(day.start));
            *known = *known ? (*known)->intersect(dates) : dates;
        },
        [this, known, isUnread, symbols, firstDay, lastDay, attempt] {
            if (*isUnread) { // the store did not answer: what is missing is not known
                if (attempt < Attempts)
                    retryLater(attempt, [this, symbols, attempt] { readDays(symbols, attempt + 1); });
                return;
            }
            std::vector<QDate> missing;
            for (QDate day = lastDay; day >= firstDay; day = ExchangeCalendar::previousTradingDay(day)) {
                if (!(*known)->contains(day))
                    missing.push_back(day);
            }
            if (!missing.empty() && m_parts.rest) {
                fetchDays(symbols, missing);
                return;
            }
            emitDays(symbols);
            if (!missing.empty() && attempt < Attempts) // the program that fills the store may have just begun
                retryLater(attempt, [this, symbols, attempt] { readDays(symbols, attempt + 1); });
        });
}

void WarmUp::fetchDays(const QStringList &symbols, const std::vector<QDate> &missing)
{
    const auto pending = std::make_shared<std::size_t>(missing.size());
    const QSet<QString> wanted(symbols.begin(), symbols.end());
    for (const QDate date : missing) {
        m_parts.rest->groupedDay(date, [this, date, pending, symbols, wanted](const auto &days) {
            WriteBatch batch;
            if (days) {
                for (const auto &[symbol, bar] : *days) {
                    if (wanted.contains(symbol))
                        batch.days.push_back({symbol, date, bar});
                }
            }
            m_parts.store.add(std::move(batch));
            if (--*pending == 0)
                emitDays(symbols);
        });
    }
}

void WarmUp::fetchMissingDay(const QStringList &symbols, QDate date)
{
    assertThreadOf(this);
    if (!m_parts.rest)
        return;
    const auto missing = std::make_shared<QStringList>();
    readEach(
        symbols,
        [missing, date](Storage &storage, const QString &symbol) {
            if (const auto days = storage.days(symbol, date, date.addDays(1)); days && days->empty())
                missing->append(symbol);
        },
        [this, missing, date] {
            if (!missing->isEmpty())
                fetchDays(*missing, {date});
        });
}

void WarmUp::emitDays(const QStringList &symbols)
{
    const QDate today = newyork::date(m_parts.marketNow());
    const QDate firstDay = ExchangeCalendar::tradingDaysBack(today, DataBlender::sessionsBefore(Timeframe::Daily));
    readEach(
        symbols,
        [this, firstDay, today](Storage &storage, const QString &symbol) {
            const auto id = m_parts.symbols.intern(symbol);
            if (auto days = adjustedDays(storage, symbol, firstDay, today, today); id && days && !days->empty())
                postTo(this, [this, id, days = *std::move(days)] { Q_EMIT daysReady(*id, days); });
        },
        [] {});
}

/// Intraday patterns look back to the session before. A symbol is cold when the store has nothing of that session, and
/// will not get it from the repair of holes either, which begins with the symbol's last stored minute.
void WarmUp::findColdSymbols(const QStringList &symbols, int attempt)
{
    const QDate today = newyork::date(m_parts.marketNow());
    const auto before = m_calendar.hours(ExchangeCalendar::previousTradingDay(today));
    if (!before || (m_parts.rest && m_parts.rest->isLimited()))
        return;
    const auto cold = std::make_shared<QStringList>(), warm = std::make_shared<QStringList>();
    const auto unread = std::make_shared<QStringList>();
    readEach(
        symbols,
        [cold, warm, unread, before](Storage &storage, const QString &symbol) {
            const auto found = storage.regularVolumes(symbol, before->open, before->close);
            const auto last = storage.lastMinute(symbol);
            if (!found || !last) {
                unread->append(symbol);
                return;
            }
            const bool willBeRepaired = last->isValid() && *last < before->open;
            if (found->empty() && !willBeRepaired)
                cold->append(symbol);
            else if (!found->empty())
                warm->append(symbol);
        },
        [this, cold, warm, unread, attempt] {
            if (attempt > 0) { // their minutes have been stored meanwhile
                for (const QString &symbol : std::as_const(*warm))
                    noteStored(symbol);
            }
            if (m_parts.rest)
                admit(*cold);
            const QStringList still = m_parts.rest ? *unread : *unread + *cold;
            if (!still.isEmpty() && attempt < Attempts)
                retryLater(attempt, [this, still, attempt] { findColdSymbols(still, attempt + 1); });
        });
}

/// Those on the screen first; of the others as many as a start may fetch by itself.
void WarmUp::admit(const QStringList &cold)
{
    const QDate today = newyork::date(m_parts.marketNow());
    if (std::exchange(m_admittedOn, today) != today) { // the session before is another one now
        m_admitted = 0;
        m_left.clear();
    }
    for (const QString &symbol : cold) {
        if (m_cold.contains(symbol))
            continue;
        m_left.remove(symbol);
        if (m_visible.contains(symbol))
            m_cold.prepend(symbol);
        else if (m_admitted++ < FetchedUnasked)
            m_cold.append(symbol);
        else
            m_left.insert(symbol);
    }
    Q_EMIT leftCold(static_cast<int>(m_left.size()));
    fetchMinutes();
}

void WarmUp::forget(const QStringList &symbols)
{
    assertThreadOf(this);
    for (const QString &symbol : symbols) {
        m_cold.removeAll(symbol);
        m_left.remove(symbol);
    }
    Q_EMIT leftCold(static_cast<int>(m_left.size()));
}

void WarmUp::setVisible(const QStringList &symbols)
{
    assertThreadOf(this);
    m_visible = QSet<QString>(symbols.begin(), symbols.end());
    QStringList lookedAt;
    std::copy_if(symbols.begin(), symbols.end(), std::back_inserter(lookedAt),
                 [this](const QString &symbol) { return m_left.contains(symbol); });
    if (!lookedAt.isEmpty())
        admit(lookedAt);
}

/// A few at a time, so that requests for the screen and for holes need not wait for all of them.
void WarmUp::fetchMinutes()
{
    const QDate today = newyork::date(m_parts.marketNow());
    const int sessions = DataBlender::sessionsBefore(Timeframe::Min15);
    const Timestamp from = newyork::toUtc(ExchangeCalendar::tradingDaysBack(today, sessions), QTime(0, 0));
    const Timestamp to = newyork::toUtc(today, QTime(0, 0)) - Milliseconds(1);
    while (m_requests < RequestsAtOnce && !m_cold.isEmpty()) {
        ++m_requests;
        const QString symbol = m_cold.takeFirst();
        const Priority priority = m_visible.contains(symbol) ? Priority::Visible : Priority::Background;
        m_parts.rest->bars(symbol, Timespan::Minute, from, to, priority,
                           [this, symbol](const Expected<FetchedBars> &found) {
                               --m_requests;
                               if (found)
                                   m_parts.onMinutes(symbol, found->bars);
                               else
                                   qCWarning(lcWarmUp).noquote()
                                       << symbol << "begins without its last sessions:" << found.error().detail;
                               fetchMinutes();
                           });
    }
}

void WarmUp::noteStored(const QString &symbol)
{
    assertThreadOf(this);
    if (m_left.remove(symbol)) // somebody has looked at its chart
        Q_EMIT leftCold(static_cast<int>(m_left.size()));
    m_warmed.insert(symbol);
    if (!m_warmedTimer.isActive())
        m_warmedTimer.start();
}

/// Once a trading day, for the whole market, from the newest known split on.
void WarmUp::fetchSplits()
{
    const QDate today = newyork::date(m_parts.marketNow());
    if (!m_parts.rest || std::exchange(m_splitsFetched, today) == today)
        return;
    const auto newest = std::make_shared<QDate>();
    m_parts.onStore(
        [newest](Storage &storage) {
            if (const auto found = storage.newestSplit())
                *newest = *found;
        },
        [this, newest, today] {
            const QDate from =
                newest->isValid() ? std::min(*newest, today).addDays(-SplitOverlapDays) : today.addYears(-SplitYears);
            m_parts.rest->splits(from, today, [this](const Expected<SplitList> &splits) {
                if (splits) {
                    saveSplits(*splits);
                    return;
                }
                qCWarning(lcWarmUp).noquote() << "splits are not known:" << splits.error().detail;
                m_splitsFetched = {};
            });
        });
}

void WarmUp::saveSplits(const SplitList &splits)
{
    const auto changed = std::make_shared<std::optional<QStringList>>();
    m_parts.onStore(
        [changed, splits](Storage &storage) {
            if (const auto saved = storage.saveSplits(splits))
                *changed = *saved;
            else
                qCWarning(lcWarmUp).noquote() << "splits are not stored:" << saved.error().detail;
        },
        [this, changed] {
            if (!*changed)
                m_splitsFetched = {}; // begin() of the next symbols fetches them again
            else if (!(*changed)->isEmpty())
                Q_EMIT splitsChanged(**changed);
        });
}

} // namespace tickstock
