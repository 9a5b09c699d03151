// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/patternevent.h"
#include "ui/common/emptytableview.h"

namespace tickstock {

class EventModel;

/// The table of pattern events. When the user chooses one, its bar is to be shown. GUI thread.
class EventView final : public EmptyTableView
{
    Q_OBJECT

public:
    explicit EventView(EventModel &model, QWidget *parent = nullptr);

    /// Scrolls to the event's row and selects it, if the table still has it.
    void select(const PatternEvent &event);

Q_SIGNALS:
    void eventChosen(const tickstock::PatternEvent &event);

private:
    EventModel &m_model;
};

} // namespace tickstock
