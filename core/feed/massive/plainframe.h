// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/feed/massive/rawevent.h"

namespace tickstock::massive {

/// Reads frames of bars, trades and quotes that are written as the vendor nearly always writes them: no white space,
/// `ev` first, numbers of at most 15 digits without exponents, texts without escapes. What is read is what a JSON
/// parser would have read, only in half the time. Of anything else it says that it is not plain, and has looked at no
/// more than it had to: the frame then goes to the JSON parser from its beginning. Used in one thread.
class PlainFrame
{
public:
    enum class Next { Event, End, NotPlain };

    /// @param text a frame, with a NUL behind its end, and eight bytes that can be read; must outlive this and the
    /// events
    explicit PlainFrame(std::string_view text)
        : m_at(text.data())
        , m_end(text.data() + text.size())
    {
    }
    /// Reads the next event into @p event, which is fresh.
    Next next(RawEvent &event);

private:
    struct Number
    {
        double value;
        std::int64_t whole; ///< the same without its fraction
    };
    bool take(char wanted) { return *m_at == wanted && (++m_at, true); }
    bool takeKey(std::uint64_t &code);
    bool takeNumber(Number &number);
    bool takeText(std::string_view &text);
    bool takeDecimalText(double &number);
    bool takeConditions(TradeRules &rules);
    bool takeList();
    bool takeKind(RawEvent &event);
    bool takeField(std::uint64_t key, RawEvent &event);
    bool takeOther();
    bool takeDouble(double &into);
    bool takeInteger(std::int64_t &into);
    bool takeWord(std::string_view word);

    const char *m_at;
    const char *m_end;
    bool m_hasBegun = false;
};

} // namespace tickstock::massive
