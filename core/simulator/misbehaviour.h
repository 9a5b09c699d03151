// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QStringView>

#include <array>
#include <atomic>
#include <cstdint>
#include <mutex>
#include <optional>
#include <span>
#include <string_view>

namespace tickstock::simulator {

/// What a vendor may do that our own simulator does only when asked. Each has a row in misbehaviour.cpp.
enum class Fault : std::uint8_t {
    NullFields,
    SecondsTimes,
    NanosecondsTimes,
    FutureTimes,
    AbsurdNumbers,
    NanToken,
    TextNumbers,
    ForeignSymbol,
    UnknownEvents,
    OffMinute,
    DuplicateTrades,
    SwappedTrades,
    BinaryFrames,
    HalfFrame,
    LateData,
    Close1008Slow,
    JoinedAnswers,
    NoAnswers,
    LateAnswers,
    OddAuthWords,
    NullAuthMessage,
    AuthErrorWord,
    RetryAfterZero,
    RetryAfterHuge,
    RetryAfterDate,
    RedirectSameHost,
    HtmlPage,
    StatusError,
    NullResults,
    ShortResults,
    NextUrlForeignHost,
    NextUrlLoop,
    EmptyPageWithNext,
    BadRows,
    SplitMoved,
    SplitWithdrawn,
    SplitContradicts,
};
inline constexpr std::size_t FaultCount = static_cast<std::size_t>(Fault::SplitContradicts) + 1;

/// Where a fault acts, and so what is counted when it is asked for a number of times.
enum class FaultPlace : std::uint8_t {
    Event,      ///< an event of any kind: EventFaults
    Minute,     ///< a minute bar: EventFaults
    Trade,      ///< a trade: EventFaults
    LateTrade,  ///< a trade in the last seconds of a minute: EventFaults
    Frame,      ///< a frame of events or answers: FeedClient
    Answer,     ///< what a client gets for one subscribe or unsubscribe: SubscriptionAnswers
    Key,        ///< a key that is accepted: FeedServer
    RefusedKey, ///< a key that is not: FeedServer
    Request,    ///< a REST request of any kind: restfaults.h
    Bars,       ///< a REST answer with at least two bars: restfaults.h
    Splits,     ///< a REST answer with splits: restfaults.h
};

/// A row of the table. A value.
struct FaultKind
{
    Fault fault;
    std::string_view name; ///< as the control interface has it
    FaultPlace place;
    std::string_view sentence; ///< what happens, for the reader of GET /sim/misbehave
};

/// Which faults the simulator has been asked for and how often each is still to happen. What happens changes only what
/// is sent, never the market behind it. Used from any thread.
class Misbehaviour
{
public:
    static std::span<const FaultKind, FaultCount> kinds();
    static std::optional<Fault> named(QStringView name);

    /// The fault happens @p count times from now on, in place of what was asked for before; 0 ends it.
    void ask(Fault fault, int count);
    int waiting(Fault fault) const;
    bool isPolite() const { return m_total == 0; }

    /// A fault that is to happen. A value.
    struct Taken
    {
        Fault fault;
        int serial; ///< rises by one with each fault taken, for those that vary
    };
    /// The first fault that waits for this place; it is then counted as done.
    std::optional<Taken> take(FaultPlace place) { return isPolite() ? std::nullopt : takeWaiting(place); }

private:
    static constexpr std::size_t indexOf(Fault fault) { return static_cast<std::size_t>(fault); }
    std::optional<Taken> takeWaiting(FaultPlace place);

    mutable std::mutex m_mutex; // protects what changes
    std::array<int, FaultCount> m_waiting{};
    std::atomic<int> m_total = 0; // read without the lock for each frame
    int m_serial = 0;
};

} // namespace tickstock::simulator
