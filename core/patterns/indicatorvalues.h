// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/timeframe.h"

#include <QByteArray>
#include <QJsonObject>
#include <QString>

#include <map>
#include <optional>

namespace tickstock {

/// The values of the indicators on one bar. A value.
struct IndicatorValues
{
    QString symbol;
    Timestamp barStart;
    Timeframe timeframe = Timeframe::Min1;
    std::map<QString, double> values; ///< by name, such as rsi_14
    QJsonObject details;              ///< the further fields of the message
};

/// The JSON of the indicator channels. `timestamp` is the bar's start, ISO 8601 in UTC.
QByteArray toJson(const IndicatorValues &values);
/// Nothing when symbol, timestamp or timeframe is missing, or when there is no value at all.
std::optional<IndicatorValues> indicatorValuesFromJson(const QByteArray &json);

} // namespace tickstock
