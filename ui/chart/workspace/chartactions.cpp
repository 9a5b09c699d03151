// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/chart/workspace/chartactions.h"

#include "core/types/text.h"
#include "ui/chart/studies/studydialog.h"
#include "ui/chart/studies/studytext.h"
#include "ui/chart/view/chartexport.h"
#include "ui/chart/view/gotodialog.h"
#include "ui/chart/workspace/chartpanel.h"
#include "ui/common/format.h"
#include "ui/common/linkchip.h"
#include "ui/common/menu.h"
#include "ui/events/eventtext.h"

#include <QClipboard>
#include <QFileDialog>
#include <QGuiApplication>
#include <QStandardPaths>
#include <QToolTip>

#include <utility>

namespace tickstock {

namespace {

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
    , m_redo(add(tr("&Redo drawing"), Qt::CTRL | Qt::SHIFT | Qt::Key_Z, &ChartActions::redo))
    , m_copy(add(tr("&Copy picture"), QKeySequence::Copy, &ChartActions::copyPicture))
    , m_save(add(tr("&Save picture or data\u2026"), Qt::ALT | Qt::Key_S, &ChartActions::saveAs))
    , m_maximise(add(tr("This chart alone, and &back"), Qt::ALT | Qt::Key_Return, nullptr))
    , m_window(add(tr("Open in a &window"), Qt::ALT | Qt::Key_N, nullptr))
    , m_close(add(tr("&Close this window"), QKeySequence::Close, &ChartActions::closeWindow))
{
    m_redo->setShortcuts({Qt::CTRL | Qt::SHIFT | Qt::Key_Z, Qt::CTRL | Qt::Key_Y});
    connect(m_maximise, &QAction::triggered, &panel, &ChartPanel::maximiseWanted);
    connect(m_window, &QAction::triggered, &panel, &ChartPanel::windowWanted);
    connect(&panel.drawings(), &Drawings::changed, this, &ChartActions::showUndo);
    connect(&panel.model(), &ChartModel::reset, this, &ChartActions::showUndo);
    showUndo();
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

void ChartActions::addMenu(QMenu &menu, const QString &title, void (ChartActions::*fill)(QMenu &))
{
    (this->*fill)(*menu.addMenu(title));
}

void ChartActions::fill(QMenu &menu)
{
    addMenu(menu, tr("&Time frame"), &ChartActions::fillTimeframes);
    addMenu(menu, tr("St&yle"), &ChartActions::fillStyles);
    addMenu(menu, tr("&Indicators"), &ChartActions::fillStudies);
    addMenu(menu, tr("&Draw"), &ChartActions::fillDrawings);
    addMenu(menu, tr("&Price scale"), &ChartActions::fillScales);
    fillLinkMenu(*menu.addMenu(tr("Lin&k group")), m_panel.link(), this,
                 [this](LinkGroup group) { m_panel.setLink(group); });
    m_extendedHours->setChecked(m_panel.model().showsExtendedHours());
    menu.addAction(m_extendedHours);
    menu.addSeparator();
    menu.addActions({m_goToDate, m_reset, m_explain});
    menu.addSeparator();
    menu.addActions({m_copy, m_save});
    menu.addSeparator();
    menu.addActions({m_maximise, m_window});
    if (m_panel.isWindow())
        menu.addAction(m_close);
}

void ChartActions::fillTimeframes(QMenu &menu)
{
    auto *group = new QActionGroup(&menu);
    for (const Timeframe timeframe : AllTimeframes) {
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
    const auto &panes = m_panel.view().scene().panes();
    menu.addSection(tr("Shown"));
    for (std::size_t pane = 0; pane < panes.size(); ++pane) {
        for (std::size_t study = 0; study < panes[pane].studies.size(); ++study) {
            fillStudy(*menu.addMenu(studyTitle(*panes[pane].studies[study].study)), pane, panes[pane].studies[study]);
        }
    }
}

/// Meanwhile the study can be moved or removed elsewhere: it is known by its number.
void ChartActions::fillStudy(QMenu &menu, std::size_t pane, const ShownStudy &shown)
{
    ChartView &view = m_panel.view();
    const int id = shown.id;
    menu.addAction(tr("Set up\u2026"), this, [this, id] { editStudy(id); })
        ->setEnabled(!shown.study->type().parameters.empty());
    if (pane > 0) {
        menu.addAction(tr("Move up"), &view, [&view, id] { view.moveStudy(id, -1); })->setEnabled(pane > 1);
        menu.addAction(tr("Move down"), &view, [&view, id] { view.moveStudy(id, 1); })
            ->setEnabled(pane + 1 < view.scene().panes().size());
    }
    menu.addAction(tr("Remove"), &view, [&view, id] { view.removeStudy(id); });
}

void ChartActions::editStudy(int id)
{
    ChartView &view = m_panel.view();
    const auto place = view.scene().placeOf(id);
    if (!place)
        return;
    auto *dialog = new StudyDialog(*view.scene().panes()[place->pane].studies[place->study].study, &m_panel);
    connect(dialog, &StudyDialog::valuesChanged, &view,
            [&view, id](const ParameterValues &values) { view.setStudyParameters(id, values); });
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
            Q_EMIT m_panel.told(Drawing::pointCount(chosen) == 1
                                    ? tr("Click where it is to be. Esc cancels.")
                                    : tr("Click two points, or drag; Ctrl holds to a price of the bar. Esc cancels."));
        });
    }
    menu.addSection(tr("Shift and drag: measure"));
    menu.addActions({m_undo, m_redo});
    menu.addAction(tr("&Delete the chosen one"), this, [&tool] { tool.removeSelected(); })
        ->setEnabled(tool.selected().has_value());
    menu.addAction(tr("Delete &all of %1").arg(m_panel.symbol()), this, &ChartActions::removeDrawings)
        ->setEnabled(!m_panel.drawings().of(m_panel.symbol()).empty());
}

void ChartActions::closeWindow()
{
    if (m_panel.isWindow())
        m_panel.close();
}

void ChartActions::showUndo()
{
    m_undo->setEnabled(m_panel.drawings().canUndo(m_panel.symbol()));
    m_redo->setEnabled(m_panel.drawings().canRedo(m_panel.symbol()));
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
        QToolTip::hideText();
        Q_EMIT m_panel.told(tr("There is no pattern on this bar. Left and Right choose another one."));
        return;
    }
    QToolTip::showText(view.mapToGlobal(place->tip.toPoint()), tipOf(*place->event), &view);
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

/// The picture is that of now, although its name is chosen later.
void ChartActions::saveAs()
{
    const ChartView &view = m_panel.view();
    if (m_panel.model().isEmpty())
        return;
    const QImage picture = pictureOf(view);
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
    connect(dialog, &QFileDialog::fileSelected, this, [this, picture](const QString &file) {
        const auto format = chartFormatOf(file);
        if (!format)
            Q_EMIT m_panel.told(tr("%1 is not saved: its name must end in .png, .svg or .csv.").arg(file));
        else if (*format == ChartFormat::Png)
            Q_EMIT m_panel.fileWanted(file, pngOf(picture));
        else if (!m_panel.model().isEmpty())
            Q_EMIT m_panel.fileWanted(file, exported(m_panel.view(), *format));
    });
    dialog->open();
}

} // namespace tickstock
