// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/relay/tickjson.h"

#include "core/market/plausible.h"
#include "core/types/utc.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string>
#include <string_view>

namespace tickstock {

namespace {

/// Writes one flat object. Texts are symbols and words of ours: nothing in them needs escaping.
class ObjectWriter
{
public:
    ObjectWriter() { m_json.reserve(500); }

    void text(std::string_view name, std::string_view value)
    {
        begin(name);
        m_json.append(1, '"').append(value).append(1, '"');
    }
    void text(std::string_view name, const QString &value)
    {
        begin(name);
        m_json += '"';
        for (const QChar c : value)
            m_json += c.toLatin1();
        m_json += '"';
    }
    template<class Number>
    void number(std::string_view name, Number value)
    {
        begin(name);
        std::array<char, 32> digits;
        const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
        m_json.append(digits.data(), end);
    }
    QByteArray finish()
    {
        m_json += '}';
        return {m_json.data(), static_cast<qsizetype>(m_json.size())};
    }

private:
    void begin(std::string_view name) { m_json.append(m_json.empty() ? "{\"" : ",\"").append(name).append("\":"); }
    std::string m_json;
};

/// A foreign program's word as tickJson() may write it again; empty if it is none.
QString wordOf(const QJsonValue &value)
{
    constexpr qsizetype Longest = 64;
    const QString text = value.toString();
    const bool isWord = text.size() <= Longest && std::all_of(text.begin(), text.end(), [](QChar c) {
                            return c > u' ' && c < QChar(0x7f) && c != u'"' && c != u'\\';
                        });
    return isWord ? text : QString();
}

} // namespace

/// Made for every tick of the market: a JSON document would take ten times as long.
QByteArray tickJson(const TickMessage &message)
{
    ObjectWriter json;
    json.text("type", std::string_view("market_tick"));
    json.text("symbol", message.symbol);
    json.text("ticker", message.symbol);
    json.number("price", message.close);
    json.number("volume", message.volume);
    json.number("timestamp", message.start.ms);
    json.text("event_type", std::string_view(message.kind == TickKind::Trade ? "trade" : "aggregate"));
    json.text("source", message.source);
    json.number("tick_open", message.open);
    json.number("tick_high", message.high);
    json.number("tick_low", message.low);
    json.number("tick_close", message.close);
    json.number("tick_volume", message.volume);
    json.number("connection", message.connection);
    json.text("origin", message.origin);
    json.number("seq", message.sequence);
    json.number("revision", message.revision);
    if (message.kind == TickKind::Trade) {
        std::string updates;
        for (const auto &[does, letter] : {std::pair(message.updatesHighLow, 'h'), std::pair(message.updatesLast, 'l'),
                                           std::pair(message.updatesVolume, 'v')}) {
            if (does)
                updates += letter;
        }
        json.text("updates", updates);
    } else {
        json.number("window", message.window.count());
    }
    if (!std::isnan(message.dayVolume))
        json.number("day_volume", message.dayVolume);
    return json.finish();
}

std::optional<TickMessage> tickFromJson(const QByteArray &text)
{
    const QJsonObject json = QJsonDocument::fromJson(text).object();
    TickMessage message;
    message.symbol = json[u"symbol"].toString();
    message.kind = json[u"event_type"].toString() == u"trade" ? TickKind::Trade : TickKind::SecondBar;
    message.start = {json[u"timestamp"].toInteger()};
    message.close = json[u"price"].toDouble();
    message.open = json[u"tick_open"].toDouble(message.close);
    message.high = json[u"tick_high"].toDouble(message.close);
    message.low = json[u"tick_low"].toDouble(message.close);
    message.volume = json[u"volume"].toDouble();
    message.source = wordOf(json[u"source"]);
    message.origin = wordOf(json[u"origin"]);
    message.connection = json[u"connection"].toInt();
    message.sequence = json[u"seq"].toInteger();
    message.revision = json[u"revision"].toInt();
    message.window = Milliseconds(std::clamp(json[u"window"].toInt(1'000), 1, 60'000));
    message.dayVolume = json[u"day_volume"].toDouble(NoValue);
    if (!(message.dayVolume >= 0 && message.dayVolume < 1e15)) // the tick counts without it
        message.dayVolume = NoValue;
    const QString updates = json[u"updates"].toString(QStringLiteral("hlv"));
    message.updatesHighLow = updates.contains(u'h');
    message.updatesLast = updates.contains(u'l');
    message.updatesVolume = updates.contains(u'v');
    const bool isComplete = json[u"type"].toString() == u"market_tick" && isPossible(message.start) &&
                            isSymbol(message.symbol.toStdString()) && message.sequence > 0;
    if (!isComplete || flawOf(tickOf(message)))
        return std::nullopt;
    return message;
}

Tick tickOf(const TickMessage &message)
{
    Tick tick;
    tick.kind = message.window >= OneMinute ? TickKind::MinuteBar : message.kind;
    tick.updatesHighLow = message.updatesHighLow;
    tick.updatesLast = message.updatesLast;
    tick.updatesVolume = message.updatesVolume;
    tick.start = message.start;
    tick.end = message.kind == TickKind::Trade ? message.start : message.start + message.window;
    tick.open = message.open;
    tick.high = message.high;
    tick.low = message.low;
    tick.close = message.close;
    tick.volume = message.volume;
    tick.dayVolume = message.dayVolume;
    return tick;
}

QByteArray minuteJson(const Bar &bar, const QString &symbol)
{
    const auto source = toText(bar.source);
    QJsonObject json{
        {QStringLiteral("symbol"), symbol},
        {QStringLiteral("timestamp"), QDateTime::fromMSecsSinceEpoch(bar.start.ms, Utc).toString(Qt::ISODate)},
        {QStringLiteral("open"), bar.open},
        {QStringLiteral("high"), bar.high},
        {QStringLiteral("low"), bar.low},
        {QStringLiteral("close"), bar.close},
        {QStringLiteral("volume"), bar.volume},
        {QStringLiteral("source"), QString::fromUtf8(source.data(), static_cast<qsizetype>(source.size()))},
        {QStringLiteral("revision"), bar.revision}};
    if (!std::isnan(bar.vwap))
        json[u"vwap"] = bar.vwap;
    return QJsonDocument(json).toJson(QJsonDocument::Compact);
}

std::optional<std::pair<QString, Bar>> minuteFromJson(const QByteArray &text)
{
    const QJsonObject json = QJsonDocument::fromJson(text).object();
    const QString symbol = json[u"symbol"].toString();
    Bar bar;
    bar.start = {QDateTime::fromString(json[u"timestamp"].toString(), Qt::ISODate).toMSecsSinceEpoch()};
    bar.open = json[u"open"].toDouble();
    bar.high = json[u"high"].toDouble();
    bar.low = json[u"low"].toDouble();
    bar.close = json[u"close"].toDouble();
    bar.volume = json[u"volume"].toDouble();
    bar.vwap = json[u"vwap"].toDouble(NoValue);
    bar.revision = json[u"revision"].toInt();
    bar.source = barSourceFromText(json[u"source"].toString().toStdString()).value_or(BarSource::Minute);
    bar.vwap = cleanVwap(bar.vwap, bar.high, bar.low);
    BarLimits limits;
    limits.step = OneMinute;
    if (!isSymbol(symbol.toStdString()) || flawOf(bar, limits))
        return std::nullopt;
    return std::pair(symbol, bar);
}

} // namespace tickstock
