// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/health/healthboard.h"
#include "core/interfaces/servicenotice.h"

#include <QObject>

namespace tickstock {

/// How things stand. Lives in the GUI thread and never blocks it.
class HealthView : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    virtual HealthBoard::Snapshot health() const = 0;

Q_SIGNALS:
    /// The store has been read, the symbols are known, and the feed is being opened.
    void started();
    void noticed(const tickstock::ServiceNotice &notice);
};

} // namespace tickstock
