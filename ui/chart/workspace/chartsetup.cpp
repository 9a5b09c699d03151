// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/chart/workspace/chartsetup.h"

#include "core/market/symbol.h"
#include "core/types/text.h"
#include "ui/chart/workspace/chartworkspace.h"

#include <QJsonArray>

#include <utility>

namespace tickstock {

namespace {

constexpr std::array StyleNames{
    std::pair{ChartStyle::Candles, "candles"}, std::pair{ChartStyle::HollowCandles, "hollow"},
    std::pair{ChartStyle::OhlcBars, "bars"},   std::pair{ChartStyle::Line, "line"},
    std::pair{ChartStyle::Area, "area"},       std::pair{ChartStyle::HeikinAshi, "heikin-ashi"}};
constexpr std::array ScaleNames{std::pair{PriceScale::Mode::Linear, "linear"},
                                std::pair{PriceScale::Mode::Logarithmic, "logarithmic"},
                                std::pair{PriceScale::Mode::Percent, "percent"}};
/// Nobody sees more, and a damaged file must not open thousands.
constexpr qsizetype MostStudies = 24;
constexpr double LeastShare = 0.02, LargestShare = 50;

template<class Names, class Value>
QString nameOf(const Names &names, Value value)
{
    for (const auto &[known, name] : names) {
        if (known == value)
            return QString::fromLatin1(name);
    }
    return {};
}

template<class Value, std::size_t Count>
std::optional<Value> valueOf(const std::array<std::pair<Value, const char *>, Count> &names, const QString &text)
{
    for (const auto &[value, name] : names) {
        if (text == QLatin1String(name))
            return value;
    }
    return std::nullopt;
}

QJsonObject studyOf(const Study &study, double share)
{
    QJsonObject parameters;
    for (const Parameter &parameter : study.type().parameters)
        parameters[text(parameter.name)] = study.parameters()[parameter.name];
    return {{QStringLiteral("study"), text(study.type().name)},
            {QStringLiteral("parameters"), parameters},
            {QStringLiteral("share"), share}};
}

void addStudy(const QJsonObject &kept, ChartView &view)
{
    const StudyType *type = studyType(kept[u"study"].toString().toStdString());
    if (!type)
        return;
    ParameterValues values(type->parameters);
    const QJsonObject parameters = kept[u"parameters"].toObject();
    for (auto it = parameters.begin(); it != parameters.end(); ++it)
        values.set(it.key().toStdString(), it->toDouble(NoValue));
    view.addStudy(*type, values);
    const double share = kept[u"share"].toDouble();
    if (!type->isOverlay && share >= LeastShare && share <= LargestShare)
        view.setPaneShare(view.scene().panes().size() - 1, share);
}

void applyStudies(const QJsonArray &kept, ChartView &view)
{
    const auto &panes = view.scene().panes();
    while (panes.size() > 1)
        view.removeStudy(panes.back().studies.front().id);
    while (!panes.front().studies.empty())
        view.removeStudy(panes.front().studies.front().id);
    for (qsizetype i = 0; i < std::min(kept.size(), MostStudies); ++i)
        addStudy(kept[i].toObject(), view);
}

QJsonObject windowSetupOf(const ChartPanel &panel)
{
    QJsonObject setup = setupOf(panel);
    setup[QStringLiteral("geometry")] = QString::fromLatin1(panel.saveGeometry().toBase64());
    return setup;
}

std::vector<QJsonObject> objects(const QJsonArray &array)
{
    std::vector<QJsonObject> all;
    for (const auto &each : array)
        all.push_back(each.toObject());
    return all;
}

} // namespace

QJsonObject setupOf(const ChartPanel &panel)
{
    const ChartScene &scene = panel.view().scene();
    QJsonArray studies;
    for (const ChartPane &pane : scene.panes()) {
        for (const ShownStudy &shown : pane.studies)
            studies.append(studyOf(*shown.study, pane.share / scene.mainPane().share));
    }
    return {{QStringLiteral("symbol"), panel.symbol()},
            {QStringLiteral("timeframe"), text(toText(panel.model().timeframe()))},
            {QStringLiteral("extended_hours"), panel.model().showsExtendedHours()},
            {QStringLiteral("link"), letter(panel.link())},
            {QStringLiteral("style"), nameOf(StyleNames, scene.style())},
            {QStringLiteral("scale"), nameOf(ScaleNames, scene.mainPane().scale.mode())},
            {QStringLiteral("inverted"), scene.mainPane().scale.isInverted()},
            {QStringLiteral("studies"), studies}};
}

void applySetup(const QJsonObject &setup, ChartPanel &panel)
{
    ChartView &view = panel.view();
    if (const auto timeframe = timeframeFromText(setup[u"timeframe"].toString().toStdString()))
        panel.model().setTimeframe(*timeframe);
    panel.model().setExtendedHours(setup[u"extended_hours"].toBool(panel.model().showsExtendedHours()));
    if (const auto link = linkGroupFrom(setup[u"link"].toString()))
        panel.setLink(*link);
    if (const auto style = valueOf(StyleNames, setup[u"style"].toString()))
        view.setStyle(*style);
    if (const auto scale = valueOf(ScaleNames, setup[u"scale"].toString()))
        view.setScaleMode(*scale);
    view.setInverted(setup[u"inverted"].toBool(view.scene().mainPane().scale.isInverted()));
    if (setup[u"studies"].isArray())
        applyStudies(setup[u"studies"].toArray(), view);
    if (const QString symbol = setup[u"symbol"].toString(); isSymbol(symbol.toStdString()))
        panel.showSymbol(symbol);
}

void applyGeometry(const QJsonObject &setup, ChartPanel &panel)
{
    panel.restoreGeometry(QByteArray::fromBase64(setup[u"geometry"].toString().toLatin1()));
}

QJsonObject setupOf(const ChartWorkspace &workspace)
{
    QJsonArray grid, windows;
    for (const ChartPanel *panel : workspace.charts().grid)
        grid.append(setupOf(*panel));
    for (const ChartPanel *panel : workspace.charts().windows)
        windows.append(windowSetupOf(*panel));
    return {{QStringLiteral("grid"), grid},
            {QStringLiteral("windows"), windows},
            {QStringLiteral("wheel_pans"), workspace.wheelHabits().pans},
            {QStringLiteral("wheel_zooms_at_cursor"), workspace.wheelHabits().zoomsAtCursor}};
}

void applySetup(const QJsonObject &setup, ChartWorkspace &workspace)
{
    const WheelHabits &wheel = workspace.wheelHabits();
    workspace.setWheelHabits(
        {setup[u"wheel_pans"].toBool(wheel.pans), setup[u"wheel_zooms_at_cursor"].toBool(wheel.zoomsAtCursor)});
    workspace.restore(objects(setup[u"grid"].toArray()), objects(setup[u"windows"].toArray()));
}

} // namespace tickstock
