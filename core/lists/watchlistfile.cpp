// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/lists/watchlistfile.h"

#include "core/market/symbol.h"

#include <QHash>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace tickstock {

namespace {

constexpr qsizetype MaxBytes = 32 << 20;
constexpr qsizetype MostLists = 1'000;

QString formatWord()
{
    return QStringLiteral("tickstock-watchlists");
}

Error unreadable(const char *why)
{
    return Error{ErrorCode::BadInput, QString::fromUtf8(why)};
}

// --- CSV

QByteArray cell(const QString &text)
{
    static constexpr QLatin1String Special(",\"\r\n");
    const bool isPlain = std::none_of(text.begin(), text.end(), [](QChar c) { return Special.contains(c); });
    if (isPlain)
        return text.toUtf8();
    return '"' + QString(text).replace(u'"', QStringLiteral("\"\"")).toUtf8() + '"';
}

/// A line of a table.
struct CsvRow
{
    int line = 0; ///< of the file, where it begins; the first is 1
    QStringList cells;
};

/// RFC 4180, line breaks inside of quotes included. Whatever else there is, is part of a cell.
std::vector<CsvRow> rowsOf(const QString &text)
{
    std::vector<CsvRow> rows;
    CsvRow row{1, {QString()}};
    int line = 1;
    bool isQuoted = false;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        if (c == u'\n')
            ++line;
        if (isQuoted && c == u'"' && i + 1 < text.size() && text[i + 1] == u'"') {
            row.cells.last() += text[++i];
        } else if (isQuoted && c != u'"') {
            row.cells.last() += c;
        } else if (c == u'"' && (isQuoted || row.cells.last().isEmpty())) {
            isQuoted = !isQuoted;
        } else if (c == u',') {
            row.cells.append(QString());
        } else if (c == u'\n') {
            rows.push_back(std::move(row));
            row = {line, {QString()}};
        } else if (c != u'\r') {
            row.cells.last() += c;
        }
    }
    rows.push_back(std::move(row));
    std::erase_if(rows, [](const CsvRow &each) { return each.cells == QStringList(QString()); });
    return rows;
}

qsizetype columnOf(const QStringList &header, std::initializer_list<const char *> names)
{
    for (qsizetype i = 0; i < header.size(); ++i) {
        for (const char *name : names) {
            if (header[i].trimmed().compare(QLatin1String(name), Qt::CaseInsensitive) == 0)
                return i;
        }
    }
    return -1;
}

/// Puts lists together, symbol by symbol.
class Gathering
{
public:
    explicit Gathering(QString name)
        : m_name(std::move(name))
    {
    }

    WatchGroup *group(const QString &listName, const QString &groupName)
    {
        const QString said = listName.trimmed();
        const QString name = said.isEmpty() ? m_name : said;
        const auto known = m_listAt.constFind(name);
        if (known == m_listAt.cend() && m_listAt.size() >= MostLists)
            return nullptr;
        if (known == m_listAt.cend()) {
            m_listAt.insert(name, m_found.lists.size());
            m_found.lists.emplace_back().name = name;
        }
        const std::size_t list = m_listAt[name];
        auto &groups = m_found.lists[list].groups;
        const auto key = std::pair(list, groupName);
        if (!m_groupAt.contains(key)) {
            m_groupAt.insert(key, groups.size());
            groups.push_back({groupName, {}});
        }
        return &groups[m_groupAt[key]];
    }
    void add(WatchGroup *group, WatchedSymbol watched, int line)
    {
        if (group && isSymbol(watched.symbol.toStdString())) {
            group->symbols.push_back(std::move(watched));
            return;
        }
        reject(QStringLiteral("line %1: '%2'").arg(line).arg(watched.symbol.left(Watchlist::LongestName)));
    }
    void add(Watchlist list)
    {
        for (const WatchGroup &group : list.groups) {
            for (const WatchedSymbol &watched : group.symbols) {
                if (!isSymbol(watched.symbol.toStdString()))
                    reject(QStringLiteral("'%1' in '%2'").arg(watched.symbol.left(Watchlist::LongestName), list.name));
            }
        }
        m_found.lists.push_back(std::move(list));
    }
    Expected<ImportedWatchlists> result()
    {
        for (Watchlist &list : m_found.lists) {
            list = tidied(std::move(list));
            if (list.name.isEmpty())
                list.name = m_name;
        }
        std::erase_if(m_found.lists, [](const Watchlist &list) { return list.groups.empty() && list.name.isEmpty(); });
        if (m_found.lists.empty())
            return unreadable("there is no symbol in it");
        return std::move(m_found);
    }

private:
    void reject(const QString &problem)
    {
        if (m_found.rejected++ < ImportedWatchlists::MostProblems)
            m_found.problems.append(problem);
    }

    const QString m_name; // of what has none
    ImportedWatchlists m_found;
    QHash<QString, std::size_t> m_listAt;
    QHash<std::pair<std::size_t, QString>, std::size_t> m_groupAt;
};

