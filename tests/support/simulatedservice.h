// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/timestamp.h"
#include "tests/support/program.h"

#include <QJsonArray>

#include <functional>
#include <memory>
#include <optional>

namespace tickstock::test {

/// massive-sim and tickstockd as processes on ports of their own, and what can be asked of both.
class SimulatedService
{
public:
    struct Minute
    {
        double open, high, low, close, volume;
        bool operator==(const Minute &) const = default;
    };
    using Minutes = std::map<std::int64_t, Minute>;
    using Environment = std::map<QString, QString>;

    explicit SimulatedService(const QStringList &simulatorArguments);
    Program &simulator() { return *m_simulator; }

    /// The settings that lead to the simulator, and those given.
    Environment environment(const Environment &more) const;
    bool startService(const Environment &more, const QStringList &moreArguments = {});
    bool startedService() const { return m_service != nullptr; }
    Program &service() { return *m_service; }
    /// Another program with the same key and settings but its own data and interface.
    std::unique_ptr<SimulatedService> neighbour() const;

    bool control(const QString &pathAndQuery) const;
    QJsonObject stats() const;
    QJsonObject health() const;
    QJsonObject connections() const;
    QJsonObject connection(int number) const;
    QJsonArray gaps() const;
    /// How many connections have this state.
    int inState(const char *status) const;
    int unrepairedGaps() const;
    QByteArray getApi(const QString &path) const;
    quint16 apiPort() const { return m_apiPort; }
    quint16 feedPort() const { return m_feedPort; }

    Minutes truth(const QString &symbol) const;
    /// Starts of the seconds in which the symbol has traded, as the vendor's REST interface tells them.
    std::vector<std::int64_t> secondsOf(const QString &symbol) const;
    Minutes stored(const QString &symbol) const;
    QString dataDirectory() const { return m_directory->path(); }

    /// The minutes of a file with bars, whose first column @p parse reads.
    static Minutes recorded(const QString &file, const std::function<std::optional<Timestamp>(const QString &)> &parse);
    /// Empty if both are equal, else the first difference in words. Sessions before the first expected minute are left
    /// out: they were fetched for patterns.
    static QString difference(const Minutes &given, const Minutes &expected);

private:
    SimulatedService() = default;

    std::shared_ptr<Program> m_simulator; // shared with neighbours
    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<Program> m_service;
    quint16 m_feedPort = 0, m_httpPort = 0, m_apiPort = 0;
};

} // namespace tickstock::test
