// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArrayList>

#include <functional>

namespace tickstock {

class RedisQuestions;

/// Keys of others whose values are read again and again. Lives in the thread of the bus.
class WatchedKeys
{
public:
    /// Called with every answer; without a value when the key does not exist.
    using Read = std::function<void(const QByteArray &key, const QByteArray &value)>;

    explicit WatchedKeys(Read read)
        : m_read(std::move(read))
    {
    }
    Q_DISABLE_COPY_MOVE(WatchedKeys)

    void add(const QByteArray &key);
    /// Must outlive the questions.
    void poll(RedisQuestions &questions) const;

private:
    const Read m_read;
    QByteArrayList m_keys;
};

} // namespace tickstock
