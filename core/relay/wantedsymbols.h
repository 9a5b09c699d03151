// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/symbol.h"

#include <QHash>
#include <QSet>
#include <QStringList>

#include <optional>
#include <vector>

namespace tickstock {

/// The symbols that are wanted of a sender, and which of them it carries. Until the sender has named what it carries,
/// it is taken to carry all. One thread.
class WantedSymbols
{
public:
    /// @param table must outlive this
    explicit WantedSymbols(SymbolTable &table)
        : m_table(table)
    {
    }

    /// Those that were not wanted before; text that is no symbol is left out.
    std::vector<SymbolId> add(const QStringList &symbols);
    void remove(const QStringList &symbols);
    /// What the sender says that it carries.
    void setCarried(const QStringList &symbols);

    struct Change
    {
        QStringList missing;         ///< wanted, but not carried; in alphabetical order
        std::vector<SymbolId> begun; ///< were missing, and are carried now
    };
    /// What has become of the missing ones since the last call; nothing if they are the same.
    std::optional<Change> takeChange();

    std::optional<SymbolId> find(const QString &symbol) const;
    std::vector<SymbolId> carried() const;
    bool isEmpty() const { return m_wanted.isEmpty(); }
    int missingCount() const { return static_cast<int>(m_missing.size()); }
    int carriedCount() const { return static_cast<int>(m_wanted.size()) - missingCount(); }

private:
    SymbolTable &m_table;
    QHash<QString, SymbolId> m_wanted;
    std::optional<QSet<QString>> m_carried; // nothing: the sender has not said
    QStringList m_missing;                  // as of the last takeChange()
};

} // namespace tickstock