Expected<ImportedWatchlists> fromTable(const std::vector<CsvRow> &rows, const QString &name)
{
    const QStringList &header = rows.front().cells;
    const qsizetype symbol = columnOf(header, {"symbol", "ticker"}), list = columnOf(header, {"list", "watchlist"});
    const qsizetype group = columnOf(header, {"group", "section"}), colour = columnOf(header, {"colour", "color"});
    const qsizetype note = columnOf(header, {"note", "notes"});
    Gathering gathering(name);
    for (std::size_t i = 1; i < rows.size(); ++i) {
        const auto value = [&cells = rows[i].cells](qsizetype at) { return cells.value(at); };
        WatchGroup *const into = gathering.group(value(list), value(group).trimmed());
        if (const QString text = value(symbol).trimmed(); !text.isEmpty())
            gathering.add(into, {text, value(colour), value(note)}, rows[i].line);
    }
    return gathering.result();
}

Expected<ImportedWatchlists> fromSymbols(const std::vector<CsvRow> &rows, const QString &name)
{
    Gathering gathering(name);
    QString group;
    bool hasSymbol = false;
    for (const CsvRow &row : rows) {
        for (const QString &text : row.cells) {
            const QString word = text.trimmed();
            if (word.startsWith(u"###")) {
                group = word.mid(3).trimmed();
                continue;
            }
            if (word.isEmpty())
                continue;
            const QString symbol = word.section(u':', -1); // without the exchange
            hasSymbol = hasSymbol || isSymbol(symbol.toStdString());
            gathering.add(gathering.group({}, group), {symbol, {}, {}}, row.line);
        }
    }
    return hasSymbol ? gathering.result() : Expected<ImportedWatchlists>(unreadable("there is no symbol in it"));
}

// --- JSON

Expected<ImportedWatchlists> fromJson(const QByteArray &text, const QString &name)
{
    QJsonParseError problem;
    const QJsonObject file = QJsonDocument::fromJson(text, &problem).object();
    if (problem.error != QJsonParseError::NoError)
        return Error{ErrorCode::BadInput, problem.errorString()};
    if (file[u"format"].toString() != formatWord())
        return unreadable("it is JSON, but not of watchlists");
    Gathering gathering(name);
    const QJsonArray lists = file[u"lists"].toArray();
    for (qsizetype i = 0; i < std::min(lists.size(), MostLists); ++i) {
        const QJsonObject object = lists[i].toObject();
        Watchlist list;
        list.name = object[u"name"].toString();
        list.groups = groupsFromJson(object[u"groups"]);
        if (object[u"columns"].isObject())
            list.columns = QJsonDocument(object[u"columns"].toObject()).toJson(QJsonDocument::Compact);
        gathering.add(std::move(list));
    }
    return gathering.result();
}

} // namespace

QByteArray watchlistsToCsv(const std::vector<Watchlist> &lists)
{
    QByteArray text = "list,group,symbol,colour,note\r\n";
    for (const Watchlist &list : lists) {
        if (list.groups.empty())
            text += cell(list.name) + ",,,,\r\n";
        for (const WatchGroup &group : list.groups) {
            const QByteArray place = cell(list.name) + ',' + cell(group.name) + ',';
            if (group.symbols.empty())
                text += place + ",,\r\n";
            for (const WatchedSymbol &watched : group.symbols)
                text += place + cell(watched.symbol) + ',' + cell(watched.colour) + ',' + cell(watched.note) + "\r\n";
        }
    }
    return text;
}

QByteArray watchlistsToJson(const std::vector<Watchlist> &lists)
{
    QJsonArray all;
    for (const Watchlist &list : lists) {
        QJsonObject object{{QStringLiteral("name"), list.name}, {QStringLiteral("groups"), groupsToJson(list.groups)}};
        if (const auto columns = QJsonDocument::fromJson(list.columns); columns.isObject())
            object[u"columns"] = columns.object();
        all.append(object);
    }
    return QJsonDocument(QJsonObject{{QStringLiteral("format"), formatWord()},
                                     {QStringLiteral("version"), 1},
                                     {QStringLiteral("lists"), all}})
        .toJson();
}

Expected<ImportedWatchlists> watchlistsFromText(const QByteArray &text, const QString &name)
{
    if (text.size() > MaxBytes)
        return unreadable("it is larger than any watchlist");
    if (text.trimmed().startsWith('{'))
        return fromJson(text, name);
    QString table = QString::fromUtf8(text);
    if (table.startsWith(QChar(QChar::ByteOrderMark)))
        table.remove(0, 1);
    const auto rows = rowsOf(table);
    if (rows.empty())
        return unreadable("it is empty");
    const bool isTable = columnOf(rows.front().cells, {"symbol", "ticker"}) >= 0;
    return isTable ? fromTable(rows, name) : fromSymbols(rows, name);
}

} // namespace tickstock
