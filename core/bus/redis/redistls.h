// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/net/redisurl.h"
#include "core/types/expected.h"

#include <memory>
#include <optional>

struct redisContext;

namespace tickstock {

/// TLS of one connection to Redis: whose certificates are trusted, which name they must carry, and in words why it came
/// to nothing. Lives in the thread of the connection, which may end before this does.
class RedisTls
{
public:
    /// Begins the handshake on a connection that has just been asked for; it goes on with the connection's own reading
    /// and writing.
    static Expected<std::unique_ptr<RedisTls>> begin(redisContext *context, const RedisAddress &address);
    ~RedisTls();
    Q_DISABLE_COPY_MOVE(RedisTls)

    /// Whether the handshake is over.
    bool isAgreedUpon() const;
    /// Why the connection has ended, as far as TLS knows; nothing when it was not TLS. Denied needs the user.
    std::optional<Error> problem() const;

private:
    struct Session;
    explicit RedisTls(std::unique_ptr<Session> session);

    const std::unique_ptr<Session> m_session;
};

} // namespace tickstock
