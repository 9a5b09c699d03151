// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/config/starteruniverses.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace tickstock {

std::map<QString, QStringList> starterUniverses()
{
    QFile file(QStringLiteral(":/tickstock/universes.json"));
    const bool opened = file.open(QIODevice::ReadOnly);
    Q_ASSERT(opened);
    std::map<QString, QStringList> universes;
    const QJsonObject lists = QJsonDocument::fromJson(opened ? file.readAll() : QByteArray()).object();
    for (auto it = lists.begin(); it != lists.end(); ++it) {
        for (const auto &symbol : it.value().toArray())
            universes[it.key()].append(symbol.toString());
    }
    return universes;
}

} // namespace tickstock
