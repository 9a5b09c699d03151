// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/patterns/patternevent.h"

#include <QTableView>

namespace tickstock {

class EventModel;

/// The table of pattern events; choosing one asks for its bar.
class EventView final : public QTableView
{
    Q_OBJECT

public:
    explicit EventView(EventModel &model, QWidget *parent = nullptr);

    /// What an empty table says.
    void setEmptyText(const QString &text);

Q_SIGNALS:
    void eventChosen(const tickstock::PatternEvent &event);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    EventModel &m_model;
    QString m_emptyText;
};

} // namespace tickstock
