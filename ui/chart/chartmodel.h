// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/gap.h"
#include "core/market/timeframe.h"
#include "core/patterns/patternevent.h"

#include <QObject>
#include <QString>

#include <map>
#include <vector>

namespace tickstock {

/// A pattern shown on a bar.
struct ChartMarker
{
    Timestamp barStart;
    Direction direction = Direction::Neutral;
    QString text;
};

/// The bars of one symbol in one timeframe, kept up to date while they grow. GUI thread.
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
    void updateMinute(const Bar &minute);
    void addMarker(const PatternEvent &event);
    /// Holes in this symbol's data, repaired ones too.
    void setGaps(std::vector<Gap> gaps);

    const std::vector<Bar> &bars() const { return m_bars; }
    const std::vector<ChartMarker> &markers() const { return m_markers; }
    const std::vector<Gap> &gaps() const { return m_gaps; }
    bool isEmpty() const { return m_bars.empty(); }
    /// The bar that holds @p t, else the last one before it; -1 when all are later.
    int indexAt(Timestamp t) const;
    /// The close that changes are measured from: that of the last day before the bar's own.
    double referenceClose(const Bar &bar) const;

Q_SIGNALS:
    /// Another symbol, time frame or choice of hours.
    void reset();
    /// The same, with more or better history.
    void reloaded();
    /// The last bar changed, or a new one was added behind it.
    void lastBarChanged();
    /// Something further back changed.
    void historyChanged();
    void markersChanged();

private:
    void rebuild();
    bool isShown(const Bar &minute) const;
    bool updateTail(const Bar &minute);

    QString m_symbol;
    Timeframe m_timeframe = Timeframe::Min1;
    bool m_extendedHours = true;
    std::vector<Bar> m_minutes;      // by start, all hours
    std::map<Timestamp, Bar> m_live; // those of m_minutes that came live since the symbol was chosen
    std::vector<Bar> m_days;         // by start, without the running one
    std::vector<Bar> m_bars;         // what is shown
    std::vector<ChartMarker> m_markers;
    std::vector<PatternEvent> m_events;
    std::vector<Gap> m_gaps;
};

} // namespace tickstock
