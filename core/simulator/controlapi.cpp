// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/simulator/controlapi.h"

#include "core/simulator/eventjson.h"
#include "core/simulator/feedserver.h"
#include "core/simulator/restapi.h"

#include <QJsonArray>
#include <QJsonObject>

#include <utility>

namespace tickstock::simulator {

namespace {

constexpr int LongestHalt = 86'400; // market seconds

HttpResponse done()
{
    return HttpResponse::json(QJsonDocument(QJsonObject{{QStringLiteral("ok"), true}}));
}

HttpResponse badRequest(const char *what)
{
    return HttpResponse::failure(400, QString::fromLatin1(what));
}

HttpResponse noConnection()
{
    return HttpResponse::failure(404, QStringLiteral("connection= must be the number of an open connection"));
}

/// A whole number argument; the fallback when it is absent, nothing when it is not a whole number.
std::optional<int> integer(const HttpRequest &request, const QString &name, std::optional<int> fallback = std::nullopt)
{
    if (!request.query.hasQueryItem(name))
        return fallback;
    bool good = false;
    const int value = request.argument(name).toInt(&good);
    return good && value >= 0 ? std::optional(value) : std::nullopt;
}

FeedClient *clientOf(const HttpRequest &request, const FeedServer &feed)
{
    const auto number = integer(request, QStringLiteral("connection"));
    return number ? feed.client(*number) : nullptr;
}

} // namespace

ControlApi::ControlApi(Parts parts)
    : m_parts(parts)
{
}

ControlApi::Command ControlApi::commandNamed(const QString &name)
{
    static const std::pair<QStringView, Command> commands[]{
        {u"pause", &ControlApi::pause},         {u"resume", &ControlApi::resume},
        {u"drop", &ControlApi::drop},           {u"stall", &ControlApi::stall},
        {u"refuse", &ControlApi::refuse},       {u"max-connections", &ControlApi::limitConnections},
        {u"resend", &ControlApi::resend},       {u"rest-error", &ControlApi::failRest},
        {u"split", &ControlApi::addSplit},      {u"malformed", &ControlApi::sendMalformed},
        {u"misbehave", &ControlApi::misbehave}, {u"halt", &ControlApi::halt},
    };
    for (const auto &[known, command] : commands) {
        if (name == known)
            return command;
    }
    return nullptr;
}

HttpResponse ControlApi::handle(const HttpRequest &request)
{
    const QString name = request.path.mid(Prefix.size());
    if (name == u"stats" && request.method == "GET")
        return stats();
    if (name == u"truth" && request.method == "GET")
        return truth(request.argument(QStringLiteral("symbol")));
    if (name == u"misbehave" && request.method == "GET")
        return misbehaviours();
    if (request.method != "POST")
        return HttpResponse::failure(405, QStringLiteral("use POST"));
    const Command command = commandNamed(name);
    return command ? (this->*command)(request) : HttpResponse::failure(404, QStringLiteral("no such command"));
}

HttpResponse ControlApi::pause(const HttpRequest &)
{
    m_parts.time.pause();
    return done();
}

HttpResponse ControlApi::resume(const HttpRequest &)
{
    m_parts.time.resume();
    return done();
}

HttpResponse ControlApi::drop(const HttpRequest &request)
{
    FeedClient *client = clientOf(request, m_parts.feed);
    if (!client)
        return noConnection();
    const QString how = request.argument(QStringLiteral("how"), QStringLiteral("abort"));
    const auto code = integer(request, QStringLiteral("code"), 1001);
    if (how == u"abort")
        client->abort();
    else if (how == u"close" && code && *code >= 1000 && *code < 5000)
        client->close(*code);
    else
        return badRequest("how= must be abort or close, code= 1000 to 4999");
    return done();
}

HttpResponse ControlApi::stall(const HttpRequest &request)
{
    FeedClient *client = clientOf(request, m_parts.feed);
    if (!client)
        return noConnection();
    const auto seconds = integer(request, QStringLiteral("seconds"));
    if (!seconds)
        return badRequest("seconds= must be a whole number");
    client->stallFor(OneSecond * *seconds);
    return done();
}

HttpResponse ControlApi::refuse(const HttpRequest &request)
{
    const auto seconds = integer(request, QStringLiteral("seconds"));
    if (!seconds)
        return badRequest("seconds= must be a whole number");
    m_parts.feed.refuseFor(OneSecond * *seconds);
    return done();
}

HttpResponse ControlApi::limitConnections(const HttpRequest &request)
{
    const auto limit = integer(request, QStringLiteral("n"));
    const QString evict = request.argument(QStringLiteral("evict"), QStringLiteral("older"));
    if (!limit || (evict != u"older" && evict != u"newer"))
        return badRequest("n= must be a whole number, evict= older or newer");
    m_parts.feed.setLimit(*limit, evict == u"older" ? Evict::Older : Evict::Newer);
    return done();
}

HttpResponse ControlApi::resend(const HttpRequest &request)
{
    const auto symbol = m_parts.tape.find(request.argument(QStringLiteral("symbol")).toStdString());
    const auto ago = integer(request, QStringLiteral("ago"), 30);
    if (!symbol || !ago)
        return badRequest("symbol= must be known, ago= a whole number of market seconds");
    const auto publish = [this](const TapeEvent &event) { m_parts.feed.publish(event); };
    if (!m_parts.tape.correct(*symbol, OneSecond * *ago, publish))
        return HttpResponse::failure(409, QStringLiteral("the symbol did not trade in that minute"));
    m_parts.feed.flush();
    return done();
}

HttpResponse ControlApi::halt(const HttpRequest &request)
{
    const auto symbol = m_parts.tape.find(request.argument(QStringLiteral("symbol")).toStdString());
    const auto seconds = integer(request, QStringLiteral("seconds"), 300);
    if (!symbol || !seconds || *seconds < 1 || *seconds > LongestHalt)
        return badRequest("symbol= must be known, seconds= a whole number of market seconds from 1 to 86400");
    m_parts.tape.halt(*symbol, OneSecond * *seconds, [this](const TapeEvent &event) { m_parts.feed.publish(event); });
    m_parts.feed.flush();
    return done();
}

HttpResponse ControlApi::failRest(const HttpRequest &request)
{
    const auto status = integer(request, QStringLiteral("status"));
    const auto count = integer(request, QStringLiteral("count"), 1);
    const auto retryAfter = integer(request, QStringLiteral("retry_after"), 1);
    if (!status || *status < 400 || *status > 599 || !count || !retryAfter)
        return badRequest("status= must be 400 to 599, count= and retry_after= whole numbers");
    m_parts.rest.failNext(*status, *count, *retryAfter);
    return done();
}

HttpResponse ControlApi::addSplit(const HttpRequest &request)
{
    const StockSplit split{request.argument(QStringLiteral("symbol")),
                           QDate::fromString(request.argument(QStringLiteral("date")), Qt::ISODate),
                           request.argument(QStringLiteral("from")).toDouble(),
                           request.argument(QStringLiteral("to")).toDouble()};
    if (!m_parts.tape.find(split.symbol.toStdString()) || !split.date.isValid() || split.from <= 0 || split.to <= 0)
        return badRequest("symbol= must be known, date= as 2025-03-10, from= and to= numbers above 0");
    m_parts.rest.addSplit(split);
    return done();
}

HttpResponse ControlApi::sendMalformed(const HttpRequest &request)
{
    const auto count = integer(request, QStringLiteral("count"), 1);
    if (!count || *count > 100'000)
        return badRequest("count= must be a whole number up to 100000");
    m_parts.feed.sendMalformed(*count);
    return done();
}

HttpResponse ControlApi::misbehave(const HttpRequest &request)
{
    const auto fault = Misbehaviour::named(request.argument(QStringLiteral("kind")));
    const auto count = integer(request, QStringLiteral("count"), 1);
    if (!fault || !count || *count > 100'000)
        return badRequest("kind= must be one that GET /sim/misbehave lists, count= a whole number up to 100000");
    m_parts.misbehaviour.ask(*fault, *count);
    return done();
}

HttpResponse ControlApi::misbehaviours() const
{
    const auto text = [](std::string_view latin1) {
        return QString::fromLatin1(latin1.data(), static_cast<qsizetype>(latin1.size()));
    };
    QJsonArray kinds;
    for (const FaultKind &kind : Misbehaviour::kinds()) {
        kinds.append(QJsonObject{{QStringLiteral("kind"), text(kind.name)},
                                 {QStringLiteral("sentence"), text(kind.sentence)},
                                 {QStringLiteral("waiting"), m_parts.misbehaviour.waiting(kind.fault)}});
    }
    return HttpResponse::json(QJsonDocument(kinds));
}

HttpResponse ControlApi::stats() const
{
    QJsonArray connections;
    for (std::size_t i = 0; i < m_parts.feed.clients().size(); ++i) {
        const FeedClient *client = m_parts.feed.clients()[i];
        int pairs = 0;
        for (const auto &subscription : client->subscriptions)
            pairs += static_cast<int>(subscription.names.size());
        connections.append(QJsonObject{{QStringLiteral("connection"), static_cast<int>(i) + 1},
                                       {QStringLiteral("events"), static_cast<double>(client->eventsSent())},
                                       {QStringLiteral("pairs"), pairs}});
    }
    QJsonObject symbols;
    for (std::size_t i = 0; i < m_parts.tape.symbols().size(); ++i)
        symbols[QString::fromStdString(m_parts.tape.symbols()[i])] =
            static_cast<double>(m_parts.feed.eventsBySymbol()[i]);
    return HttpResponse::json(QJsonDocument(
        QJsonObject{{QStringLiteral("connections_accepted"), static_cast<double>(m_parts.feed.accepted())},
                    {QStringLiteral("frames"), static_cast<double>(m_parts.feed.frames())},
                    {QStringLiteral("acks"), static_cast<double>(m_parts.feed.acks())},
                    {QStringLiteral("market_time"), static_cast<double>(m_parts.tape.now().ms)},
                    {QStringLiteral("finished"), m_parts.time.isFinished()},
                    {QStringLiteral("left_out"), static_cast<qint64>(m_parts.time.leftOut())},
                    {QStringLiteral("connections"), connections},
                    {QStringLiteral("symbols"), symbols}}));
}

HttpResponse ControlApi::truth(const QString &name)
{
    const auto symbol = m_parts.tape.find(name.toStdString());
    if (!symbol)
        return HttpResponse::failure(404, QStringLiteral("unknown symbol"));
    std::string csv = "t,o,h,l,c,v\n";
    TradeSource &source = m_parts.tape.source();
    auto minute = source.nextMinute(m_parts.tape.start().floorTo(OneMinute));
    for (; minute && *minute + OneMinute <= m_parts.tape.now(); minute = source.nextMinute(*minute + OneMinute)) {
        const auto bar = m_parts.tape.bar(*symbol, *minute, OneMinute);
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
