// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/universes/universetext.h"

namespace tickstock {

/// The lists of the store, and what was edited of them and is not saved yet. A value.
class UniverseDrafts
{
public:
    /// Drafts that equal what the store has now are dropped.
    void setStored(const Universes &stored);
    /// Of a list in the store, or of a new one.
    void edit(const QString &key, const QString &text);
    void discard(const QString &key) { m_drafts.erase(key); }

    /// Of all lists, in order.
    QStringList keys() const;
    QStringList editedKeys() const;
    bool isStored(const QString &key) const { return m_stored.contains(key); }
    bool isEdited(const QString &key) const { return m_drafts.contains(key); }
    bool hasEdits() const { return !m_drafts.empty(); }
    bool contains(const QString &key) const { return isStored(key) || isEdited(key); }
    /// As it is edited.
    QString text(const QString &key) const;
    qsizetype count(const QString &key) const;

private:
    void forgetIfStored(const QString &key);

    Universes m_stored;
    std::map<QString, QString> m_drafts; // texts that differ from the store
};

/// As a list is shown for editing.
QString editable(const QStringList &symbols);

} // namespace tickstock
