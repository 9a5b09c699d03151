// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/patterns/indicatorvalues.h"

#include <QDateTime>
#include <QJsonDocument>

namespace tickstock {

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
