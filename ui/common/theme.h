// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QColor>
#include <QFont>
#include <QPalette>

#include <array>

namespace tickstock {

/// What the user chooses of the colours. A value.
struct Look
{
    enum class Directions {
        Classic,     ///< up green, down red
        ColourBlind, ///< up blue, down orange: told apart without telling red from green
        Reversed     ///< up red, down green, as in East Asia
    };

    bool isDark = true;
    Directions directions = Directions::Classic;

    bool operator==(const Look &) const = default;
};

/// The colours of a look. Direction is never shown by colour alone: signs, arrows and filled bodies repeat it. A value.
struct Theme
{
    bool isDark = true;
    QColor window, panel, border, grid;
    QColor text, dimText;
    QColor up, down, upVolume, downVolume;
    QColor accent; ///< crosshair labels, selection
    QColor good, warn, bad;
    QColor outsideHours; ///< shade behind pre- and after-market
    QColor watermark;
    QColor crosshairLabel;
    std::array<QColor, 6> studies; ///< lines of indicators, told apart without red and green

    static Theme dark();
    static Theme light();
    static Theme of(const Look &look);
    QPalette palette() const;
    QString styleSheet() const;
};

/// @p base if its digits are equally wide (so that changing numbers do not jump), else the fixed-width system font.
QFont tabularFont(const QFont &base);

} // namespace tickstock
