// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/interfaces/coreinterfaces.h"

#include <QObject>

namespace tickstock {

/// A market that runs for the window: its interfaces, and how it begins and ends. GUI thread.
class MarketRun : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// What a window needs of it; valid until it is deleted.
    virtual CoreInterfaces interfaces() = 0;
    virtual void start() = 0;
    /// Ends it without making the caller wait; stopped() follows. From here on nobody uses the interfaces.
    virtual void stop() = 0;

Q_SIGNALS:
    /// Its connections are closed and its files are free.
    void stopped();
};

} // namespace tickstock
