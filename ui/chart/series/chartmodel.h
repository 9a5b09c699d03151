// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/gap.h"
#include "core/market/patternevent.h"
#include "core/market/timeframe.h"
#include "ui/chart/series/barseries.h"
#include "ui/chart/series/sessionindex.h"

#include <QHash>
#include <QObject>
#include <QString>

#include <map>
#include <span>
#include <vector>

namespace tickstock {

/// The bars of one symbol in one time frame, kept up to date while they grow, with what is shown on them. GUI thread.
class ChartModel final : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// Forgets everything; bars follow by setHistory().
    void setSymbol(const QString &symbol);
    const QString &symbol() const { return m_symbol; }
    void setTimeframe(Timeframe timeframe);
    Timeframe timeframe() const { return m_timeframe; }
    void setExtendedHours(bool shown);
    bool showsExtendedHours() const { return m_extendedHours; }

    void setHistory(const std::vector<Bar> &minutes, const std::vector<Bar> &days);
    /// A new version of a minute, running or closed.
    void updateMinute(const Bar &minute) { updateMinutes({&minute, 1}); }
    /// Such versions in the order they came, of any minutes: one barsChanged() at most.
    void updateMinutes(std::span<const Bar> minutes);
    void addEvent(const PatternEvent &event);
    void addEvents(const std::vector<PatternEvent> &events);
    /// Holes in this symbol's data, repaired ones too.
    void setGaps(std::vector<Gap> gaps);

    const BarSeries &series() const { return m_series; }
    const std::vector<Bar> &bars() const { return m_series.bars(); }
    int count() const { return static_cast<int>(m_series.size()); }
    bool isEmpty() const { return m_series.isEmpty(); }
    /// Days among the bars; empty for daily bars.
    const SessionIndex &sessions() const { return m_sessions; }
    /// Those of the shown time frame that were not withdrawn, by their bars' start; then by pattern, direction and id.
    const std::vector<PatternEvent> &markers() const { return m_markers; }
    const std::vector<Gap> &gaps() const { return m_gaps; }
    /// The bar that holds @p t, else the last one before it; -1 when all are later.
    int indexAt(Timestamp t) const;
    /// The bar that starts at @p t; -1 when there is none.
    int indexOf(Timestamp t) const;
    /// The close that changes are measured from: that of the last day before the bar's own.
    double referenceClose(const Bar &bar) const;
    /// The last full day before that of @p bar; null when it is not known.
    const Bar *dayBefore(const Bar &bar) const;
    /// The first known minute that starts at @p t or later, of all hours; null when there is none.
    const Bar *minuteFrom(Timestamp t) const;

Q_SIGNALS:
    /// Another symbol, time frame or choice of hours.
    void reset();
    /// The same, with more or better history.
    void reloaded();
    /// Bars from this index on are new or different; none before it.
    void barsChanged(int from);
    void gapsChanged();
    void markersChanged();

private:
    /// What one shown bar is made of: the minutes that start in [first, end).
    struct Parts
    {
        Timestamp barStart;
        Timestamp first;
        Timestamp end;
        bool hold(Timestamp minute) const { return minute >= first && minute < end; }
    };

    void mergeLive();
    void rebuild();
    bool isRegularOnly() const { return m_timeframe == Timeframe::Daily || !m_extendedHours; }
    bool isShown(const Bar &minute) const;
    Parts partsOf(Timestamp minute) const;
    bool keep(const Bar &minute);
    int makeBar(const Parts &parts);
    void sortMarkers();
    void updateMarker(const PatternEvent &event);

    QString m_symbol;
    Timeframe m_timeframe = Timeframe::Min1;
    bool m_extendedHours = true;
    std::vector<Bar> m_minutes;      // by start, all hours
    std::map<Timestamp, Bar> m_live; // those of m_minutes that came live since the symbol was chosen
    std::vector<Bar> m_days;         // by start, without the running one
    BarSeries m_series;              // what is shown
    SessionIndex m_sessions;
    ExchangeCalendar m_calendar;
    QHash<QUuid, PatternEvent> m_events;
    std::vector<PatternEvent> m_markers;
    std::vector<Gap> m_gaps;
};

} // namespace tickstock
