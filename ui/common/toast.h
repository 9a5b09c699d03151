// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QLabel>
#include <QTimer>

namespace tickstock {

/// A line of text that lies at the bottom of another widget for some seconds. It moves nothing, and the user need not
/// close it. GUI thread.
class Toast final : public QLabel
{
    Q_OBJECT

public:
    /// @param over the widget it lies on, and its owner
    explicit Toast(QWidget *over);

    void show(const QString &text);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void place();

    QTimer m_end;
};

} // namespace tickstock
