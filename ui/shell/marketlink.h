// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/interfaces/coreinterfaces.h"
#include "core/market/exchangecalendar.h"
#include "ui/common/frameclock.h"

#include <QObject>
#include <QTimer>

#include <optional>

namespace tickstock {

class ChartWorkspace;
class NoticeBar;
class StatusChips;
class WindowDocks;

/// Joins the parts of the window with the core: shows what it reports, at most 30 times a
/// second, and asks it for what is shown. GUI thread.
class MarketLink final : public QObject
{
    Q_OBJECT

public:
    /// The parts must outlive the link.
    MarketLink(ChartWorkspace &charts, WindowDocks &docks, NoticeBar &notices, StatusChips &chips);
    ~MarketLink() override;

    /// What it refers to must outlive the link, or be replaced first.
    void setCore(const CoreInterfaces &core);
    /// Shows a symbol that the user has typed; it is subscribed first if need be.
    void goTo(const QString &typed);
    /// Nothing happens without a core.
    void refreshHealth();
    /// One line about the state of everything, for a terminal.
    QString healthLine() const;

Q_SIGNALS:
    /// A line for the user, about what was just asked for.
    void answered(const QString &text);
    /// The watchlist has other symbols.
    void watchlistFilled();
    /// What was typed is shown.
    void symbolFound();

private:
    void loadHistory(const QString &symbol);
    void loadHistories();
    void applyUpdates();
    void applyToCharts(const MarketUpdate &update);
    void refreshWatchlist();
    void adoptSymbols();
    void remove(const QString &symbol);
    QString spelledLikeTheFeed(const QString &typed) const;
    void showGaps(const GapList &gaps);
    void reportVisible();

    ChartWorkspace &m_charts;
    WindowDocks &m_docks;
    NoticeBar &m_notices;
    StatusChips &m_chips;
    std::optional<CoreInterfaces> m_core; // nothing: there is none yet
    FrameClock m_frameClock;
    ExchangeCalendar m_calendar;
    QTimer m_healthTimer;
    quint64 m_framesCounted = 0;
    int m_framesPerSecond = 0;
    GapList m_gaps;
    QStringList m_gapsOf;  // symbols whose holes the charts show
    QStringList m_visible; // as last reported to the core
};

} // namespace tickstock
