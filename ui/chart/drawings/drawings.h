// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/chart/drawings/drawing.h"

#include <QObject>
#include <QStringList>
#include <QUndoStack>

#include <map>
#include <memory>
#include <vector>

namespace tickstock {

/// The drawings of every symbol. Each symbol has a history of its own, to undo and redo. GUI thread.
class Drawings final : public QObject
{
    Q_OBJECT

public:
    /// Of one symbol.
    static constexpr std::size_t MostDrawings = 500;
    static constexpr int MostUndoSteps = 200;

    using QObject::QObject;

    /// In the order they were drawn: the last one lies on top. Valid until the next change.
    const std::vector<Drawing> &of(const QString &symbol) const;
    /// Null when there is none; valid until the next change.
    const Drawing *find(const QString &symbol, const QUuid &id) const;

    /// False, and nothing happens, when the symbol has as many as it may have or its id is null or taken.
    bool add(const QString &symbol, const Drawing &drawing);
    /// Takes the place of the one with the same id. False when there is none, or it is the same.
    bool change(const QString &symbol, const Drawing &drawing);
    bool remove(const QString &symbol, const QUuid &id);
    /// One step to undo.
    bool removeAll(const QString &symbol);

    bool canUndo(const QString &symbol) const;
    bool canRedo(const QString &symbol) const;
    void undo(const QString &symbol);
    void redo(const QString &symbol);

    QByteArray toJson() const;
    /// Takes the place of all drawings, without a history; no bytes are no drawings. What is bad is left out and named
    /// in the result, in English, for a log. What cannot be read at all changes nothing.
    QStringList restore(const QByteArray &json);

Q_SIGNALS:
    void changed(const QString &symbol);

private:
    struct Book
    {
        std::vector<Drawing> drawings;
        std::unique_ptr<QUndoStack> history; // its commands hold on to the drawings
    };

    Book &bookOf(const QString &symbol);
    /// @param command is taken over
    void push(const QString &symbol, Book &book, QUndoCommand *command);

    std::map<QString, Book> m_books;
};

} // namespace tickstock
