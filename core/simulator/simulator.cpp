// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/simulator/simulator.h"

#include "core/simulator/eventjson.h"

#include <QJsonArray>
#include <QJsonObject>

namespace tickstock::simulator {

namespace {

constexpr int StepMs = 10;
constexpr qint64 FastSliceMs = 15;

HttpResponse done()
{
    return HttpResponse::json(QJsonDocument(QJsonObject{{QStringLiteral("ok"), true}}));
}

/// A whole number argument; the fallback when absent, nothing when it is not one.
std::optional<int> integer(const HttpRequest &request, const QString &name, std::optional<int> fallback = std::nullopt)
{
    if (!request.query.hasQueryItem(name))
        return fallback;
    bool good = false;
    const int value = request.argument(name).toInt(&good);
    return good && value >= 0 ? std::optional(value) : std::nullopt;
}

} // namespace

Simulator::Simulator(std::unique_ptr<TradeSource> source, SimulatorOptions options, QObject *parent)
    : QObject(parent)
    , m_tape(std::move(source))
    , m_options(std::move(options))
    , m_feed(m_tape, m_options.feed)
    , m_rest(m_tape, m_options.feed.keys)
    , m_http([this](const HttpRequest &request) { return handle(request); })
{
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, &Simulator::step);
    connect(&m_feed, &FeedServer::subscribed, this, [this] {
        const bool waited = m_tape.source().waitsForSubscription() || m_options.speed == 0;
        if (waited && !m_wall.isValid())
            run();
        else
            goOnFast();
    });
    connect(&m_feed, &FeedServer::drained, this, [this] {
        m_feed.flush(); // what was held back for a slow reader is due, also while paused or at the end
        goOnFast();
    });
}

Simulator::~Simulator() = default;

Outcome Simulator::start()
{
    const auto feed = m_feed.listen();
    if (!feed)
        return feed.error();
    const auto http = m_http.listen(QHostAddress::LocalHost, m_options.httpPort);
    if (!http)
        return http.error();
    m_feedPort = *feed;
    m_httpPort = *http;
    if (!m_tape.source().waitsForSubscription() && m_options.speed > 0)
        run();
    return success();
}

/// Full speed stops whenever nobody can read; this starts it again.
void Simulator::goOnFast()
{
    if (m_options.speed == 0 && m_wall.isValid() && !m_paused && !m_finished)
        m_timer.start(0);
}

void Simulator::run()
{
    anchorClock();
    if (!m_paused)
        m_timer.start(m_options.speed > 0 ? StepMs : 0);
}

void Simulator::anchorClock()
{
    m_anchor = m_tape.now();
    m_wall.start();
}

MarketTape::Sink Simulator::sink()
{
    return [this](const TapeEvent &event) { m_feed.publish(event); };
}

void Simulator::step()
{
    if (m_options.speed == 0) {
        stepFast();
    } else {
        const auto passed = static_cast<std::int64_t>(static_cast<double>(m_wall.elapsed()) * m_options.speed);
        m_tape.advanceTo(m_anchor + Milliseconds(passed), sink());
    }
    m_feed.flush();
    if (!m_finished && !m_tape.nextDue()) {
        m_finished = true;
        m_timer.stop();
        Q_EMIT finished();
    }
}

void Simulator::stepFast()
{
    QElapsedTimer slice;
    slice.start();
    while (slice.elapsed() < FastSliceMs) {
        if (m_feed.isAnyoneBacklogged() || !m_feed.hasReader()) {
            m_timer.stop(); // until somebody reads (again)
            return;
        }
        const auto due = m_tape.nextDue();
        if (!due)
            return;
        if (*due - m_tape.now() > OneMinute)
            m_tape.skipTo(*due);
        else
            m_tape.advanceTo(*due, sink());
        m_feed.flush();
    }
}

void Simulator::pause()
{
    if (std::exchange(m_paused, true))
        return;
    if (m_timer.isActive() && m_options.speed > 0)
        step();
    m_timer.stop();
    m_feed.flush();
}

void Simulator::resume()
{
    if (!std::exchange(m_paused, false) || m_finished)
        return;
    if (m_wall.isValid())
        run();
    else if (!m_tape.source().waitsForSubscription() && m_options.speed > 0)
        run();
}

bool Simulator::drop(int connection)
{
    FeedClient *client = m_feed.client(connection);
    if (client)
        client->abort();
    return client != nullptr;
}

HttpResponse Simulator::handle(const HttpRequest &request)
{
    if (!request.path.startsWith(u"/sim/"))
        return m_rest.handle(request);
    const QString command = request.path.mid(5);
    if (command == u"stats" && request.method == "GET")
        return stats();
    if (command == u"truth" && request.method == "GET")
        return truth(request.argument(QStringLiteral("symbol")));
    if (request.method != "POST")
        return HttpResponse::failure(405, QStringLiteral("use POST"));
    return control(request, command);
}

