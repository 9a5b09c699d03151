// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/health/healthboard.h"
#include "core/interfaces/marketmailbox.h"
#include "core/interfaces/symbolhistory.h"
#include "ui/chart/series/chartmodel.h"
#include "ui/chart/view/chartview.h"
#include "ui/common/linkgroup.h"

#include <QWidget>

class QLabel;

namespace tickstock {

class ChartActions;
class LinkChip;
class TypeToGo;

/// One chart of the workspace: its bars, its picture, and what it needs to know of the market. GUI thread.
class ChartPanel final : public QWidget
{
    Q_OBJECT

public:
    /// @param drawings of all charts; must outlive the panel
    explicit ChartPanel(Drawings &drawings, QWidget *parent = nullptr);

    ChartModel &model() { return m_model; }
    const ChartModel &model() const { return m_model; }
    ChartView &view() { return m_view; }
    const ChartView &view() const { return m_view; }
    ChartActions &actions() { return *m_actions; }
    const QString &symbol() const { return m_model.symbol(); }
    Drawings &drawings() { return m_drawings; }

    /// Another one begins empty; historyWanted() asks for its bars.
    void showSymbol(const QString &symbol);
    void setTimeframe(Timeframe timeframe);
    LinkGroup link() const { return m_link; }
    void setLink(LinkGroup group);
    /// Symbols that are offered while one is typed.
    void setOffered(const QStringList &symbols) { m_offered = symbols; }
    /// A strip above the chart says which one it is, where there are several.
    void setHeaderShown(bool isShown);
    void setActive(bool isActive);
    void setTheme(const Theme &theme);

    void applyHistory(const SymbolHistory &history);
    /// @param id of this chart's symbol in the update
    void applyUpdate(const MarketUpdate &update, SymbolId id);
    void setGaps(const std::vector<Gap> &gaps);
    /// Moves on although no price does.
    void showHealth(const HealthBoard::Snapshot &health, Session session);
    void jumpTo(const PatternEvent &event);

Q_SIGNALS:
    void historyWanted(const QString &symbol);
    void symbolChanged();
    void symbolTyped(const QString &symbol);
    /// The user works with this chart.
    void activated();
    void linkChanged();
    /// The user has closed this chart's own window.
    void windowClosed();

protected:
    void closeEvent(QCloseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void buildHeader();
    void connectView();
    void showTitle();

    Drawings &m_drawings;
    ChartModel m_model;
    ChartView m_view;
    LinkGroup m_link = LinkGroup::A;
    ChartActions *m_actions;
    TypeToGo *m_typed;
    QStringList m_offered;
    QWidget *m_header;
    LinkChip *m_chip;
    QLabel *m_title;
    bool m_isActive = false;
    Timestamp m_lastPrice; // market time of the symbol's last event
    ConnectionId m_shownBy;
};

} // namespace tickstock
