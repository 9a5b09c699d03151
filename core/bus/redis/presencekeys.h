// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>

#include <map>

namespace tickstock {

class RedisQuestions;

/// Keys by which others know that this program is alive, each with a value: set again and again, they vanish soon after
/// the program ends. Lives in the thread of the bus.
class PresenceKeys
{
public:
    static constexpr int LifetimeSeconds = 10;

    /// Without a value: no more.
    void set(const QByteArray &key, const QByteArray &value);
    void refresh(RedisQuestions &questions) const;

private:
    std::map<QByteArray, QByteArray> m_values; // by key
};

} // namespace tickstock
