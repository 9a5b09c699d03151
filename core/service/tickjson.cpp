// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/service/tickjson.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QJsonObject>

namespace tickstock {

QByteArray tickJson(const Tick &tick, const QString &symbol, const TickOrigin &origin)
{
    const bool isTrade = tick.kind == TickKind::Trade;
    const QJsonObject json{
        {QStringLiteral("type"), QStringLiteral("market_tick")},
        {QStringLiteral("symbol"), symbol},
        {QStringLiteral("ticker"), symbol},
        {QStringLiteral("price"), tick.close},
        {QStringLiteral("volume"), tick.volume},
        {QStringLiteral("timestamp"), static_cast<double>(tick.start.ms)},
        {QStringLiteral("event_type"), isTrade ? QStringLiteral("trade") : QStringLiteral("aggregate")},
        {QStringLiteral("source"), origin.source},
        {QStringLiteral("tick_open"), tick.open},
        {QStringLiteral("tick_high"), tick.high},
        {QStringLiteral("tick_low"), tick.low},
        {QStringLiteral("tick_close"), tick.close},
        {QStringLiteral("tick_volume"), tick.volume},
        {QStringLiteral("connection"), origin.connection},
        {QStringLiteral("origin"), origin.program},
        {QStringLiteral("seq"), static_cast<double>(origin.sequence)},
        {QStringLiteral("revision"), 0}};
    return QJsonDocument(json).toJson(QJsonDocument::Compact);
}

QByteArray minuteJson(const Bar &bar, const QString &symbol)
{
    const auto source = toText(bar.source);
    const QJsonObject json{
        {QStringLiteral("symbol"), symbol},
        {QStringLiteral("timestamp"), QDateTime::fromMSecsSinceEpoch(bar.start.ms, Qt::UTC).toString(Qt::ISODate)},
        {QStringLiteral("open"), bar.open},
        {QStringLiteral("high"), bar.high},
        {QStringLiteral("low"), bar.low},
        {QStringLiteral("close"), bar.close},
        {QStringLiteral("volume"), bar.volume},
        {QStringLiteral("source"), QString::fromUtf8(source.data(), static_cast<qsizetype>(source.size()))},
        {QStringLiteral("revision"), bar.revision}};
    return QJsonDocument(json).toJson(QJsonDocument::Compact);
}

} // namespace tickstock
