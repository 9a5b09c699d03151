// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/chart/scene/chartscene.h"

#include <QCoreApplication>

#include <optional>

class QPainter;

namespace tickstock {

/// What a bar and its studies say, at the top left of each pane. GUI thread.
class LegendPainter
{
    Q_DECLARE_TR_FUNCTIONS(ChartView)

public:
    /// @param read       the bar that is read; nothing: the last one
    /// @param sourceName of the connection that brought the last price; may be empty
    void paint(QPainter &painter, const ChartScene &scene, std::optional<int> read, const QString &sourceName) const;

private:
    void paintBar(QPainter &painter, const ChartScene &scene, int index, const QString &sourceName) const;
    void paintStudies(QPainter &painter, const ChartScene &scene, int index, bool isRead) const;
};

} // namespace tickstock
