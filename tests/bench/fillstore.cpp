// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/market/exchangecalendar.h"
#include "core/market/newyork.h"
#include "core/simulator/marketmodel.h"
#include "core/simulator/tradelog.h"
#include "core/storage/sqlitestorage.h"

#include <QCoreApplication>
#include <QFile>

#include <iterator>

using namespace tickstock;
using namespace tickstock::simulator;

/// Makes the store that a service has filled which has followed the simulated market for some days, so that a start on
/// a full store can be measured without waiting for it.
namespace {

Bar barOf(const SimBar &made)
{
    Bar bar;
    bar.start = made.start;
    bar.open = made.open;
    bar.high = made.high;
    bar.low = made.low;
    bar.close = made.close;
    bar.volume = made.volume;
    bar.vwap = made.vwap();
    bar.tradeCount = made.trades;
    bar.source = BarSource::Rest;
    return bar;
}

/// The minutes of the sessions before the market's start.
WriteBatch minutesOf(TradeLog &log, std::size_t index, const QString &symbol, int sessions)
{
    const ExchangeCalendar calendar;
    const Timestamp start = log.source().start();
    WriteBatch batch;
    for (int ago = sessions; ago > 0; --ago) {
        const auto hours = calendar.hours(ExchangeCalendar::tradingDaysBack(newyork::date(start), ago));
        for (Timestamp minute = hours->preOpen; minute < hours->postClose; minute = minute + OneMinute) {
            if (const auto bar = log.bar(index, minute, OneMinute, start))
                batch.minutes.push_back({symbol, barOf(*bar), calendar.sessionAt(minute)});
        }
    }
    return batch;
}

void writeDays(SqliteStorage &storage, Timestamp start, int sessions)
{
    const ExchangeCalendar calendar;
    for (int ago = sessions; ago > 0; --ago) {
        const auto hours = calendar.hours(ExchangeCalendar::tradingDaysBack(newyork::date(start), ago));
        if (!storage.rollUp(*hours) || !storage.noteRolledUp(hours->date))
            qFatal("the days cannot be written");
    }
}

} // namespace

/// FILE LIST START SESSIONS: the store; the symbols, one a line, as massive-sim is given them; when its market begins
/// ("2025-03-10 10:00"); so many sessions before it.
int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    QFile list(arguments.value(2));
    const auto start = newyork::parseNewYork(arguments.value(3));
    const int sessions = arguments.value(4).toInt();
    SqliteStorage storage(arguments.value(1), QStringLiteral("simulated"));
    if (!list.open(QIODevice::ReadOnly) || !start || sessions < 1 || !storage.open())
        qFatal("usage: fillstore FILE LIST START SESSIONS");
    MarketModelOptions options;
    const QStringList symbols = QString::fromUtf8(list.readAll()).split(u'\n', Qt::SkipEmptyParts);
    std::transform(symbols.begin(), symbols.end(), std::back_inserter(options.symbols),
                   [](const QString &symbol) { return symbol.toStdString(); });
    options.start = *start;
    TradeLog log(std::make_unique<MarketModel>(options));
    for (qsizetype i = 0; i < symbols.size(); ++i) {
        if (!storage.write(minutesOf(log, static_cast<std::size_t>(i), symbols[i], sessions)))
            qFatal("the minutes cannot be written");
    }
    writeDays(storage, *start, sessions);
    return 0;
}
