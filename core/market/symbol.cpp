// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/market/symbol.h"

#include <algorithm>
#include <mutex>

namespace tickstock {

namespace {

bool isSymbolCharacter(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
           std::string_view(".-/:^+_=").find(c) != std::string_view::npos;
}

} // namespace

bool isSymbol(std::string_view text)
{
    return !text.empty() && text.size() <= 32 && std::all_of(text.begin(), text.end(), isSymbolCharacter);
}

std::optional<SymbolId> SymbolTable::intern(std::string_view text)
{
    if (const auto known = find(text))
        return known;
    if (!isSymbol(text))
        return std::nullopt;
    const std::unique_lock lock(m_mutex);
    if (const auto it = m_ids.find(text); it != m_ids.end())
        return it->second;
    if (m_names.size() >= MaxSymbols)
        return std::nullopt;
    const SymbolId id{static_cast<std::uint32_t>(m_names.size())};
    m_names.emplace_back(text);
    m_ids.emplace(m_names.back(), id);
    return id;
}

std::optional<SymbolId> SymbolTable::intern(const QString &text)
{
    const QByteArray bytes = text.toUtf8();
    return intern(std::string_view(bytes.constData(), static_cast<std::size_t>(bytes.size())));
}

std::vector<SymbolId> SymbolTable::internAll(const QStringList &texts)
{
    std::vector<SymbolId> ids;
    for (const QString &text : texts) {
        if (const auto id = intern(text))
            ids.push_back(*id);
    }
    return ids;
}

std::optional<SymbolId> SymbolTable::find(std::string_view text) const
{
    const std::shared_lock lock(m_mutex);
    const auto it = m_ids.find(text);
    if (it == m_ids.end())
        return std::nullopt;
    return it->second;
}

std::optional<SymbolId> SymbolTable::find(const QString &text) const
{
    const QByteArray bytes = text.toUtf8();
    return find(std::string_view(bytes.constData(), static_cast<std::size_t>(bytes.size())));
}

std::string_view SymbolTable::name(SymbolId id) const
{
    const std::shared_lock lock(m_mutex);
    return id.value < m_names.size() ? std::string_view(m_names[id.value]) : std::string_view();
}

QString SymbolTable::qname(SymbolId id) const
{
    const std::string_view text = name(id);
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

std::size_t SymbolTable::size() const
{
    const std::shared_lock lock(m_mutex);
    return m_names.size();
}

} // namespace tickstock
