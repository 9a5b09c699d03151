// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/shell/keysheet.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QScrollArea>
#include <QVBoxLayout>

#include <utility>

namespace tickstock {

namespace {

using Keys = std::vector<std::pair<QString, QString>>;

Keys chartKeys()
{
    const auto tr = [](const char *text) { return KeySheet::tr(text); };
    return {
        {tr("Letters"), tr("Another symbol: type it, Enter")},
        {tr("Digits, comma"), tr("Another time frame: 5, 15m, ,d and Enter")},
        {tr("Left, Right"), tr("Read a bar; with Ctrl ten bars further")},
        {tr("Page Up, Page Down"), tr("Back and forth")},
        {tr("Home, End"), tr("The first bar, the present")},
        {tr("+, \u2212, Ctrl+Up, Ctrl+Down"), tr("Zoom")},
        {tr("0, Alt+R"), tr("Reset the view")},
        {tr("Alt+G"), tr("Go to a date")},
        {tr("Alt+L, Alt+I"), tr("Logarithmic, inverted")},
        {tr("Alt+E"), tr("Pre- and after-market")},
        {tr("Alt+M"), tr("Explain the pattern on the bar that is read")},
        {tr("Alt+S, Ctrl+C"), tr("Save, copy the picture")},
        {tr("Alt+Enter, Alt+N, Ctrl+W"), tr("This chart alone; in a window of its own; close that")},
        {tr("Ctrl+Z, Ctrl+Shift+Z, Delete"), tr("Drawings: undo, redo, delete the chosen one")},
        {tr("Enter"), tr("Drawing: set a point at the bar that is read")},
        {tr("Esc"), tr("Cancel what is being drawn or typed")},
    };
}

Keys windowKeys()
{
    const auto tr = [](const char *text) { return KeySheet::tr(text); };
    return {
        {tr("Ctrl+1 \u2026 Ctrl+4"), tr("Chart, watchlist, events, sinks")},
        {tr("Ctrl+Tab"), tr("The next chart")},
        {tr("Ctrl+L"), tr("Type a symbol")},
        {tr("Up, Down, Space, Shift+Space"), tr("Through the watchlist; charts of its link group follow")},
        {tr("Delete"), tr("Watchlist: without this symbol")},
        {tr("Ctrl+B"), tr("Browse patterns")},
        {tr("Ctrl+,"), tr("Set up connections")},
        {tr("Ctrl+K"), tr("Every command, found by typing")},
        {tr("F1, ?"), tr("This sheet")},
    };
}

Keys mouseKeys()
{
    const auto tr = [](const char *text) { return KeySheet::tr(text); };
    return {
        {tr("Wheel"), tr("Zoom; with Shift pan; with Ctrl about the cursor")},
        {tr("Drag"), tr("Pan; on an axis stretch; on a pane's edge resize")},
        {tr("Double-click on an axis"), tr("Back to automatic")},
        {tr("Shift and drag"), tr("Measure price, percent, bars and time")},
    };
}

QString table(const QString &title, const Keys &keys)
{
    QString rows;
    for (const auto &[key, meaning] : keys)
        rows += QStringLiteral("<tr><td style='padding-right: 18px'><b>%1</b></td><td>%2</td></tr>")
                    .arg(key.toHtmlEscaped(), meaning.toHtmlEscaped());
    return QStringLiteral("<h3>%1</h3><table cellpadding='2'>%2</table>").arg(title.toHtmlEscaped(), rows);
}

} // namespace

KeySheet::KeySheet(QWidget *parent)
    : QDialog(parent)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setObjectName(QStringLiteral("keySheet"));
    setWindowTitle(tr("Keys"));
    auto *text = new QLabel(this);
    text->setTextFormat(Qt::RichText);
    text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    text->setMargin(12);
    text->setText(table(tr("Chart"), chartKeys()) + table(tr("Mouse, on a chart"), mouseKeys()) +
                  table(tr("Window"), windowKeys()));
    auto *scroll = new QScrollArea(this);
    scroll->setWidget(text);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(scroll, 1);
    layout->addWidget(buttons);
    resize(text->sizeHint().width() + 60, 560);
}

} // namespace tickstock
