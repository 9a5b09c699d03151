// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QObject>

class QSocketNotifier;
struct redisAsyncContext;

namespace tickstock {

/// Lets hiredis wait for its socket in Qt's event loop. One for each context: hiredis takes it and gives it up again
/// (in its clean-up), whatever becomes of the connection, after which it deletes itself. The adapter that comes with
/// hiredis writes into freed memory when the connection fails. Lives in the thread of the connection.
class RedisNotifiers final : public QObject
{
    Q_OBJECT

public:
    static void attach(redisAsyncContext *context);

private:
    explicit RedisNotifiers(redisAsyncContext *context);
    void cleanUp();

    redisAsyncContext *m_context; // null once hiredis has given us up
    QSocketNotifier *m_read;
    QSocketNotifier *m_write;
};

} // namespace tickstock
