// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/market/patternevent.h"

#include "core/market/symbol.h"
#include "core/types/text.h"
#include "core/types/utc.h"

#include <QDateTime>
#include <QJsonDocument>

#include <algorithm>
#include <chrono>
#include <cmath>

namespace tickstock {

namespace {

const QUuid EventNamespace(QStringLiteral("{6d0e0c5e-6f0b-5a8e-9d0a-5f2b7c1d4e90}"));

constexpr int OldestYear = 1970, NewestYear = 2200;
constexpr qsizetype LongestName = 100;
constexpr double HighestPrice = 1e9;

/// "2025-03-10T13:30:00Z". QDateTime takes a quarter of the time of a whole event to write that.
QByteArray isoTime(Timestamp t)
{
    const std::chrono::sys_time<Milliseconds> time{Milliseconds(t.ms)};
    const auto midnight = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date(midnight);
    const int year = static_cast<int>(date.year());
    if (year < 1 || year > 9999)
        return QDateTime::fromMSecsSinceEpoch(t.ms, Utc).toString(Qt::ISODate).toLatin1();
    QByteArray text("0000-00-00T00:00:00Z");
    const auto write = [&text](qsizetype end, unsigned value) {
        for (; value > 0; value /= 10)
            text[--end] = static_cast<char>('0' + value % 10);
    };
    const auto seconds = static_cast<unsigned>((time - midnight) / OneSecond);
    write(4, static_cast<unsigned>(year));
    write(7, static_cast<unsigned>(date.month()));
    write(10, static_cast<unsigned>(date.day()));
    write(13, seconds / 3600);
    write(16, seconds / 60 % 60);
    write(19, seconds % 60);
    return text;
}

QString isoTimeText(Timestamp t)
{
    return QString::fromLatin1(isoTime(t));
}

std::optional<Direction> directionFrom(const QString &word)
{
    if (word == u"long" || word == u"bullish")
        return Direction::Long;
    if (word == u"short" || word == u"bearish")
        return Direction::Short;
    if (word == u"neutral")
        return Direction::Neutral;
    return std::nullopt;
}

/// Events of programs that send no state count as confirmed.
std::optional<EventState> stateFrom(const QJsonValue &value)
{
    if (value.isUndefined())
        return EventState::Confirmed;
    for (const EventState state : {EventState::Forming, EventState::Confirmed, EventState::Withdrawn}) {
        if (value.toString() == toText(state))
            return state;
    }
    return std::nullopt;
}

/// A time without a zone is UTC, as all times on these channels are.
std::optional<Timestamp> timeFrom(const QString &text)
{
    QDateTime time = QDateTime::fromString(text, Qt::ISODateWithMs);
    if (!time.isValid())
        return std::nullopt;
    if (time.timeSpec() == Qt::LocalTime)
        time = QDateTime(time.date(), time.time(), Utc);
    const Timestamp found{time.toMSecsSinceEpoch()};
    const bool isPlausible = time.date().year() >= OldestYear && time.date().year() <= NewestYear;
    return isPlausible ? std::optional(found) : std::nullopt;
}

bool isName(const QString &text)
{
    return !text.isEmpty() && text.size() <= LongestName &&
           std::all_of(text.begin(), text.end(), [](QChar letter) { return letter.isPrint(); });
}

} // namespace

QString toText(Direction direction)
{
    switch (direction) {
    case Direction::Long: return QStringLiteral("long");
    case Direction::Short: return QStringLiteral("short");
    case Direction::Neutral: return QStringLiteral("neutral");
    }
    return {};
}

QString toText(EventState state)
{
    switch (state) {
    case EventState::Forming: return QStringLiteral("forming");
    case EventState::Confirmed: return QStringLiteral("confirmed");
    case EventState::Withdrawn: return QStringLiteral("withdrawn");
    }
    return {};
}

QUuid PatternEvent::computedId() const
{
    const std::string_view frame = toText(timeframe);
    const QByteArray name = pattern.toUtf8() + '|' + symbol.toUtf8() + '|' +
                            QByteArray::fromRawData(frame.data(), static_cast<qsizetype>(frame.size())) + '|' +
                            isoTime(barStart) + '|' + toText(direction).toUtf8();
    return QUuid::createUuidV5(EventNamespace, name);
}

QByteArray toJson(const PatternEvent &event)
{
    QJsonObject json = event.details;
    json[u"pattern"] = event.pattern;
    json[u"symbol"] = event.symbol;
    json[u"timestamp"] = isoTimeText(event.barStart);
    json[u"direction"] = toText(event.direction);
    json[u"timeframe"] = text(toText(event.timeframe));
    json[u"confidence"] = event.confidence;
    if (!std::isnan(event.price))
        json[u"price"] = event.price;
    json[u"event_id"] = (event.id.isNull() ? event.computedId() : event.id).toString(QUuid::WithoutBraces);
    json[u"origin"] = event.origin;
    json[u"state"] = toText(event.state);
    return QJsonDocument(json).toJson(QJsonDocument::Compact);
}

std::optional<PatternEvent> patternEventFromJson(const QByteArray &bytes)
{
    QJsonObject json = QJsonDocument::fromJson(bytes).object();
    PatternEvent event;
    event.pattern = json.take(u"pattern").toString();
    event.symbol = json.take(u"symbol").toString();
    const auto start = timeFrom(json.take(u"timestamp").toString());
    const auto timeframe = timeframeFromText(json.take(u"timeframe").toString().toStdString());
    const auto direction = directionFrom(json.take(u"direction").toString());
    const auto state = stateFrom(json.take(u"state"));
    const QJsonValue confidence = json.contains(u"confidence") ? json.take(u"confidence") : QJsonValue(0.5);
    event.confidence = confidence.toDouble(NoValue);
    if (!isName(event.pattern) || !isSymbol(event.symbol.toStdString()) || !start || !timeframe || !direction ||
        !state || !(event.confidence >= 0 && event.confidence <= 1))
        return std::nullopt;
    event.barStart = *start;
    event.timeframe = *timeframe;
    event.direction = *direction;
    event.state = *state;
    event.price = json.take(u"price").toDouble(NoValue);
    if (!(event.price > 0 && event.price < HighestPrice))
        event.price = NoValue;
    event.origin = json.take(u"origin").toString();
    event.id = QUuid::fromString(json.take(u"event_id").toString());
    if (event.id.isNull())
        event.id = event.computedId();
    event.details = json;
    return event;
}

} // namespace tickstock
