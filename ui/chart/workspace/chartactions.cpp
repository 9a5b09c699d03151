// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/chart/workspace/chartactions.h"

#include "core/types/text.h"
#include "ui/chart/chartexport.h"
#include "ui/chart/gotodialog.h"
#include "ui/chart/studies/studytext.h"
#include "ui/chart/studydialog.h"
#include "ui/chart/workspace/chartpanel.h"
#include "ui/common/format.h"
#include "ui/common/linkchip.h"
#include "ui/events/eventtext.h"

#include <QActionGroup>
#include <QClipboard>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QHash>
#include <QMenu>
#include <QStandardPaths>
#include <QToolTip>

#include <utility>

namespace tickstock {

namespace {

constexpr std::array ShownTimeframes{Timeframe::Min1,  Timeframe::Min2,  Timeframe::Min5,
                                     Timeframe::Min15, Timeframe::Min30, Timeframe::Daily};

QAction *addChoice(QMenu &menu, QActionGroup *group, const QString &text, bool isChecked)
{
    QAction *action = menu.addAction(text);
    action->setCheckable(true);
    action->setChecked(isChecked);
    action->setActionGroup(group);
    return action;
}

} // namespace

ChartActions::ChartActions(ChartPanel &panel)
    : QObject(&panel)
    , m_panel(panel)
    , m_reset(add(tr("&Reset view"), Qt::ALT | Qt::Key_R, &ChartActions::resetView))
    , m_goToDate(add(tr("&Go to date\u2026"), Qt::ALT | Qt::Key_G, &ChartActions::goToDate))
    , m_explain(add(tr("&Explain the pattern on this bar"), Qt::ALT | Qt::Key_M, &ChartActions::explainPattern))
    , m_logarithmic(add(tr("&Logarithmic"), Qt::ALT | Qt::Key_L, &ChartActions::toggleLogarithmic))
    , m_inverted(add(tr("&Inverted"), Qt::ALT | Qt::Key_I, &ChartActions::toggleInverted))
    , m_extendedHours(add(tr("Pre- and after-&market"), Qt::ALT | Qt::Key_E, &ChartActions::toggleExtendedHours))
    , m_undo(add(tr("&Undo drawing"), QKeySequence::Undo, &ChartActions::undo))
    , m_redo(add(tr("&Redo drawing"), QKeySequence::Redo, &ChartActions::redo))
    , m_copy(add(tr("&Copy picture"), QKeySequence::Copy, &ChartActions::copyPicture))
    , m_save(add(tr("&Save picture or data\u2026"), Qt::ALT | Qt::Key_S, &ChartActions::saveAs))
    , m_maximise(add(tr("This chart alone, and &back"), Qt::ALT | Qt::Key_Return, nullptr))
    , m_window(add(tr("Open in a &window"), Qt::ALT | Qt::Key_N, nullptr))
{
    connect(m_maximise, &QAction::triggered, &panel, &ChartPanel::maximiseWanted);
    connect(m_window, &QAction::triggered, &panel, &ChartPanel::windowWanted);
    m_logarithmic->setCheckable(true);
    m_inverted->setCheckable(true);
    m_extendedHours->setCheckable(true);
}

QAction *ChartActions::add(const QString &text, const QKeySequence &key, void (ChartActions::*act)())
{
    auto *action = new QAction(text, &m_panel);
    action->setShortcut(key);
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    m_panel.addAction(action);
    if (act)
        connect(action, &QAction::triggered, this, act);
    return action;
}

QMenu *ChartActions::submenu(QMenu &menu, const QString &title, void (ChartActions::*fill)(QMenu &))
{
    QMenu *sub = menu.addMenu(title);
    (this->*fill)(*sub);
    return sub;
}

void ChartActions::fill(QMenu &menu)
{
    submenu(menu, tr("&Time frame"), &ChartActions::fillTimeframes);
    submenu(menu, tr("St&yle"), &ChartActions::fillStyles);
    submenu(menu, tr("&Indicators"), &ChartActions::fillStudies);
    submenu(menu, tr("&Draw"), &ChartActions::fillDrawings);
    submenu(menu, tr("&Price scale"), &ChartActions::fillScales);
    fillLinkMenu(*menu.addMenu(tr("Lin&k group")), m_panel.link(),
                 [panel = &m_panel](LinkGroup group) { panel->setLink(group); });
    m_extendedHours->setChecked(m_panel.model().showsExtendedHours());
    menu.addAction(m_extendedHours);
    menu.addSeparator();
    menu.addActions({m_goToDate, m_reset, m_explain});
    menu.addSeparator();
    menu.addActions({m_copy, m_save});
    menu.addSeparator();
    menu.addActions({m_maximise, m_window});
}

void ChartActions::fillTimeframes(QMenu &menu)
{
    auto *group = new QActionGroup(&menu);
    for (const Timeframe timeframe : ShownTimeframes) {
        const QAction *action =
            addChoice(menu, group, format::timeframe(timeframe), timeframe == m_panel.model().timeframe());
        connect(action, &QAction::triggered, this, [this, timeframe] { m_panel.setTimeframe(timeframe); });
    }
}

void ChartActions::fillStyles(QMenu &menu)
{
    const std::pair<ChartStyle, QString> styles[] = {
        {ChartStyle::Candles, tr("Candles")}, {ChartStyle::HollowCandles, tr("Hollow candles")},
        {ChartStyle::OhlcBars, tr("Bars")},   {ChartStyle::Line, tr("Line")},
        {ChartStyle::Area, tr("Area")},       {ChartStyle::HeikinAshi, tr("Heikin-Ashi")}};
    auto *group = new QActionGroup(&menu);
    for (const auto &[style, name] : styles) {
        const QAction *action = addChoice(menu, group, name, style == m_panel.view().style());
        connect(action, &QAction::triggered, this, [this, chosen = style] { m_panel.view().setStyle(chosen); });
    }
}

void ChartActions::fillScales(QMenu &menu)
{
    ChartView &view = m_panel.view();
    const PriceScale &scale = view.scene().mainPane().scale;
    QAction *automatic = menu.addAction(tr("&Automatic"));
    automatic->setCheckable(true);
    automatic->setChecked(scale.isAutomatic());
    connect(automatic, &QAction::triggered, &view, &ChartView::setAutomaticScale);
    m_logarithmic->setChecked(scale.mode() == PriceScale::Mode::Logarithmic);
    menu.addAction(m_logarithmic);
    QAction *percent = menu.addAction(tr("&Percent"));
    percent->setCheckable(true);
    percent->setChecked(scale.mode() == PriceScale::Mode::Percent);
    connect(percent, &QAction::triggered, &view,
            [&view](bool on) { view.setScaleMode(on ? PriceScale::Mode::Percent : PriceScale::Mode::Linear); });
    m_inverted->setChecked(scale.isInverted());
    menu.addAction(m_inverted);
}

void ChartActions::fillStudies(QMenu &menu)
{
    fillShownStudies(menu);
    menu.addSection(tr("Add"));
    for (const StudyType &type : studyTypes()) {
        menu.addAction(studyName(type), this, [this, &type] {
            m_panel.view().addStudy(type, ParameterValues(type.parameters));
            m_panel.view().setFocus();
        });
    }
}

void ChartActions::fillShownStudies(QMenu &menu)
{
    ChartView &view = m_panel.view();
    const auto &panes = view.scene().panes();
    menu.addSection(tr("Shown"));
    for (std::size_t pane = 0; pane < panes.size(); ++pane) {
        for (std::size_t study = 0; study < panes[pane].studies.size(); ++study) {
            const Study &shown = *panes[pane].studies[study].study;
            QMenu *own = menu.addMenu(studyTitle(shown));
            own->addAction(tr("Set up\u2026"), this, [this, pane, study] { editStudy(pane, study); })
                ->setEnabled(!shown.type().parameters.empty());
            if (pane > 0) {
                own->addAction(tr("Move up"), &view, [&view, pane] { view.movePane(pane, -1); })->setEnabled(pane > 1);
                own->addAction(tr("Move down"), &view, [&view, pane] { view.movePane(pane, 1); })
                    ->setEnabled(pane + 1 < panes.size());
            }
            own->addAction(tr("Remove"), &view, [&view, pane, study] { view.removeStudy(pane, study); });
        }
    }
}

void ChartActions::editStudy(std::size_t pane, std::size_t study)
{
    ChartView &view = m_panel.view();
    auto *dialog = new StudyDialog(*view.scene().panes()[pane].studies[study].study, &m_panel);
    connect(dialog, &StudyDialog::valuesChanged, &view,
            [&view, pane, study](const ParameterValues &values) { view.setStudyParameters(pane, study, values); });
    dialog->open();
}

void ChartActions::fillDrawings(QMenu &menu)
{
    DrawingTool &tool = m_panel.view().tool();
    const std::pair<Drawing::Kind, QString> kinds[] = {{Drawing::Kind::HorizontalLine, tr("&Horizontal line")},
                                                       {Drawing::Kind::TrendLine, tr("&Trend line")},
                                                       {Drawing::Kind::Rectangle, tr("R&ectangle")}};
    for (const auto &[kind, name] : kinds) {
        menu.addAction(name, this, [this, &tool, chosen = kind] {
            tool.choose(chosen);
            m_panel.view().setFocus();
        });
    }
    menu.addSection(tr("Shift and drag: measure"));
    m_undo->setEnabled(m_panel.drawings().canUndo(m_panel.symbol()));
    m_redo->setEnabled(m_panel.drawings().canRedo(m_panel.symbol()));
    menu.addActions({m_undo, m_redo});
    menu.addAction(tr("&Delete the chosen one"), this, [&tool] { tool.removeSelected(); })
        ->setEnabled(tool.selected().has_value());
    menu.addAction(tr("Delete &all of %1").arg(m_panel.symbol()), this, &ChartActions::removeDrawings)
        ->setEnabled(!m_panel.drawings().of(m_panel.symbol()).empty());
    // A key works although the menu has said no when it was last open.
    connect(&menu, &QMenu::aboutToHide, this, [this] {
        m_undo->setEnabled(true);
        m_redo->setEnabled(true);
    });
}

void ChartActions::resetView()
{
    m_panel.view().resetView();
}

void ChartActions::toggleLogarithmic()
{
    const bool isOn = m_panel.view().scene().mainPane().scale.mode() == PriceScale::Mode::Logarithmic;
    m_panel.view().setScaleMode(isOn ? PriceScale::Mode::Linear : PriceScale::Mode::Logarithmic);
}

void ChartActions::toggleInverted()
{
    m_panel.view().setInverted(!m_panel.view().scene().mainPane().scale.isInverted());
}

void ChartActions::toggleExtendedHours()
{
    m_panel.model().setExtendedHours(!m_panel.model().showsExtendedHours());
}

void ChartActions::goToDate()
{
    const auto &bars = m_panel.model().bars();
    if (bars.empty())
        return;
    const bool isDaily = m_panel.model().timeframe() == Timeframe::Daily;
    auto *dialog = new GoToDialog(bars.front().start, bars.back().start, isDaily, &m_panel);
    connect(dialog, &GoToDialog::chosen, &m_panel.view(), &ChartView::goTo);
    dialog->open();
}

void ChartActions::explainPattern()
{
    ChartView &view = m_panel.view();
    const auto place = view.focusedMarker();
    if (!place) {
        Q_EMIT m_panel.told(tr("There is no pattern on this bar. Left and Right choose another one."));
        return;
    }
    QToolTip::showText(view.mapToGlobal(place->tip.toPoint()), describe(*place->event), &view);
    Q_EMIT m_panel.eventClicked(*place->event);
}

void ChartActions::undo()
{
    m_panel.drawings().undo(m_panel.symbol());
}

void ChartActions::redo()
{
    m_panel.drawings().redo(m_panel.symbol());
}

void ChartActions::removeDrawings()
{
    m_panel.drawings().removeAll(m_panel.symbol());
}

void ChartActions::copyPicture()
{
    if (m_panel.model().isEmpty())
        return;
    QGuiApplication::clipboard()->setImage(pictureOf(m_panel.view()));
    Q_EMIT m_panel.told(tr("The picture is in the clipboard."));
}

/// What is on the screen now, although the name is chosen later.
void ChartActions::saveAs()
{
    const ChartView &view = m_panel.view();
    if (m_panel.model().isEmpty())
        return;
    const QHash<QString, QByteArray> contents{{QStringLiteral("png"), exported(view, ChartFormat::Png)},
                                              {QStringLiteral("svg"), exported(view, ChartFormat::Svg)},
                                              {QStringLiteral("csv"), exported(view, ChartFormat::Csv)}};
    auto *dialog = new QFileDialog(&m_panel, tr("Save chart"));
    dialog->setObjectName(QStringLiteral("saveChart"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilters({tr("Picture (*.png)"), tr("Scalable picture (*.svg)"), tr("Bars and indicators (*.csv)")});
    dialog->setDefaultSuffix(QStringLiteral("png"));
    dialog->setDirectory(QStandardPaths::writableLocation(QStandardPaths::PicturesLocation));
    dialog->selectFile(suggestedFileName(view));
    connect(dialog, &QFileDialog::filterSelected, dialog,
            [dialog](const QString &filter) { dialog->setDefaultSuffix(filter.mid(filter.lastIndexOf(u'.') + 1, 3)); });
    connect(dialog, &QFileDialog::fileSelected, &m_panel, [panel = &m_panel, contents](const QString &file) {
        const QString suffix = QFileInfo(file).suffix().toLower();
        if (contents.contains(suffix))
            Q_EMIT panel->fileWanted(file, contents[suffix]);
        else
            Q_EMIT panel->told(tr("%1 is not saved: its name must end in .png, .svg or .csv.").arg(file));
    });
    dialog->open();
}

} // namespace tickstock
