// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/simulator/simulator.h"
#include "core/types/workerthread.h"

#include <QUrl>

namespace tickstock::test {

/// A simulator on free ports in a thread of its own.
class SimulatorThread
{
public:
    SimulatorThread(std::unique_ptr<simulator::TradeSource> source, simulator::SimulatorOptions options);

    QUrl feedUrl() const;
    QUrl restUrl() const;
    /// Calls the control interface and waits; the answer's body, empty on failure.
    QByteArray post(const QString &pathAndQuery) const;
    QByteArray get(const QString &pathAndQuery) const;

private:
    QByteArray call(bool isPost, const QString &pathAndQuery) const;

    quint16 m_feedPort = 0;
    quint16 m_httpPort = 0;
    WorkerThread<simulator::Simulator> m_thread{QStringLiteral("simulator")};
};

/// The seeded model with a few symbols.
std::unique_ptr<simulator::TradeSource> model(const std::vector<std::string> &symbols, const char *newYorkStart,
                                              double rate = 2);

} // namespace tickstock::test