HttpResponse Simulator::control(const HttpRequest &request, const QString &command)
{
    const auto bad = [](const char *what) { return HttpResponse::failure(400, QString::fromLatin1(what)); };
    if (command == u"pause") {
        pause();
        return done();
    }
    if (command == u"resume") {
        resume();
        return done();
    }
    if (command == u"drop" || command == u"stall")
        return dropOrStall(request, command);
    if (command == u"refuse") {
        const auto seconds = integer(request, QStringLiteral("seconds"));
        if (!seconds)
            return bad("seconds= must be a whole number");
        m_feed.refuseFor(OneSecond * *seconds);
        return done();
    }
    if (command == u"max-connections") {
        const auto limit = integer(request, QStringLiteral("n"));
        const QString evict = request.argument(QStringLiteral("evict"), QStringLiteral("older"));
        if (!limit || (evict != u"older" && evict != u"newer"))
            return bad("n= must be a whole number, evict= older or newer");
        m_feed.setLimit(*limit, evict == u"older" ? Evict::Older : Evict::Newer);
        return done();
    }
    if (command == u"resend") {
        const auto symbol = m_tape.find(request.argument(QStringLiteral("symbol")).toStdString());
        const auto ago = integer(request, QStringLiteral("ago"), 30);
        if (!symbol || !ago)
            return bad("symbol= must be known, ago= a whole number of market seconds");
        if (!m_tape.correct(*symbol, OneSecond * *ago, sink()))
            return HttpResponse::failure(409, QStringLiteral("the symbol did not trade in that minute"));
        m_feed.flush();
        return done();
    }
    if (command == u"rest-error") {
        const auto status = integer(request, QStringLiteral("status"));
        const auto count = integer(request, QStringLiteral("count"), 1);
        const auto retryAfter = integer(request, QStringLiteral("retry_after"), 1);
        if (!status || *status < 400 || *status > 599 || !count || !retryAfter)
            return bad("status= must be 400 to 599, count= and retry_after= whole numbers");
        m_rest.failNext(*status, *count, *retryAfter);
        return done();
    }
    if (command == u"split") {
        const StockSplit split{request.argument(QStringLiteral("symbol")),
                               QDate::fromString(request.argument(QStringLiteral("date")), Qt::ISODate),
                               request.argument(QStringLiteral("from")).toDouble(),
                               request.argument(QStringLiteral("to")).toDouble()};
        if (!m_tape.find(split.symbol.toStdString()) || !split.date.isValid() || split.from <= 0 || split.to <= 0)
            return bad("symbol= must be known, date= as 2025-03-10, from= and to= numbers above 0");
        m_rest.addSplit(split);
        return done();
    }
    if (command == u"malformed") {
        const auto count = integer(request, QStringLiteral("count"), 1);
        if (!count || *count > 100'000)
            return bad("count= must be a whole number up to 100000");
        m_feed.sendMalformed(*count);
        return done();
    }
    return HttpResponse::failure(404, QStringLiteral("no such command"));
}

HttpResponse Simulator::dropOrStall(const HttpRequest &request, const QString &command)
{
    const auto number = integer(request, QStringLiteral("connection"));
    FeedClient *client = number ? m_feed.client(*number) : nullptr;
    if (!client)
        return HttpResponse::failure(404, QStringLiteral("connection= must be the number of an open connection"));
    if (command == u"stall") {
        const auto seconds = integer(request, QStringLiteral("seconds"));
        if (!seconds)
            return HttpResponse::failure(400, QStringLiteral("seconds= must be a whole number"));
        client->stallFor(OneSecond * *seconds);
        return done();
    }
    const QString how = request.argument(QStringLiteral("how"), QStringLiteral("abort"));
    const auto code = integer(request, QStringLiteral("code"), 1001);
    if (how == u"abort")
        client->abort();
    else if (how == u"close" && code && *code >= 1000 && *code < 5000)
        client->close(*code);
    else
        return HttpResponse::failure(400, QStringLiteral("how= must be abort or close, code= 1000 to 4999"));
    return done();
}

HttpResponse Simulator::stats() const
{
    QJsonArray connections;
    for (std::size_t i = 0; i < m_feed.clients().size(); ++i) {
        const FeedClient *client = m_feed.clients()[i];
        int pairs = 0;
        for (const auto &subscription : client->subscriptions)
            pairs += static_cast<int>(subscription.names.size());
        connections.append(QJsonObject{{QStringLiteral("connection"), static_cast<int>(i) + 1},
                                       {QStringLiteral("events"), static_cast<double>(client->eventsSent())},
                                       {QStringLiteral("pairs"), pairs}});
    }
    QJsonObject symbols;
    for (std::size_t i = 0; i < m_tape.symbols().size(); ++i)
        symbols[QString::fromStdString(m_tape.symbols()[i])] = static_cast<double>(m_feed.eventsBySymbol()[i]);
    return HttpResponse::json(
        QJsonDocument(QJsonObject{{QStringLiteral("connections_accepted"), static_cast<double>(m_feed.accepted())},
                                  {QStringLiteral("frames"), static_cast<double>(m_feed.frames())},
                                  {QStringLiteral("acks"), static_cast<double>(m_feed.acks())},
                                  {QStringLiteral("market_time"), static_cast<double>(m_tape.now().ms)},
                                  {QStringLiteral("finished"), m_finished},
                                  {QStringLiteral("connections"), connections},
                                  {QStringLiteral("symbols"), symbols}}));
}

HttpResponse Simulator::truth(const QString &name)
{
    const auto symbol = m_tape.find(name.toStdString());
    if (!symbol)
        return HttpResponse::failure(404, QStringLiteral("unknown symbol"));
    std::string csv = "t,o,h,l,c,v\n";
    TradeSource &source = m_tape.source();
    auto minute = source.nextMinute(m_tape.start().floorTo(OneMinute));
    for (; minute && *minute + OneMinute <= m_tape.now(); minute = source.nextMinute(*minute + OneMinute)) {
        const auto bar = m_tape.bar(*symbol, *minute, OneMinute);
        if (!bar)
            continue;
        csv += std::to_string(minute->ms);
        for (const double value : {bar->open, bar->high, bar->low, bar->close, bar->volume}) {
            csv += ',';
            appendNumber(csv, value);
        }
        csv += '\n';
    }
    HttpResponse response;
    response.contentType = QByteArrayLiteral("text/csv");
    response.body = QByteArray::fromStdString(csv);
    return response;
}

} // namespace tickstock::simulator
