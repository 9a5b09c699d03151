// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/service/serviceoptions.h"

#include <QObject>

#include <optional>

namespace tickstock {

class RedisBus;
class SubscriptionList;

/// What this program lets others know of itself by keys in Redis, and what it reads there of them: who feeds the bus,
/// and with what; who looks for patterns. Does nothing without Redis. Lives in the thread of its service.
class Presence final : public QObject
{
    Q_OBJECT

public:
    /// @param redis null where there is none; must outlive this
    /// @param origin names this run of the program
    Presence(const ServiceOptions &options, RedisBus *redis, SubscriptionList &subscriptions, QString origin);

    /// What the scanners' key holds; nothing: not known yet.
    std::optional<QByteArray> scannerAlive() const { return m_scannerAlive; }
    /// Once a second. @param announcement what the scanners' key shall hold; empty: we do not look for patterns
    void announceScanner(const QByteArray &announcement);

Q_SIGNALS:
    /// Whoever feeds the bus, as it announces itself; empty: nobody does.
    void feederRead(const QByteArray &json);

private:
    void take(const QByteArray &key, const QByteArray &value);
    void announceFeeder();

    const ServiceOptions &m_options;
    RedisBus *const m_redis;
    SubscriptionList &m_subscriptions;
    const QString m_origin;
    std::optional<QByteArray> m_scannerAlive;
};

} // namespace tickstock
