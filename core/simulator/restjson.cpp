// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/simulator/restjson.h"

namespace tickstock::simulator {

QJsonObject withStatus(QJsonObject object)
{
    object[u"status"] = QStringLiteral("OK");
    object[u"request_id"] = QStringLiteral("00000000000000000000000000000000");
    return object;
}

HttpResponse restOk(const QJsonObject &object)
{
    return HttpResponse::json(QJsonDocument(withStatus(object)));
}

HttpResponse restError(int status, const QString &message)
{
    return HttpResponse::json(QJsonDocument(QJsonObject{{QStringLiteral("status"), QStringLiteral("ERROR")},
                                                        {QStringLiteral("request_id"), QStringLiteral("0")},
                                                        {QStringLiteral("error"), message}}),
                              status);
}

} // namespace tickstock::simulator
