// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/common/theme.h"

#include <QFontDatabase>
#include <QFontMetricsF>

#include <utility>

namespace tickstock {

Theme Theme::dark()
{
    Theme theme;
    theme.isDark = true;
    theme.window = QColor(0x10, 0x14, 0x1b);
    theme.panel = QColor(0x15, 0x1a, 0x23);
    theme.border = QColor(0x2a, 0x32, 0x3f);
    theme.grid = QColor(0x1e, 0x25, 0x30);
    theme.text = QColor(0xd5, 0xdb, 0xe3);
    theme.dimText = QColor(0x8a, 0x95, 0xa5);
    theme.up = QColor(0x26, 0xa6, 0x9a);
    theme.down = QColor(0xef, 0x53, 0x50);
    theme.upVolume = QColor(0x1d, 0x55, 0x55);
    theme.downVolume = QColor(0x69, 0x31, 0x36);
    theme.accent = QColor(0x4c, 0x8d, 0xf6);
    theme.good = QColor(0x3f, 0xb9, 0x68);
    theme.warn = QColor(0xe3, 0xa0, 0x3a);
    theme.bad = QColor(0xf0, 0x5d, 0x5d);
    theme.outsideHours = QColor(0x14, 0x19, 0x22);
    theme.watermark = QColor(0xff, 0xff, 0xff, 14);
    theme.crosshairLabel = QColor(0x3d, 0x48, 0x59);
    theme.studies = {QColor(0xf2, 0xa9, 0x3b), QColor(0x5a, 0xa9, 0xf8), QColor(0xc5, 0x8a, 0xf9),
                     QColor(0x4d, 0xd0, 0xe1), QColor(0xf0, 0x62, 0xa6), QColor(0xb0, 0xbe, 0x5c)};
    return theme;
}

Theme Theme::light()
{
    Theme theme;
    theme.isDark = false;
    theme.window = QColor(0xff, 0xff, 0xff);
    theme.panel = QColor(0xf6, 0xf7, 0xf9);
    theme.border = QColor(0xcf, 0xd5, 0xdd);
    theme.grid = QColor(0xea, 0xed, 0xf1);
    theme.text = QColor(0x1c, 0x23, 0x2d);
    theme.dimText = QColor(0x5d, 0x68, 0x77);
    theme.up = QColor(0x0f, 0x8a, 0x7e);
    theme.down = QColor(0xd0, 0x39, 0x36);
    theme.upVolume = QColor(0xb4, 0xdc, 0xd7);
    theme.downVolume = QColor(0xf2, 0xc4, 0xc3);
    theme.accent = QColor(0x1f, 0x63, 0xd6);
    theme.good = QColor(0x1d, 0x86, 0x45);
    theme.warn = QColor(0xa3, 0x63, 0x00);
    theme.bad = QColor(0xc6, 0x28, 0x28);
    theme.outsideHours = QColor(0xf5, 0xf6, 0xf8);
    theme.watermark = QColor(0, 0, 0, 14);
    theme.crosshairLabel = QColor(0x4a, 0x55, 0x66);
    theme.studies = {QColor(0xb8, 0x6e, 0x00), QColor(0x1f, 0x63, 0xd6), QColor(0x7b, 0x3f, 0xc4),
                     QColor(0x00, 0x83, 0x8f), QColor(0xb8, 0x2c, 0x74), QColor(0x6b, 0x76, 0x1a)};
    return theme;
}

namespace {

/// Volume is drawn behind the candles, in their colours, but faint.
QColor faint(const QColor &colour, const QColor &window)
{
    constexpr double share = 0.36;
    const auto mix = [](int over, int under) { return static_cast<int>(over * share + under * (1 - share)); };
    return {mix(colour.red(), window.red()), mix(colour.green(), window.green()), mix(colour.blue(), window.blue())};
}

/// Blue and orange of the palette by M. Okabe and K. Ito, "Color Universal Design" (2008), as bright as the background
/// needs. No indicator has one of the two.
void showDirectionsToEverybody(Theme &theme)
{
    theme.up = theme.isDark ? QColor(0x56, 0xb4, 0xe9) : QColor(0x00, 0x72, 0xb2);
    theme.down = theme.isDark ? QColor(0xe6, 0x8a, 0x2e) : QColor(0xc2, 0x56, 0x00);
    theme.studies = theme.isDark
                        ? std::array{QColor(0xf0, 0xe4, 0x42), QColor(0xc5, 0x8a, 0xf9), QColor(0xd5, 0xdb, 0xe3),
                                     QColor(0xf0, 0x62, 0xa6), QColor(0x4d, 0xe1, 0xb5), QColor(0xb0, 0xbe, 0x5c)}
                        : std::array{QColor(0x7b, 0x3f, 0xc4), QColor(0x1c, 0x23, 0x2d), QColor(0xb8, 0x2c, 0x74),
                                     QColor(0x00, 0x7a, 0x5a), QColor(0x6b, 0x76, 0x1a), QColor(0x5d, 0x68, 0x77)};
}

} // namespace

Theme Theme::of(const Look &look)
{
    Theme theme = look.isDark ? dark() : light();
    if (look.directions == Look::Directions::Reversed)
        std::swap(theme.up, theme.down);
    if (look.directions == Look::Directions::ColourBlind)
        showDirectionsToEverybody(theme);
    if (look.directions != Look::Directions::Classic) {
        theme.upVolume = faint(theme.up, theme.window);
        theme.downVolume = faint(theme.down, theme.window);
    }
    return theme;
}

QPalette Theme::palette() const
{
    QPalette palette;
    palette.setColor(QPalette::Window, panel);
    palette.setColor(QPalette::WindowText, text);
    palette.setColor(QPalette::Base, window);
    palette.setColor(QPalette::AlternateBase, panel);
    palette.setColor(QPalette::Text, text);
    palette.setColor(QPalette::Button, panel);
    palette.setColor(QPalette::ButtonText, text);
    palette.setColor(QPalette::ToolTipBase, panel);
    palette.setColor(QPalette::ToolTipText, text);
    palette.setColor(QPalette::PlaceholderText, dimText);
    palette.setColor(QPalette::Highlight, accent);
    palette.setColor(QPalette::HighlightedText, Qt::white);
    palette.setColor(QPalette::Link, accent);
    palette.setColor(QPalette::Mid, border);
    palette.setColor(QPalette::Dark, border);
    palette.setColor(QPalette::Light, border);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, dimText);
    return palette;
}

