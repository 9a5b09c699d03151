// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/chart/drawings/drawings.h"

#include "core/types/threadcheck.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <set>
#include <utility>

namespace tickstock {

namespace {

constexpr int FileVersion = 1;

using List = std::vector<Drawing>;

List::const_iterator positionOf(const List &list, const QUuid &id)
{
    return std::find_if(list.begin(), list.end(), [&id](const Drawing &drawing) { return drawing.id == id; });
}

/// One drawing comes, goes or becomes another.
class Edit final : public QUndoCommand
{
public:
    Edit(List &list, std::ptrdiff_t place, std::optional<Drawing> before, std::optional<Drawing> after)
        : m_list(list)
        , m_place(place)
        , m_before(std::move(before))
        , m_after(std::move(after))
    {
    }
    void redo() override { put(m_before, m_after); }
    void undo() override { put(m_after, m_before); }

private:
    void put(const std::optional<Drawing> &old, const std::optional<Drawing> &now)
    {
        const auto at = m_list.begin() + m_place;
        if (old && now)
            *at = *now;
        else if (now)
            m_list.insert(at, *now);
        else
            m_list.erase(at);
    }

    List &m_list;
    std::ptrdiff_t m_place;
    std::optional<Drawing> m_before, m_after;
};

class RemoveAll final : public QUndoCommand
{
public:
    explicit RemoveAll(List &list)
        : m_list(list)
    {
    }
    void redo() override { m_list.swap(m_removed); }
    void undo() override { m_list.swap(m_removed); }

private:
    List &m_list;
    List m_removed;
};

/// The lists by symbol that a file holds; nothing when it is no such file.
std::optional<QJsonObject> readSymbols(const QByteArray &json, QStringList &problems)
{
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(json, &error);
    if (error.error != QJsonParseError::NoError) {
        problems.append(error.errorString());
        return std::nullopt;
    }
    if (document[u"version"].toInt() != FileVersion) {
        problems.append(QStringLiteral("its version is not %1").arg(FileVersion));
        return std::nullopt;
    }
    if (!document[u"symbols"].isObject())
        problems.append(QStringLiteral("symbols is no object"));
    return document[u"symbols"].toObject();
}

List readList(const QString &symbol, const QJsonValue &json, QStringList &problems)
{
    List list;
    if (!json.isArray())
        problems.append(QStringLiteral("%1 is no list").arg(symbol));
    const QJsonArray entries = json.toArray();
    for (qsizetype i = 0; i < entries.size(); ++i) {
        if (list.size() == Drawings::MostDrawings) {
            problems.append(QStringLiteral("%1 has more than %2 drawings").arg(symbol).arg(list.size()));
            break;
        }
        const auto drawing = Drawing::fromJson(entries[i].toObject());
        if (drawing && positionOf(list, drawing->id) == list.end())
            list.push_back(*drawing);
        else
            problems.append(QStringLiteral("%1: drawing %2 cannot be used").arg(symbol).arg(i + 1));
    }
    return list;
}

} // namespace

Drawings::Book &Drawings::bookOf(const QString &symbol)
{
    Book &book = m_books[symbol];
    if (!book.history) {
        book.history = std::make_unique<QUndoStack>();
        book.history->setUndoLimit(MostUndoSteps);
    }
    return book;
}

const std::vector<Drawing> &Drawings::of(const QString &symbol) const
{
    static const List None;
    const auto book = m_books.find(symbol);
    return book == m_books.end() ? None : book->second.drawings;
}

const Drawing *Drawings::find(const QString &symbol, const QUuid &id) const
{
    const List &list = of(symbol);
    const auto found = positionOf(list, id);
    return found == list.end() ? nullptr : &*found;
}

void Drawings::push(const QString &symbol, Book &book, QUndoCommand *command)
{
    book.history->push(command);
    Q_EMIT changed(symbol);
}

bool Drawings::add(const QString &symbol, const Drawing &drawing)
{
    assertThreadOf(this);
    if (drawing.id.isNull() || find(symbol, drawing.id) || of(symbol).size() >= MostDrawings)
        return false;
    Book &book = bookOf(symbol);
    push(symbol, book, new Edit(book.drawings, std::ssize(book.drawings), std::nullopt, drawing));
    return true;
}

bool Drawings::change(const QString &symbol, const Drawing &drawing)
{
    assertThreadOf(this);
    const Drawing *before = find(symbol, drawing.id);
    if (!before || *before == drawing)
        return false;
    Book &book = bookOf(symbol);
    push(symbol, book, new Edit(book.drawings, before - book.drawings.data(), *before, drawing));
    return true;
}

bool Drawings::remove(const QString &symbol, const QUuid &id)
{
    assertThreadOf(this);
    const Drawing *before = find(symbol, id);
    if (!before)
        return false;
    Book &book = bookOf(symbol);
    push(symbol, book, new Edit(book.drawings, before - book.drawings.data(), *before, std::nullopt));
    return true;
}

bool Drawings::removeAll(const QString &symbol)
{
    assertThreadOf(this);
    if (of(symbol).empty())
        return false;
    Book &book = bookOf(symbol);
    push(symbol, book, new RemoveAll(book.drawings));
    return true;
}

bool Drawings::canUndo(const QString &symbol) const
{
    const auto book = m_books.find(symbol);
    return book != m_books.end() && book->second.history->canUndo();
}

bool Drawings::canRedo(const QString &symbol) const
{
    const auto book = m_books.find(symbol);
    return book != m_books.end() && book->second.history->canRedo();
}

void Drawings::undo(const QString &symbol)
{
    assertThreadOf(this);
    if (!canUndo(symbol))
        return;
    bookOf(symbol).history->undo();
    Q_EMIT changed(symbol);
}

void Drawings::redo(const QString &symbol)
{
    assertThreadOf(this);
    if (!canRedo(symbol))
        return;
    bookOf(symbol).history->redo();
    Q_EMIT changed(symbol);
}

QByteArray Drawings::toJson() const
{
    QJsonObject symbols;
    for (const auto &[symbol, book] : m_books) {
        QJsonArray list;
        for (const Drawing &drawing : book.drawings)
            list.append(drawing.toJson());
        if (!list.isEmpty())
            symbols[symbol] = list;
    }
    const QJsonObject root{{QStringLiteral("version"), FileVersion}, {QStringLiteral("symbols"), symbols}};
    return QJsonDocument(root).toJson();
}

QStringList Drawings::restore(const QByteArray &json)
{
    assertThreadOf(this);
    QStringList problems;
    const auto symbols = json.isEmpty() ? QJsonObject() : readSymbols(json, problems);
    if (!symbols)
        return problems;
    std::set<QString> concerned;
    for (const auto &[symbol, book] : std::exchange(m_books, {}))
        concerned.insert(symbol);
    for (auto entry = symbols->begin(); entry != symbols->end(); ++entry) {
        bookOf(entry.key()).drawings = readList(entry.key(), entry.value(), problems);
        concerned.insert(entry.key());
    }
    for (const QString &symbol : concerned)
        Q_EMIT changed(symbol);
    return problems;
}

} // namespace tickstock
