// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/timestamp.h"
#include "core/types/expected.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <optional>

/// What every answer of the vendor's REST interface has in common. Pure.
namespace tickstock::massive {

/// A finite number; also one that is written as text, if that is all of the text.
std::optional<double> numberFrom(const QJsonValue &value);

/// One page of a list, after its own words about itself have been checked. A value.
struct RestPage
{
    QJsonArray rows;
    QString ticker;     ///< whose rows these are; empty: not said
    QJsonValue next;    ///< where the next page is; null: this is the last one
    double counted = 0; ///< how many rows all pages together have at least, by what the server has counted
};

/// Breaking the rules is an error, never a page without rows: a status that is not OK, or fewer rows than counted. A
/// list of which nothing is there says so with a count of 0.
Expected<RestPage> readPage(const QJsonDocument &answer);

/// serverTime of a marketstatus answer.
Expected<Timestamp> readServerTime(const QJsonDocument &answer);

/// What the server, or the network in its place, says about a request that failed.
/// @param status of HTTP; 0: there was no answer
Error errorFrom(int status, const QByteArray &body, const QString &networkError);

} // namespace tickstock::massive
