// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/chart/view/bartext.h"

#include "ui/chart/series/chartmodel.h"
#include "ui/common/format.h"

#include <QCoreApplication>

#include <algorithm>

namespace tickstock {

namespace {

struct BarText
{
    Q_DECLARE_TR_FUNCTIONS(BarText)
};

} // namespace

QString describeBar(const ChartModel &model, int index)
{
    const Bar &bar = model.series()[index];
    const QString time =
        model.timeframe() == Timeframe::Daily ? format::date(bar.start) : format::dayAndMinute(bar.start);
    QStringList words{BarText::tr("%1: open %2, high %3, low %4, close %5, volume %6")
                          .arg(time, format::price(bar.open), format::price(bar.high), format::price(bar.low),
                               format::price(bar.close), format::volume(bar.volume))};
    const auto &markers = model.markers();
    auto marker = std::lower_bound(markers.begin(), markers.end(), bar.start,
                                   [](const PatternEvent &event, Timestamp start) { return event.barStart < start; });
    for (; marker != markers.end() && marker->barStart == bar.start; ++marker)
        words.append(marker->pattern);
    return words.join(QStringLiteral(", "));
}

} // namespace tickstock
