// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/service/subscriptionlist.h"

#include "core/types/threadcheck.h"

#include <utility>

namespace tickstock {

QStringList SubscriptionList::prepared() const
{
    QStringList result = m_symbols;
    result.removeIf([this](const QString &symbol) { return !m_prepared.contains(symbol); });
    return result;
}

QStringList SubscriptionList::wantedOf(QStringList symbols) const
{
    symbols.removeIf([this](const QString &symbol) { return !m_wanted.contains(symbol); });
    return symbols;
}

void SubscriptionList::begin(const QStringList &configured)
{
    assertThreadOf(this);
    m_hasBegun = true;
    QStringList symbols = configured;
    symbols.removeIf([this](const QString &symbol) { return m_removedEarly.contains(symbol); });
    takeUnknown(symbols);
    Q_EMIT added(m_symbols); // those that were added before, too
    Q_EMIT changed();
}

void SubscriptionList::add(const QStringList &symbols)
{
    assertThreadOf(this);
    const QStringList fresh = takeUnknown(symbols);
    if (fresh.isEmpty())
        return;
    if (m_hasBegun)
        Q_EMIT added(fresh);
    Q_EMIT changed();
}

void SubscriptionList::remove(const QStringList &symbols)
{
    assertThreadOf(this);
    QStringList gone;
    for (const QString &symbol : symbols) {
        if (!m_hasBegun)
            m_removedEarly.insert(symbol);
        m_prepared.remove(symbol);
        if (m_wanted.remove(symbol))
            gone.append(symbol);
    }
    if (gone.isEmpty())
        return;
    m_symbols = wantedOf(std::move(m_symbols));
    Q_EMIT removed(gone);
    Q_EMIT changed();
}

void SubscriptionList::setPrepared(const QStringList &symbols)
{
    assertThreadOf(this);
    const QStringList wanted = wantedOf(symbols);
    for (const QString &symbol : wanted)
        m_prepared.insert(symbol);
    Q_EMIT preparedNow(wanted);
}

void SubscriptionList::setVisible(const QStringList &symbols)
{
    assertThreadOf(this);
    if (std::exchange(m_visible, symbols) != symbols)
        Q_EMIT visibleChanged(symbols);
}

/// Adds what was not wanted before, and tells which that was.
QStringList SubscriptionList::takeUnknown(const QStringList &symbols)
{
    QStringList fresh;
    for (const QString &symbol : symbols) {
        m_removedEarly.remove(symbol);
        if (m_wanted.contains(symbol))
            continue;
        m_wanted.insert(symbol);
        m_symbols.append(symbol);
        fresh.append(symbol);
    }
    return fresh;
}

} // namespace tickstock
