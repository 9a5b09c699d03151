// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QObject>
#include <QStringList>

#include <map>

namespace tickstock {

/// The symbol lists (universes) in the store, for choosing and editing. Lives in the GUI thread and never blocks it.
class SymbolLists : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// Answered by universesRead().
    virtual void readUniverses() = 0;
    /// Replaces or adds one list; no symbols: removes it. Answered by universesRead(), or by notSaved() when the store
    /// refuses.
    virtual void saveUniverse(const QString &key, const QStringList &symbols) = 0;

Q_SIGNALS:
    void universesRead(const std::map<QString, QStringList> &universes);
    /// @param problem names the list and what the store said
    void notSaved(const QString &problem);
};

} // namespace tickstock
