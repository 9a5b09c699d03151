// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/net/httpserver.h"
#include "core/simulator/aggregatesquery.h"
#include "core/simulator/misbehaviour.h"

#include <QJsonArray>
#include <QJsonObject>

namespace tickstock::simulator {

/// What REST does when it is to misbehave. One thread.
class RestFaults
{
public:
    explicit RestFaults(Misbehaviour &misbehaviour)
        : m_misbehaviour(misbehaviour)
    {
    }

    /// What is answered instead of what was asked for; nothing when this request is treated well.
    std::optional<HttpResponse> instead(const HttpRequest &request);
    /// @param path the parts of the request's path
    /// @param answer the right answer about bars; afterwards that which is sent
    void spoilBars(const HttpRequest &request, const QStringList &path, const AggregatesQuery &query,
                   QJsonObject &answer);
    void spoilSplits(QJsonArray &rows);

private:
    Misbehaviour &m_misbehaviour;
};

} // namespace tickstock::simulator
