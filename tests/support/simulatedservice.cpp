// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/simulatedservice.h"

#include "core/storage/sqlitestorage.h"
#include "tests/support/gzcsv.h"

#include <QJsonDocument>

namespace tickstock::test {

namespace {

const QString Key = QStringLiteral("k");

} // namespace

SimulatedService::SimulatedService(const QStringList &simulatorArguments)
    : m_directory(std::make_unique<QTemporaryDir>())
    , m_feedPort(freePort())
    , m_httpPort(freePort())
    , m_apiPort(freePort())
{
    m_simulator = std::make_shared<Program>(QStringLiteral("massive-sim"),
                                            QStringList{QStringLiteral("--port"), QString::number(m_feedPort),
                                                        QStringLiteral("--http-port"), QString::number(m_httpPort),
                                                        QStringLiteral("--key"), Key} +
                                                simulatorArguments);
    m_simulator->waitForOutput(QStringLiteral("feed ws://"));
}

std::unique_ptr<SimulatedService> SimulatedService::neighbour() const
{
    std::unique_ptr<SimulatedService> other(new SimulatedService);
    other->m_simulator = m_simulator;
    other->m_directory = std::make_unique<QTemporaryDir>();
    other->m_feedPort = m_feedPort;
    other->m_httpPort = m_httpPort;
    other->m_apiPort = freePort();
    return other;
}

SimulatedService::Environment SimulatedService::environment(const Environment &more) const
{
    Environment all{
        {QStringLiteral("MASSIVE_API_KEY"), Key},
        {QStringLiteral("MASSIVE_WEBSOCKET_URL"), QStringLiteral("ws://127.0.0.1:%1/stocks").arg(m_feedPort)},
        {QStringLiteral("MASSIVE_REST_URL"), QStringLiteral("http://127.0.0.1:%1").arg(m_httpPort)},
        {QStringLiteral("API_LISTEN"), QStringLiteral("127.0.0.1:%1").arg(m_apiPort)}};
    for (const auto &[key, value] : more)
        all[key] = value;
    return all;
}

bool SimulatedService::startService(const Environment &more, const QStringList &moreArguments)
{
    m_service = std::make_unique<Program>(
        QStringLiteral("tickstockd"), QStringList{QStringLiteral("--data-dir"), m_directory->path()} + moreArguments,
        environment(more));
    return m_service->waitForOutput(QStringLiteral("running"));
}

bool SimulatedService::control(const QString &pathAndQuery) const
{
    return postTo(QStringLiteral("http://127.0.0.1:%1%2").arg(m_httpPort).arg(pathAndQuery)).contains("true");
}

QByteArray SimulatedService::getApi(const QString &path) const
{
    return getText(QStringLiteral("http://127.0.0.1:%1%2").arg(m_apiPort).arg(path));
}

QJsonObject SimulatedService::stats() const
{
    return getJson(QStringLiteral("http://127.0.0.1:%1/sim/stats").arg(m_httpPort));
}

QJsonObject SimulatedService::health() const
{
    return QJsonDocument::fromJson(getApi(QStringLiteral("/api/health"))).object();
}

QJsonObject SimulatedService::connections() const
{
    return QJsonDocument::fromJson(getApi(QStringLiteral("/api/websocket/connections"))).object();
}

QJsonObject SimulatedService::connection(int number) const
{
    const QString path = QStringLiteral("/api/websocket/connections/connection_%1").arg(number);
    return QJsonDocument::fromJson(getApi(path)).object();
}

QJsonArray SimulatedService::gaps() const
{
    return QJsonDocument::fromJson(getApi(QStringLiteral("/api/gaps"))).array();
}

int SimulatedService::inState(const char *status) const
{
    int count = 0;
    for (const auto &connection : connections()[u"connections"].toObject())
        count += connection[u"status"].toString() == QLatin1String(status);
    return count;
}

int SimulatedService::unrepairedGaps() const
{
    int count = 0;
    for (const auto &gap : gaps())
        count += gap[u"repaired_at"].isNull();
    return count;
}

SimulatedService::Minutes SimulatedService::truth(const QString &symbol) const
{
    Minutes minutes;
    const auto lines =
        getText(QStringLiteral("http://127.0.0.1:%1/sim/truth?symbol=%2").arg(m_httpPort).arg(symbol)).split('\n');
    for (qsizetype i = 1; i < lines.size(); ++i) {
        const auto cells = lines[i].split(',');
        if (cells.size() == 6) {
            minutes[cells[0].toLongLong()] = {cells[1].toDouble(), cells[2].toDouble(), cells[3].toDouble(),
                                              cells[4].toDouble(), cells[5].toDouble()};
        }
    }
    return minutes;
}

std::vector<std::int64_t> SimulatedService::secondsOf(const QString &symbol) const
{
    const QString path = QStringLiteral("http://127.0.0.1:%1/v2/aggs/ticker/%2/range/1/second/2025-03-10/2025-03-10"
                                        "?limit=50000&apiKey=%3");
    std::vector<std::int64_t> starts;
    for (const auto &row : getJson(path.arg(m_httpPort).arg(symbol, Key))[u"results"].toArray())
        starts.push_back(row[u"t"].toInteger());
    return starts;
}

SimulatedService::Minutes SimulatedService::stored(const QString &symbol) const
{
    SqliteStorage storage(m_directory->filePath(QStringLiteral("tickstock.sqlite")));
    Minutes minutes;
    if (!storage.open())
        return minutes;
    if (const auto bars = storage.minutes(symbol, {0}, {INT64_MAX})) {
        for (const Bar &bar : *bars)
            minutes[bar.start.ms] = {bar.open, bar.high, bar.low, bar.close, bar.volume};
    }
    return minutes;
}

SimulatedService::Minutes
SimulatedService::recorded(const QString &file, const std::function<std::optional<Timestamp>(const QString &)> &parse)
{
    Minutes minutes;
    for (const QStringList &row : readCsv(file)) {
        if (const auto start = parse(row[0]))
            minutes[start->ms] = {row[1].toDouble(), row[2].toDouble(), row[3].toDouble(), row[4].toDouble(),
                                  row[5].toDouble()};
    }
    return minutes;
}

QString SimulatedService::difference(const Minutes &given, const Minutes &expected)
{
    if (expected.empty())
        return QStringLiteral("nothing is expected");
    for (const auto &[start, minute] : expected) {
        const auto it = given.find(start);
        if (it == given.end())
            return QStringLiteral("minute %1 is missing").arg(start);
        if (!(it->second == minute)) {
            return QStringLiteral("minute %1 differs: close %2 instead of %3, volume %4 instead of %5")
                .arg(start)
                .arg(it->second.close)
                .arg(minute.close)
                .arg(it->second.volume)
                .arg(minute.volume);
        }
    }
    const auto within = std::distance(given.lower_bound(expected.begin()->first), given.end());
    if (within != static_cast<std::ptrdiff_t>(expected.size()))
        return QStringLiteral("%1 minutes instead of %2").arg(within).arg(expected.size());
    return {};
}

} // namespace tickstock::test
