// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/patterns/indicatorvalues.h"

#include "core/types/text.h"
#include "core/types/utc.h"

#include <QDateTime>
#include <QJsonDocument>

namespace tickstock {

QByteArray toJson(const IndicatorValues &values)
{
    QJsonObject indicators;
    for (const auto &[name, value] : values.values)
        indicators[name] = value;
    QJsonObject json = values.details;
    json[u"symbol"] = values.symbol;
    json[u"timestamp"] = QDateTime::fromMSecsSinceEpoch(values.barStart.ms, Utc).toString(Qt::ISODate);
    json[u"timeframe"] = text(toText(values.timeframe));
    json[u"indicators"] = indicators;
    return QJsonDocument(json).toJson(QJsonDocument::Compact);
}

std::optional<IndicatorValues> indicatorValuesFromJson(const QByteArray &bytes)
{
    QJsonObject json = QJsonDocument::fromJson(bytes).object();
    IndicatorValues found;
    found.symbol = json.take(u"symbol").toString();
    const QDateTime time = QDateTime::fromString(json.take(u"timestamp").toString(), Qt::ISODateWithMs);
    const auto timeframe = timeframeFromText(json.take(u"timeframe").toString().toStdString());
    const QJsonObject values = json.take(u"indicators").toObject();
    for (auto it = values.begin(); it != values.end(); ++it) {
        if (it.value().isDouble())
            found.values[it.key()] = it.value().toDouble();
    }
    if (found.symbol.isEmpty() || !time.isValid() || !timeframe || found.values.empty())
        return std::nullopt;
    found.barStart = {time.toMSecsSinceEpoch()};
    found.timeframe = *timeframe;
    found.details = json;
    return found;
}

} // namespace tickstock
