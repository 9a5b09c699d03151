// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/lists/watchlist.h"

#include "core/market/symbol.h"

#include <QHash>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>
#include <QUuid>

#include <algorithm>

namespace tickstock {

namespace {

/// One line of at most @p most characters, no half of a pair at its end. Databases cannot hold a NUL, and a byte order
/// mark is lost where a text begins with it.
QString oneLine(const QString &text, qsizetype most)
{
    QString line;
    line.reserve(std::min(text.size(), most));
    for (qsizetype i = 0; i < text.size() && line.size() < most; ++i) {
        const QChar c = text[i];
        const bool isPair = c.isHighSurrogate() && i + 1 < text.size() && text[i + 1].isLowSurrogate();
        if (isPair && line.size() + 2 > most)
            break;
        if (isPair)
            line += text[i++];
        else if (c.isSurrogate() || c == QChar(QChar::ByteOrderMark))
            continue;
        const QChar last = text[i];
        const bool controls = last.category() == QChar::Other_Control || last.category() == QChar::Separator_Line ||
                              last.category() == QChar::Separator_Paragraph;
        line += controls ? QChar(u' ') : last;
    }
    return line.trimmed();
}

QByteArray tidiedColumns(const QByteArray &columns)
{
    const auto document = QJsonDocument::fromJson(columns);
    QByteArray text = document.isObject() ? document.toJson(QJsonDocument::Compact) : QByteArray();
    return text.size() <= Watchlist::LongestColumns ? text : QByteArray();
}

} // namespace

QString newWatchlistId()
{
    return QUuid::createUuid().toString(QUuid::WithoutBraces);
}

QStringList symbolsOf(const Watchlist &list)
{
    QStringList symbols;
    for (const WatchGroup &group : list.groups) {
        for (const WatchedSymbol &watched : group.symbols)
            symbols.append(watched.symbol);
    }
    return symbols;
}

Watchlist tidied(Watchlist list)
{
    list.name = oneLine(list.name, Watchlist::LongestName);
    list.columns = tidiedColumns(list.columns);
    std::vector<WatchGroup> groups;
    QHash<QString, std::size_t> groupAt; // by name
    QSet<QString> seen;
    for (const WatchGroup &group : list.groups) {
        const QString name = oneLine(group.name, Watchlist::LongestName);
        const auto known = groupAt.constFind(name);
        const std::size_t at = known == groupAt.cend() ? groups.size() : *known;
        if (at == groups.size()) {
            groupAt.insert(name, at);
            groups.push_back({name, {}});
        }
        for (const WatchedSymbol &watched : group.symbols) {
            const bool isFull = static_cast<std::size_t>(seen.size()) >= Watchlist::MostSymbols;
            if (isFull || seen.contains(watched.symbol) || !isSymbol(watched.symbol.toStdString()))
                continue;
            seen.insert(watched.symbol);
            groups[at].symbols.push_back({watched.symbol, oneLine(watched.colour, Watchlist::LongestColour),
                                          oneLine(watched.note, Watchlist::LongestNote)});
        }
    }
    std::erase_if(groups, [](const WatchGroup &group) { return group.name.isEmpty() && group.symbols.empty(); });
    list.groups = std::move(groups);
    return list;
}

QJsonArray groupsToJson(const std::vector<WatchGroup> &groups)
{
    QJsonArray all;
    for (const WatchGroup &group : groups) {
        QJsonArray symbols;
        for (const WatchedSymbol &watched : group.symbols) {
            QJsonObject object{{QStringLiteral("symbol"), watched.symbol}};
            if (!watched.colour.isEmpty())
                object[u"colour"] = watched.colour;
            if (!watched.note.isEmpty())
                object[u"note"] = watched.note;
            symbols.append(object);
        }
        all.append(QJsonObject{{QStringLiteral("name"), group.name}, {QStringLiteral("symbols"), symbols}});
    }
    return all;
}

std::vector<WatchGroup> groupsFromJson(const QJsonValue &value)
{
    std::vector<WatchGroup> groups;
    for (const auto &element : value.toArray()) {
        const QJsonObject object = element.toObject();
        WatchGroup group{object[u"name"].toString(), {}};
        for (const auto &each : object[u"symbols"].toArray()) {
            const QJsonObject watched = each.toObject();
            // A list that was written by hand may have the symbol alone.
            const QString symbol = each.isString() ? each.toString() : watched[u"symbol"].toString();
            group.symbols.push_back({symbol, watched[u"colour"].toString(), watched[u"note"].toString()});
        }
        groups.push_back(std::move(group));
    }
    return groups;
}

} // namespace tickstock
