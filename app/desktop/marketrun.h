// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QObject>

namespace tickstock {

class MarketDataSource;

/// A market that runs for the window: its source, and how it begins and ends. GUI thread.
class MarketRun : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    virtual MarketDataSource &source() = 0;
    virtual void start() = 0;
    /// Ends it without making the caller wait; stopped() follows. From here on nobody uses the source.
    virtual void stop() = 0;

Q_SIGNALS:
    /// Its connections are closed and its files are free.
    void stopped();
};

} // namespace tickstock
