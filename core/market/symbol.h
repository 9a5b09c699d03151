// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QStringList>

#include <compare>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace tickstock {

/// A ticker symbol as a number. Valid in this process only: never stored, never sent. A value.
struct SymbolId
{
    std::uint32_t value = UINT32_MAX;
    constexpr auto operator<=>(const SymbolId &) const = default;
    constexpr bool isValid() const { return value != UINT32_MAX; }
};

/// Whether the text has 1 to 32 characters out of letters, digits and ". - / : ^ + _ =". Case matters ("KIMpL",
/// "BRK.B").
bool isSymbol(std::string_view text);

/// The names of all SymbolIds. Append-only; a name stays valid as long as the table. Thread-safe.
class SymbolTable
{
public:
    /// Far above the ~14,000 tickers of the whole market; a broken feed cannot fill the memory with names.
    static constexpr std::size_t MaxSymbols = 200'000;

    /// Adds the name if it is new. Nothing if the text is not a symbol or the table is full.
    std::optional<SymbolId> intern(std::string_view text);
    std::optional<SymbolId> intern(const QString &text);
    /// Those of @p texts that are symbols, in their order.
    std::vector<SymbolId> internAll(const QStringList &texts);
    std::optional<SymbolId> find(std::string_view text) const;
    std::optional<SymbolId> find(const QString &text) const;
    std::string_view name(SymbolId id) const;
    QString qname(SymbolId id) const;
    std::size_t size() const;

private:
    mutable std::shared_mutex m_mutex; // protects both containers
    std::deque<std::string> m_names;
    std::unordered_map<std::string_view, SymbolId> m_ids;
};

} // namespace tickstock

template<>
struct std::hash<tickstock::SymbolId>
{
    std::size_t operator()(tickstock::SymbolId id) const noexcept { return id.value; }
};
