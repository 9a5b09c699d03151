// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/interfaces/coreinterfaces.h"
#include "ui/common/theme.h"

#include <QMainWindow>

#include <memory>

class QStackedWidget;

namespace tickstock {

class ChartPanel;
class ChartToolBar;
class ChartWorkspace;
class FirstRunPanel;
class MarketLink;
class NoticeBar;
class StatusChips;
class Toast;
class WindowDocks;
class WindowMenus;

/// The window: charts in the middle, watchlist, connections and events around it, trust in the status bar. MarketLink
/// fills it with what the core reports. GUI thread.
class MainWindow final : public QMainWindow
{
    Q_OBJECT

public:
    /// @param watermark what kind of data this is when it is not the market's; empty for the market's
    explicit MainWindow(const QString &watermark, QWidget *parent = nullptr);
    ~MainWindow() override;

    /// Shows what this core has. It must outlive the window or be replaced first.
    void setCore(const CoreInterfaces &core);
    void showFirstRun();
    /// In the chart in use, and with it in its link group.
    void showSymbol(const QString &symbol);
    /// Colours of the whole program, from here on.
    void setLook(const Look &look);
    const Look &look() const { return m_look; }
    const Theme &theme() const { return m_theme; }
    ChartWorkspace &charts() const { return *m_charts; }
    WindowDocks &docks() const { return *m_docks; }
    /// "trading": everything; "focus": the chart alone. False for another name.
    bool applyLayout(const QString &name);
    /// Something that went wrong outside the market's data.
    void notify(const QString &text);
    /// What the user has just asked for, in a line; the next one replaces it.
    void answer(const QString &text);
    /// One line about the state of everything, for a terminal.
    QString healthLine() const;

Q_SIGNALS:
    /// Something that setupOf() the window holds. The charts have a signal of their own.
    void setupChanged();
    /// The user has chosen where this is to be kept.
    void fileWanted(const QString &file, const QByteArray &content);
    void keyEntered(const QString &key);
    void simulatorChosen();
    void recordingChosen(const QString &file);
    /// The connection dialog is wanted, at this connection, with the test started if @p test.
    void setupRequested(tickstock::ConnectionId connection, bool test);

protected:
    void showEvent(QShowEvent *event) override;

private:
    void buildMiddle();
    void connectFirstRun();
    void connectCharts();
    void connectDocks();
    void connectMenus();
    void showCharts();
    void followCharts();
    void showEventsOf(ChartPanel *panel);
    void jumpTo(const PatternEvent &event);
    void showNotice(const ServiceNotice &notice);
    void showPlan();
    void showPatterns();
    void showUniverses();

    Look m_look;
    Theme m_theme;
    NoticeBar *m_notices;
    QStackedWidget *m_centre;
    FirstRunPanel *m_firstRun;
    ChartWorkspace *m_charts;
    Toast *m_toast;
    ChartToolBar *m_toolBar;
    WindowDocks *m_docks = nullptr;
    StatusChips *m_chips = nullptr;
    WindowMenus *m_menus = nullptr;
    std::optional<CoreInterfaces> m_core; // nothing: there is none yet // for the dialogs
    std::unique_ptr<MarketLink> m_market; // goes before what it fills
};

} // namespace tickstock
