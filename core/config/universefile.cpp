// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/config/universefile.h"

#include "core/market/symbol.h"

#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>
#include <QSet>

namespace tickstock {

namespace {

constexpr qint64 MaxBytes = 32 << 20;
constexpr int MaxProblems = 10;

/// RFC 4180, without line breaks inside of quotes.
QStringList cellsOf(const QString &line)
{
    QStringList cells(QString{});
    bool isQuoted = false;
    for (qsizetype i = 0; i < line.size(); ++i) {
        const QChar c = line[i];
        if (c == u'"' && isQuoted && i + 1 < line.size() && line[i + 1] == u'"')
            cells.last() += line[++i];
        else if (c == u'"')
            isQuoted = !isQuoted;
        else if (c == u',' && !isQuoted)
            cells.append(QString());
        else
            cells.last() += c;
    }
    for (QString &cell : cells)
        cell = cell.trimmed();
    return cells;
}

qsizetype columnOf(const QStringList &header, const QStringList &names)
{
    for (qsizetype i = 0; i < header.size(); ++i) {
        if (names.contains(header[i], Qt::CaseInsensitive))
            return i;
    }
    return -1;
}

} // namespace

bool isUniverseKey(const QString &key)
{
    static const QRegularExpression form(
        QRegularExpression::anchoredPattern(QStringLiteral("[A-Za-z0-9_.-]+:[A-Za-z0-9_.-]+")));
    return form.match(key).hasMatch();
}

Expected<ImportedUniverses> readUniverseFile(const QString &name)
{
    QFile file(name);
    if (!file.open(QIODevice::ReadOnly))
        return Error{ErrorCode::NotFound, QStringLiteral("%1: %2").arg(name, file.errorString())};
    if (file.size() > MaxBytes)
        return Error{ErrorCode::BadInput, QStringLiteral("%1: larger than any list of symbols").arg(name)};
    const QStringList lines = QString::fromUtf8(file.readAll()).remove(QChar(0xfeff)).split(u'\n');
    const QStringList header = cellsOf(lines.first());
    const qsizetype symbolColumn = columnOf(header, {QStringLiteral("symbol"), QStringLiteral("ticker")});
    const qsizetype keyColumn = columnOf(header, {QStringLiteral("universe"), QStringLiteral("key")});
    if (symbolColumn < 0)
        return Error{ErrorCode::BadInput, QStringLiteral("%1: the first line names no column \"symbol\"").arg(name)};
    static const QRegularExpression unusual(QStringLiteral("[^A-Za-z0-9_.-]+"));
    const QString ownKey =
        QStringLiteral("import:") + QFileInfo(name).completeBaseName().replace(unusual, QStringLiteral("_"));
    ImportedUniverses found;
    std::map<QString, QSet<QString>> seen;
    for (qsizetype i = 1; i < lines.size(); ++i) {
        const QStringList cells = cellsOf(lines[i]);
        if (cells == QStringList(QString()))
            continue;
        const QString symbol = cells.value(symbolColumn);
        const QString key = keyColumn < 0 ? ownKey : cells.value(keyColumn);
        if (!isSymbol(symbol.toStdString()) || !isUniverseKey(key)) {
            if (found.rejected++ < MaxProblems)
                found.problems.append(QStringLiteral("line %1: '%2' in '%3'").arg(i + 1).arg(symbol, key));
            continue;
        }
        if (!seen[key].contains(symbol)) {
            seen[key].insert(symbol);
            found.lists[key].append(symbol);
        }
    }
    if (found.lists.empty())
        return Error{ErrorCode::BadInput, QStringLiteral("%1: there is no symbol in it").arg(name)};
    return found;
}

} // namespace tickstock
