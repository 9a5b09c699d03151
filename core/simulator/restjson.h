// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/net/httpserver.h"

#include <QJsonObject>

namespace tickstock::simulator {

/// The object as the vendor sends it: with status and request_id. All functions here are pure.
QJsonObject withStatus(QJsonObject object);
HttpResponse restOk(const QJsonObject &object);
HttpResponse restError(int status, const QString &message);

} // namespace tickstock::simulator
