// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/config/universecache.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>

namespace tickstock {

UniverseCache::UniverseCache(QString file)
    : m_file(std::move(file))
{
}

std::map<QString, QStringList> UniverseCache::load() const
{
    std::map<QString, QStringList> lists;
    QFile file(m_file);
    if (m_file.isEmpty() || !file.open(QIODevice::ReadOnly))
        return lists;
    const QJsonObject json = QJsonDocument::fromJson(file.readAll()).object();
    for (auto it = json.begin(); it != json.end(); ++it) {
        for (const auto &symbol : it.value().toArray())
            lists[it.key()].append(symbol.toString());
    }
    return lists;
}

void UniverseCache::save(const std::map<QString, QStringList> &lists) const
{
    QSaveFile file(m_file);
    if (m_file.isEmpty() || !file.open(QIODevice::WriteOnly))
        return;
    QJsonObject json;
    for (const auto &[key, symbols] : lists)
        json[key] = QJsonArray::fromStringList(symbols);
    file.write(QJsonDocument(json).toJson(QJsonDocument::Compact));
    file.commit();
}

} // namespace tickstock
