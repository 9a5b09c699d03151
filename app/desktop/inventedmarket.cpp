// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/desktop/inventedmarket.h"

#include "core/config/simulatedsettings.h"
#include "core/config/starteruniverses.h"
#include "core/market/exchangecalendar.h"
#include "core/market/newyork.h"
#include "core/simulator/marketmodel.h"
#include "core/simulator/replaysource.h"

#include <QDateTime>
#include <QFile>

namespace tickstock {

namespace {

constexpr std::uint64_t DemoSeed = 7;
constexpr qsizetype MostSymbols = 2'000;

QStringList demoSymbols()
{
    const auto universes = starterUniverses();
    return universes.at(QStringLiteral("market_leaders:top_50")).mid(0, 24) +
           universes.at(QStringLiteral("etf:core")).mid(0, 4);
}

Timestamp lastTradingDayOpen()
{
    const ExchangeCalendar calendar;
    const QDate today = newyork::date({QDateTime::currentMSecsSinceEpoch()});
    return calendar.hours(ExchangeCalendar::previousTradingDay(today))->open;
}

} // namespace

InventedMarket::InventedMarket(Kind kind)
    : m_kind(kind)
    , m_simulator(QStringLiteral("simulator"))
{
}

Expected<std::unique_ptr<InventedMarket>> InventedMarket::demo(double speed)
{
    simulator::MarketModelOptions model;
    for (const QString &symbol : demoSymbols())
        model.symbols.push_back(symbol.toStdString());
    model.seed = DemoSeed;
    model.start = lastTradingDayOpen() + OneMinute * 25; // some candles of the day are there from the start
    model.liveFrom = model.start - OneMinute * 25;
    std::unique_ptr<InventedMarket> market(new InventedMarket(Kind::Demo));
    if (const auto started = market->start(std::make_unique<simulator::MarketModel>(std::move(model)), speed); !started)
        return started.error();
    return market;
}

Expected<std::unique_ptr<InventedMarket>> InventedMarket::replay(simulator::Recording recording, double speed)
{
    std::unique_ptr<InventedMarket> market(new InventedMarket(Kind::Replay));
    auto source = std::make_unique<simulator::ReplaySource>(std::move(recording));
    if (const auto started = market->start(std::move(source), speed); !started)
        return started.error();
    return market;
}

Outcome InventedMarket::start(std::unique_ptr<simulator::TradeSource> source, double speed)
{
    for (const std::string &symbol : source->symbols())
        m_symbols.append(QString::fromStdString(symbol));
    m_symbols = m_symbols.mid(0, MostSymbols);
    simulator::SimulatorOptions options;
    options.speed = speed;
    options.feed.keys = {QStringLiteral("demo")};
    Outcome outcome = success();
    const auto shared = std::make_shared<std::unique_ptr<simulator::TradeSource>>(std::move(source));
    m_simulator.start([&] { // which waits until it is done
        auto made = std::make_unique<simulator::Simulator>(std::move(*shared), options);
        outcome = made->start();
        m_feedPort = made->feedPort();
        m_httpPort = made->httpPort();
        return made;
    });
    return outcome;
}

QString InventedMarket::sourceWord() const
{
    return m_kind == Kind::Demo ? QStringLiteral("simulated") : QStringLiteral("replay");
}

Expected<Settings> InventedMarket::settings(const SettingTexts &own) const
{
    SimulatedRun run;
    run.feed = QUrl(QStringLiteral("ws://127.0.0.1:%1/stocks").arg(m_feedPort));
    run.rest = QUrl(QStringLiteral("http://127.0.0.1:%1").arg(m_httpPort));
    run.key = QStringLiteral("demo");
    run.symbols = m_symbols;
    run.sourceWord = sourceWord();
    run.connections = m_kind == Kind::Demo ? 3 : 1; // the demo shows three, a recording needs one
    return simulatedSettings(own, run);
}

void removeInventedStore(const QString &databaseFile)
{
    for (const QString &suffix : {QString(), QStringLiteral("-wal"), QStringLiteral("-shm")})
        QFile::remove(databaseFile + suffix);
}

} // namespace tickstock
