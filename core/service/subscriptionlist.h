// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QObject>
#include <QSet>
#include <QStringList>

namespace tickstock {

/// Which symbols are wanted, from before the store is open to the end of the program; nobody else keeps such a list.
/// A symbol is first added, then prepared (what is stored of it has been read), and only then subscribed.
/// Lives in the thread of its service.
class SubscriptionList final : public QObject
{
    Q_OBJECT

public:
    /// Wanted now, each once, in the order in which they were added.
    QStringList symbols() const { return m_symbols; }
    /// Wanted and prepared.
    QStringList prepared() const;
    /// Those of @p symbols that are still wanted.
    QStringList wantedOf(QStringList symbols) const;
    /// What the screen shows.
    QStringList visible() const { return m_visible; }

    /// The symbols of the settings are known. What the user has removed before that stays out.
    void begin(const QStringList &configured);
    void add(const QStringList &symbols);
    void remove(const QStringList &symbols);
    /// What is stored of these symbols has been read: their data may flow.
    void setPrepared(const QStringList &symbols);
    void setVisible(const QStringList &symbols);

Q_SIGNALS:
    /// Not wanted before. Also with no symbols at all, once, when it begins.
    void added(const QStringList &symbols);
    /// The wanted ones among those that setPrepared() named; also if there are none.
    void preparedNow(const QStringList &symbols);
    void removed(const QStringList &symbols);
    void changed();
    void visibleChanged(const QStringList &symbols);

private:
    QStringList takeUnknown(const QStringList &symbols);

    QStringList m_symbols;
    QSet<QString> m_wanted; // the same, to look up
    QSet<QString> m_prepared;
    QSet<QString> m_removedEarly; // before it began
    QStringList m_visible;
    bool m_hasBegun = false;
};

} // namespace tickstock
