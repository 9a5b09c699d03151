// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstddef>

/// WebSocket frames of text as a server writes them (RFC 6455), for senders that write them themselves.
namespace tickstock::simulator::wireframe {

/// So much is made at once: more a write than a frame, and little enough to stay in the processor's cache.
inline constexpr std::size_t ChunkBytes = 64 << 10;

inline constexpr std::size_t Short = 126, Long = 1 << 16; // payloads from here on have a longer length field

constexpr std::size_t headerSize(std::size_t payload)
{
    return payload < Short ? 2 : payload < Long ? 4 : 10;
}

/// Returns where it ends.
inline char *writeHeader(char *to, std::size_t payload)
{
    constexpr char FinalText = '\x81'; // a whole message of text
    *to++ = FinalText;
    if (payload < Short) {
        *to++ = static_cast<char>(payload);
        return to;
    }
    *to++ = static_cast<char>(payload < Long ? 126 : 127);
    for (int shift = payload < Long ? 8 : 56; shift >= 0; shift -= 8)
        *to++ = static_cast<char>((payload >> shift) & 0xff);
    return to;
}

} // namespace tickstock::simulator::wireframe
