// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/timeframe.h"

#include <QLineEdit>

#include <optional>

class QStringListModel;

namespace tickstock {

/// What is typed over a chart: a symbol, or, beginning with a digit or a comma, a time frame. Enter applies it, Escape
/// or a click elsewhere puts it away. GUI thread.
class TypeToGo final : public QLineEdit
{
    Q_OBJECT

public:
    /// @param over the widget that it lies on, and that gets the keyboard back
    explicit TypeToGo(QWidget *over);

    /// Begins with what has been typed already. @p symbols are offered, by any part of them.
    void begin(const QString &text, const QStringList &symbols);

    /// "5", "15m", ",d", "1d"; nothing for anything else.
    static std::optional<Timeframe> timeframeFrom(const QString &text);

Q_SIGNALS:
    void symbolTyped(const QString &symbol);
    void timeframeTyped(tickstock::Timeframe timeframe);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    void apply();

    QWidget *m_over;
    QStringListModel *m_symbols;
};

} // namespace tickstock
