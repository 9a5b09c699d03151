// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/desktop/marketrun.h"
#include "tests/support/fakecore.h"

#include <QStringList>

namespace tickstock::test {

/// A market run that ends only when the test says so, and logs what becomes of it.
class FakeRun final : public MarketRun
{
public:
    /// @param log outlives the run; gets "<name> starts", "<name> stops", "<name> is gone"
    FakeRun(QString name, QStringList &log)
        : m_name(std::move(name))
        , m_log(log)
    {
    }
    ~FakeRun() override { m_log.append(m_name + QStringLiteral(" is gone")); }

    CoreInterfaces interfaces() override { return m_core.interfaces(); }
    void start() override { m_log.append(m_name + QStringLiteral(" starts")); }
    void stop() override { m_log.append(m_name + QStringLiteral(" stops")); }
    void letGo() { Q_EMIT stopped(); }

private:
    FakeCore m_core;
    const QString m_name;
    QStringList &m_log;
};

} // namespace tickstock::test