QString Theme::styleSheet() const
{
    return QStringLiteral(
               "QToolBar { border: 0; border-bottom: 1px solid %1; padding: 3px; spacing: 3px; }"
               "QToolButton { padding: 3px 8px; border: 1px solid transparent; border-radius: 3px; }"
               "QToolButton::menu-indicator { image: none; }"
               "QToolButton:hover { background: %1; }"
               "QToolButton:checked { background: %2; color: white; }"
               "QToolButton:focus { border: 1px solid %2; }"
               "QStatusBar { border-top: 1px solid %1; }"
               "QStatusBar::item { border: 0; }"
               "QDockWidget { titlebar-close-icon: none; }"
               "QDockWidget::title { background: %3; padding: 5px 8px; border-bottom: 1px solid %1; text-align: left; }"
               "QTableView { border: 0; gridline-color: %4; selection-background-color: %2; selection-color: white; }"
               "QHeaderView::section { background: %3; color: %5; border: 0; border-bottom: 1px solid %1;"
               " padding: 4px 6px; }"
               "QTableView::item { padding: 0 4px; }"
               "QLineEdit { border: 1px solid %1; border-radius: 3px; padding: 3px 5px; }"
               "QLineEdit:focus { border: 1px solid %2; }"
               "QScrollBar:vertical { background: transparent; width: 9px; margin: 0; }"
               "QScrollBar:horizontal { background: transparent; height: 9px; margin: 0; }"
               "QScrollBar::handle { background: %1; border-radius: 4px; min-height: 24px; min-width: 24px; }"
               "QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }"
               "QMainWindow::separator { background: %1; width: 1px; height: 1px; }"
               "QMenu { border: 1px solid %1; }"
               "QToolTip { border: 1px solid %1; padding: 4px; }")
        .arg(border.name(), accent.name(), panel.name(), grid.name(), dimText.name());
}

QFont tabularFont(const QFont &base)
{
    const QFontMetricsF metrics(base);
    const qreal width = metrics.horizontalAdvance(u'0');
    for (char digit = '1'; digit <= '9'; ++digit) {
        if (qAbs(metrics.horizontalAdvance(QLatin1Char(digit)) - width) > 0.01) {
            QFont fixed = QFontDatabase::systemFont(QFontDatabase::FixedFont);
            fixed.setPointSizeF(base.pointSizeF());
            return fixed;
        }
    }
    return base;
}

} // namespace tickstock
