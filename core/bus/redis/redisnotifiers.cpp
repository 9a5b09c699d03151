// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/bus/redis/redisnotifiers.h"

#include <QSocketNotifier>

#include <hiredis/async.h>

namespace tickstock {

void RedisNotifiers::attach(redisAsyncContext *context)
{
    new RedisNotifiers(context); // owned by the context from here on
}

RedisNotifiers::RedisNotifiers(redisAsyncContext *context)
    : m_context(context)
    , m_read(new QSocketNotifier(context->c.fd, QSocketNotifier::Read, this))
    , m_write(new QSocketNotifier(context->c.fd, QSocketNotifier::Write, this))
{
    m_read->setEnabled(false);
    m_write->setEnabled(false);
    connect(m_read, &QSocketNotifier::activated, this, [this] {
        if (m_context)
            redisAsyncHandleRead(m_context);
    });
    connect(m_write, &QSocketNotifier::activated, this, [this] {
        if (m_context)
            redisAsyncHandleWrite(m_context);
    });
    context->ev.data = this;
    context->ev.addRead = [](void *data) { static_cast<RedisNotifiers *>(data)->m_read->setEnabled(true); };
    context->ev.delRead = [](void *data) { static_cast<RedisNotifiers *>(data)->m_read->setEnabled(false); };
    context->ev.addWrite = [](void *data) { static_cast<RedisNotifiers *>(data)->m_write->setEnabled(true); };
    context->ev.delWrite = [](void *data) { static_cast<RedisNotifiers *>(data)->m_write->setEnabled(false); };
    context->ev.cleanup = [](void *data) { static_cast<RedisNotifiers *>(data)->cleanUp(); };
}

/// Possibly in the middle of one of the notifiers' own signals.
void RedisNotifiers::cleanUp()
{
    m_context = nullptr;
    m_read->setEnabled(false);
    m_write->setEnabled(false);
    deleteLater();
}

} // namespace tickstock
