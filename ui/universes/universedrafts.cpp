// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/universes/universedrafts.h"

namespace tickstock {

QString editable(const QStringList &symbols)
{
    return symbols.join(QStringLiteral(", "));
}

void UniverseDrafts::setStored(const Universes &stored)
{
    m_stored = stored;
    for (const QString &key : editedKeys())
        forgetIfStored(key);
}

void UniverseDrafts::edit(const QString &key, const QString &text)
{
    m_drafts[key] = text;
    forgetIfStored(key);
}

void UniverseDrafts::forgetIfStored(const QString &key)
{
    const auto stored = m_stored.find(key);
    if (stored == m_stored.end())
        return;
    const TypedSymbols typed = typedSymbols(text(key));
    if (typed.invalid.isEmpty() && typed.symbols == stored->second)
        m_drafts.erase(key);
}

QStringList UniverseDrafts::keys() const
{
    QStringList keys = editedKeys();
    for (const auto &[key, symbols] : m_stored) {
        if (!isEdited(key))
            keys.append(key);
    }
    keys.sort();
    return keys;
}

QStringList UniverseDrafts::editedKeys() const
{
    QStringList keys;
    for (const auto &[key, text] : m_drafts)
        keys.append(key);
    return keys;
}

QString UniverseDrafts::text(const QString &key) const
{
    if (const auto draft = m_drafts.find(key); draft != m_drafts.end())
        return draft->second;
    const auto stored = m_stored.find(key);
    return stored == m_stored.end() ? QString() : editable(stored->second);
}

qsizetype UniverseDrafts::count(const QString &key) const
{
    const auto stored = m_stored.find(key);
    return isEdited(key) || stored == m_stored.end() ? typedSymbols(text(key)).symbols.size() : stored->second.size();
}

} // namespace tickstock
