// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QTableView>

namespace tickstock {

/// A table whose rows the user reads and chooses. While it has none, a sentence says why. GUI thread.
class EmptyTableView : public QTableView
{
    Q_OBJECT

public:
    explicit EmptyTableView(QWidget *parent = nullptr);

    void setEmptyText(const QString &text);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_emptyText;
};

} // namespace tickstock
