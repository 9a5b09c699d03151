// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/lists/watchlistcache.h"

#include "core/types/wholefile.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace tickstock {

namespace {

constexpr qint64 MaxBytes = 64 << 20;

} // namespace

WatchlistCache::WatchlistCache(QString file)
    : m_file(std::move(file))
{
}

std::vector<Watchlist> WatchlistCache::load() const
{
    std::vector<Watchlist> lists;
    const auto content = isOn() ? readWholeFile(m_file, MaxBytes) : Expected<QByteArray>(QByteArray());
    if (!content)
        return lists;
    const QJsonArray all = QJsonDocument::fromJson(*content).array();
    for (const auto &value : all) {
        const QJsonObject object = value.toObject();
        Watchlist list;
        list.id = object[u"id"].toString();
        list.name = object[u"name"].toString();
        list.place = object[u"place"].toInt();
        list.groups = groupsFromJson(object[u"groups"]);
        list.columns = object[u"columns"].toString().toUtf8();
        list.version = object[u"version"].toInteger();
        if (!list.id.isEmpty())
            lists.push_back(tidied(std::move(list)));
    }
    return lists;
}

void WatchlistCache::save(const std::vector<Watchlist> &lists) const
{
    if (!isOn())
        return;
    QJsonArray all;
    for (const Watchlist &list : lists)
        all.append(QJsonObject{{QStringLiteral("id"), list.id},
                               {QStringLiteral("name"), list.name},
                               {QStringLiteral("place"), list.place},
                               {QStringLiteral("groups"), groupsToJson(list.groups)},
                               {QStringLiteral("columns"), QString::fromUtf8(list.columns)},
                               {QStringLiteral("version"), list.version}});
    // What cannot be written lacks only while the server is away.
    (void)writeWholeFile(m_file, QJsonDocument(all).toJson(QJsonDocument::Compact));
}

} // namespace tickstock
