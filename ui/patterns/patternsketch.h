// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/bar.h"
#include "ui/common/theme.h"

#include <QWidget>

#include <string_view>
#include <vector>

namespace tickstock {

/// Example bars of a pattern, the last of which completes it; empty for an unknown pattern. Pure, from a resource of
/// the program: no disk is read.
std::vector<Bar> sketchOf(std::string_view pattern);

/// Draws a pattern: its own candles in full colour, those before it faintly. GUI thread.
class PatternSketch final : public QWidget
{
    Q_OBJECT

public:
    explicit PatternSketch(const Theme &theme, QWidget *parent = nullptr);

    /// @param shape how many of the last bars make up the pattern; 0: all
    void show(std::vector<Bar> bars, int shape);
    QSize sizeHint() const override { return {360, 160}; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme m_theme;
    std::vector<Bar> m_bars;
    int m_shape = 0;
};

} // namespace tickstock
