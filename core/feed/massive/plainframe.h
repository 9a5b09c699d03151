// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/feed/massive/rawevent.h"

namespace tickstock::massive {

/// Which key followed which, in the last event of its kind: a server writes all of them alike, and to find what was
/// expected is quicker than to find out what is there. Only a guess: it changes nothing of what is read. A value, kept
/// from frame to frame.
class KeyOrder
{
public:
    static constexpr std::size_t Slots = 65; ///< what keys are numbered by

    using Followers = std::array<std::uint8_t, Slots>;
    Followers &of(EventKind kind) { return m_followers[static_cast<std::size_t>(kind)]; }

private:
    std::array<Followers, static_cast<std::size_t>(EventKind::Other) + 1> m_followers{};
};

/// Reads frames of bars, trades and quotes that are written as the vendor nearly always writes them: no white space,
/// `ev` first, numbers of at most 15 digits without exponents, texts without escapes. What is read is what a JSON
/// parser would have read, only in half the time. Of anything else it says that it is not plain, and has looked
/// at no more than it had to: the frame then goes to the JSON parser from its beginning. Used in one thread.
class PlainFrame
{
public:
    enum class Next { Event, End, NotPlain };

    /// @param text a frame, with a NUL behind its end, and sixteen bytes that can be read; must outlive this and the
    /// events
    /// @param order of the frames before; must outlive this
    PlainFrame(std::string_view text, KeyOrder &order)
        : m_order(order)
        , m_at(text.data())
        , m_end(text.data() + text.size())
    {
    }
    /// Reads the next event into @p event, which is fresh.
    Next next(RawEvent &event);

private:
    KeyOrder &m_order;
    const char *m_at;
    const char *m_end;
    bool m_hasBegun = false;
};

} // namespace tickstock::massive
