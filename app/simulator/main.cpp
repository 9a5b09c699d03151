// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/config/starteruniverses.h"
#include "core/market/newyork.h"
#include "core/market/symbol.h"
#include "core/simulator/marketmodel.h"
#include "core/simulator/replaysource.h"
#include "core/simulator/simulator.h"
#include "core/types/shutdownsignal.h"
#include "core/types/version.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QFile>
#include <QSslCertificate>
#include <QSslKey>
#include <QTextStream>

#include <cmath>

using namespace tickstock;
using namespace tickstock::simulator;

namespace {

constexpr int BadUsage = 2;

QTextStream &out()
{
    static QTextStream stream(stdout);
    return stream;
}

int complain(const QString &what)
{
    QTextStream(stderr) << "massive-sim: " << what << Qt::endl;
    return BadUsage;
}

/// The first symbols of the starter set, then invented ones. 0: the whole starter set.
std::vector<std::string> builtInSymbols(std::size_t count)
{
    std::vector<std::string> symbols;
    const auto universes = starterUniverses();
    for (const QString &key : {QStringLiteral("sp500:all"), QStringLiteral("etf:core")}) {
        for (const QString &symbol : universes.at(key))
            symbols.push_back(symbol.toStdString());
    }
    for (std::size_t i = symbols.size(); i < count; ++i)
        symbols.push_back(QStringLiteral("SIM%1").arg(i, 5, 10, QLatin1Char('0')).toStdString());
    symbols.resize(count == 0 ? symbols.size() : count);
    return symbols;
}

Expected<std::vector<std::string>> symbolsFrom(const QString &argument)
{
    bool isCount = false;
    const int count = argument.toInt(&isCount);
    if (argument.isEmpty())
        return builtInSymbols(0);
    if (isCount && count >= 1 && count <= 100'000)
        return builtInSymbols(static_cast<std::size_t>(count));
    QFile file(argument);
    if (isCount || !file.open(QIODevice::ReadOnly)) {
        return Error{
            ErrorCode::BadInput,
            QStringLiteral("--symbols %1: give a count from 1 to 100000, or a readable file with a symbol a line")
                .arg(argument)};
    }
    std::vector<std::string> symbols;
    for (const QByteArray &line : file.readAll().split('\n')) {
        const std::string symbol = line.split(',').first().trimmed().toStdString();
        if (isSymbol(symbol))
            symbols.push_back(symbol);
    }
    if (symbols.empty())
        return Error{ErrorCode::BadInput, QStringLiteral("--symbols %1: no symbol in that file").arg(argument)};
    return symbols;
}

Timestamp lastTradingDayOpen()
{
    const ExchangeCalendar calendar;
    const Timestamp now{QDateTime::currentMSecsSinceEpoch()};
    const auto today = calendar.hours(newyork::date(now));
    if (today && now >= today->open)
        return today->open;
    return calendar.hours(ExchangeCalendar::previousTradingDay(newyork::date(now)))->open;
}

Expected<std::unique_ptr<TradeSource>> makeSource(const QCommandLineParser &parser)
{
    if (parser.isSet(QStringLiteral("replay"))) {
        Recording recording;
        for (const QString &file : parser.values(QStringLiteral("replay"))) {
            if (const auto read = readRecording(file, recording); !read)
                return read.error();
        }
        out() << "replay: " << recording.acceptedLines << " lines read, " << recording.rejectedLines << " left out"
              << Qt::endl;
        for (const QString &problem : recording.firstProblems)
            QTextStream(stderr) << "massive-sim: " << problem << Qt::endl;
        return std::unique_ptr<TradeSource>(std::make_unique<ReplaySource>(std::move(recording)));
    }
    MarketModelOptions options;
    const auto symbols = symbolsFrom(parser.value(QStringLiteral("symbols")));
    if (!symbols)
        return symbols.error();
    options.symbols = *symbols;
    bool goodRate = false, goodSeed = false;
    options.tradesPerSecond = parser.value(QStringLiteral("rate")).toDouble(&goodRate);
    options.seed = parser.value(QStringLiteral("seed")).toULongLong(&goodSeed);
    if (!goodRate || !(options.tradesPerSecond > 0) || options.tradesPerSecond > 10'000)
        return Error{ErrorCode::BadInput, QStringLiteral("--rate: a number above 0, up to 10000")};
    if (!goodSeed)
        return Error{ErrorCode::BadInput, QStringLiteral("--seed: a whole number")};
    options.start = lastTradingDayOpen();
    if (parser.isSet(QStringLiteral("start"))) {
        const auto start = newyork::parseNewYork(parser.value(QStringLiteral("start")));
        if (!start)
            return Error{ErrorCode::BadInput, QStringLiteral("--start: New York time as \"2025-03-10 09:30\"")};
        options.start = *start;
    }
    return std::unique_ptr<TradeSource>(std::make_unique<MarketModel>(std::move(options)));
}

Expected<int> wholeNumber(const QCommandLineParser &parser, const QString &name, int low, int high)
{
    bool good = false;
    const int value = parser.value(name).toInt(&good);
    if (!good || value < low || value > high)
        return Error{ErrorCode::BadInput,
                     QStringLiteral("--%1: a whole number from %2 to %3").arg(name).arg(low).arg(high)};
    return value;
}

/// Nothing where the market is to be sent.
Expected<std::optional<BlastOptions>> makeBlast(const QCommandLineParser &parser)
{
    const bool isTrades = parser.isSet(QStringLiteral("trades-per-second"));
    const bool isAsked = parser.isSet(QStringLiteral("blast"));
    if (!isAsked && !isTrades && parser.isSet(QStringLiteral("events-per-frame"))) {
        return Error{ErrorCode::BadInput,
                     QStringLiteral("--events-per-frame: only with --blast or --trades-per-second")};
    }
    if (isAsked && isTrades)
        return Error{ErrorCode::BadInput, QStringLiteral("--blast: not with --trades-per-second")};
    if (!isAsked)
        return std::optional<BlastOptions>();
    if (parser.isSet(QStringLiteral("replay")))
        return Error{ErrorCode::BadInput, QStringLiteral("--blast: not with --replay; it sends frames of its own")};
    const auto frames = wholeNumber(parser, QStringLiteral("blast"), 1, 2'000'000'000);
    const auto events = wholeNumber(parser, QStringLiteral("events-per-frame"), 1, BlastOptions::MostEventsPerFrame);
    for (const auto *value : {&frames, &events}) {
        if (!*value)
            return value->error();
    }
    return std::optional(BlastOptions{static_cast<quint64>(*frames), *events});
}

/// Nothing where none are asked for.
Expected<std::optional<TradeBlastOptions>> makeTradeBlast(const QCommandLineParser &parser)
{
    if (!parser.isSet(QStringLiteral("trades-per-second")))
        return std::optional<TradeBlastOptions>();
    if (parser.isSet(QStringLiteral("replay")))
        return Error{ErrorCode::BadInput, QStringLiteral("--trades-per-second: not with --replay")};
    const auto perSecond = wholeNumber(parser, QStringLiteral("trades-per-second"), 1, 10'000'000);
    const auto perFrame = wholeNumber(parser, QStringLiteral("events-per-frame"), 1, BlastOptions::MostEventsPerFrame);
    for (const auto *value : {&perSecond, &perFrame}) {
        if (!*value)
            return value->error();
    }
    return std::optional(TradeBlastOptions{*perSecond, *perFrame});
}

Expected<SimulatorOptions> makeOptions(const QCommandLineParser &parser)
{
    SimulatorOptions options;
    const auto number = [&](const QString &name, int low, int high) { return wholeNumber(parser, name, low, high); };
    const auto blast = makeBlast(parser);
    if (!blast)
        return blast.error();
    options.blast = *blast;
    const auto tradeBlast = makeTradeBlast(parser);
    if (!tradeBlast)
        return tradeBlast.error();
    options.tradeBlast = *tradeBlast;
    const auto port = number(QStringLiteral("port"), 0, 65535), http = number(QStringLiteral("http-port"), 0, 65535);
    const auto limit = number(QStringLiteral("max-connections"), 0, 64);
    for (const auto *value : {&port, &http, &limit}) {
        if (!*value)
            return value->error();
    }
    options.feed.port = static_cast<quint16>(*port);
    options.httpPort = static_cast<quint16>(*http);
    options.feed.maxConnections = *limit;
    options.feed.keys = parser.values(QStringLiteral("key"));
    const QString evict = parser.value(QStringLiteral("evict"));
    if (evict != u"older" && evict != u"newer")
        return Error{ErrorCode::BadInput, QStringLiteral("--evict: older or newer")};
    options.feed.evict = evict == u"older" ? Evict::Older : Evict::Newer;
    bool goodSpeed = false;
    options.speed = parser.value(QStringLiteral("speed")).toDouble(&goodSpeed);
    if (!goodSpeed || !(options.speed >= 0) || options.speed > 100'000)
        return Error{ErrorCode::BadInput, QStringLiteral("--speed: a number, 0 (as fast as it is read) to 100000")};
    if (parser.isSet(QStringLiteral("tls-cert")) || parser.isSet(QStringLiteral("tls-key"))) {
        QFile key(parser.value(QStringLiteral("tls-key")));
        const auto chain = QSslCertificate::fromPath(parser.value(QStringLiteral("tls-cert")));
        const bool readable = !chain.isEmpty() && key.open(QIODevice::ReadOnly);
        const QByteArray pem = readable ? key.readAll() : QByteArray();
        QSslKey privateKey(pem, QSsl::Rsa);
        if (privateKey.isNull())
            privateKey = QSslKey(pem, QSsl::Ec);
        if (privateKey.isNull())
            return Error{ErrorCode::BadInput, QStringLiteral("--tls-cert and --tls-key: two PEM files, both readable")};
        QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
        tls.setLocalCertificateChain(chain);
        tls.setPrivateKey(privateKey);
        options.feed.tls = tls;
    }
    return options;
}

void addOptions(QCommandLineParser &parser)
{
    const auto add = [&](const char *name, const char *text, const char *value, const char *fallback = "") {
        parser.addOption(QCommandLineOption(QString::fromLatin1(name), QString::fromLatin1(text),
                                            QString::fromLatin1(value), QString::fromLatin1(fallback)));
    };
    add("port", "WebSocket port (path /stocks).", "port", "8765");
    add("http-port", "REST and control port.", "port", "8766");
    add("key", "An accepted API key; may be repeated. Without it every key is good.", "key");
    add("max-connections", "Connections a key may hold at once.", "n", "3");
    add("evict", "Which connection goes when there is one too many: older or newer.", "which", "older");
    add("symbols", "How many symbols, or a file with one a line.", "n|file");
    add("rate", "Trades per symbol and market second.", "trades", "2");
    add("speed", "Market seconds per second; 0 is as fast as it is read.", "x", "1");
    add("seed", "Another seed is another market.", "n", "1");
    add("replay", "Play a recording (CSV, may be gzip) instead of the model; may be repeated.", "file");
    add("start", "New York time at which the model starts.", "\"YYYY-MM-DD HH:MM\"");
    add("tls-cert", "Certificate chain (PEM) for wss://.", "file");
    add("tls-key", "Its private key (PEM).", "file");
    add("blast", "Instead of the market, send each connection so many prepared frames, as fast as it reads.", "frames");
    add("trades-per-second", "Instead of the market, so many prepared trades over all symbols, at its pace.", "n");
    add("events-per-frame", "Events in each frame of those two, 1 to 4000.", "n", "100");
    add("exit-after", "End by itself.", "seconds");
    parser.addHelpOption();
    parser.addVersionOption();
}

QString endOf(const Simulator &simulator)
{
    return simulator.blast() ? QStringLiteral("the blast of %1 frames has been sent").arg(simulator.blast()->frames())
                             : QStringLiteral("the recording has been sent to its end");
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication app(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("massive-sim"));
    QCoreApplication::setApplicationVersion(QString::fromLatin1(version()));
    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral("A Massive-compatible stock feed on this machine."));
    addOptions(parser);
    if (!parser.parse(app.arguments()))
        return complain(parser.errorText());
    if (parser.isSet(QStringLiteral("help")))
        parser.showHelp(0);
    if (parser.isSet(QStringLiteral("version")))
        parser.showVersion();
    if (!parser.positionalArguments().isEmpty())
        return complain(QStringLiteral("unknown argument '%1'").arg(parser.positionalArguments().first()));
    if (!newyork::isAvailable()) {
        complain(QStringLiteral("no time zone data for America/New_York; install tzdata"));
        return 1;
    }
    const auto options = makeOptions(parser);
    if (!options)
        return complain(options.error().detail);
    auto source = makeSource(parser);
    if (!source)
        return complain(source.error().detail);

    ShutdownSignal shutdown;
    QObject::connect(&shutdown, &ShutdownSignal::requested, &app, &QCoreApplication::quit);
    Simulator simulator(*std::move(source), *options);
    if (const auto started = simulator.start(); !started) {
        complain(started.error().detail);
        return 1;
    }
    out() << "massive-sim: feed " << (options->feed.tls ? "wss" : "ws") << "://127.0.0.1:" << simulator.feedPort()
          << "/stocks, REST and control http://127.0.0.1:" << simulator.httpPort() << ", market time "
          << newyork::wallClock(simulator.now()).toString(QStringLiteral("yyyy-MM-dd HH:mm")) << " ET" << Qt::endl;
    QObject::connect(&simulator, &Simulator::finished, &app,
                     [&simulator] { out() << "massive-sim: " << endOf(simulator) << Qt::endl; });
    if (parser.isSet(QStringLiteral("exit-after"))) {
        bool good = false;
        const double seconds = parser.value(QStringLiteral("exit-after")).toDouble(&good);
        if (!good || !(seconds > 0))
            return complain(QStringLiteral("--exit-after: seconds, above 0"));
        QTimer::singleShot(static_cast<int>(std::lround(seconds * 1'000)), &app, &QCoreApplication::quit);
    }
    return app.exec();
}
