// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QLabel>
#include <QTimer>

namespace tickstock {

/// A line at the bottom of what it lies on, for some seconds: moves nothing and wants nothing. GUI thread.
class Toast final : public QLabel
{
    Q_OBJECT

public:
    /// @param over owns it
    explicit Toast(QWidget *over);

    void show(const QString &text);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void place();

    QTimer m_end;
};

} // namespace tickstock
