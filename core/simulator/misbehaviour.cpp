// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/simulator/misbehaviour.h"

#include <QLatin1String>

#include <utility>

namespace tickstock::simulator {

namespace {

constexpr std::array<FaultKind, FaultCount> Kinds{{
    {Fault::NullFields, "null_fields", FaultPlace::Event, "an event in which every field that is not needed is null"},
    {Fault::SecondsTimes, "seconds_times", FaultPlace::Event, "an event whose times are in seconds"},
    {Fault::NanosecondsTimes, "nanoseconds_times", FaultPlace::Event, "an event whose times are in nanoseconds"},
    {Fault::FutureTimes, "future_times", FaultPlace::Event, "an event of the day after tomorrow"},
    {Fault::AbsurdNumbers, "absurd_numbers", FaultPlace::Event,
     "an event with a number that cannot be: in turn a volume of 1e308, an average of -1e308, one beyond any double"},
    {Fault::NanToken, "nan_token", FaultPlace::Event, "an event in which a number is the bare word nan"},
    {Fault::TextNumbers, "text_numbers", FaultPlace::Event, "an event whose numbers are texts"},
    {Fault::ForeignSymbol, "foreign_symbol", FaultPlace::Event,
     "besides an event, the same of a symbol that nobody has subscribed to, each time another one"},
    {Fault::UnknownEvents, "unknown_events", FaultPlace::Event, "besides an event, one of an unknown kind"},
    {Fault::OffMinute, "off_minute", FaultPlace::Minute, "a minute bar that starts seven seconds after the minute"},
    {Fault::DuplicateTrades, "duplicate_trades", FaultPlace::Trade, "a trade is sent twice"},
    {Fault::SwappedTrades, "swapped_trades", FaultPlace::LateTrade,
     "the last trade of a minute comes after the first one of the next"},
    {Fault::BinaryFrames, "binary_frames", FaultPlace::Frame, "a frame is sent as binary, with the same JSON"},
    {Fault::HalfFrame, "half_frame", FaultPlace::Frame, "a frame breaks off in its middle"},
    {Fault::LateData, "late_data", FaultPlace::Frame,
     "a frame comes a tenth of a second later behind its time than the one before"},
    {Fault::Close1008Slow, "close_1008_slow", FaultPlace::Frame,
     "instead of a frame, the connection is closed with 1008 because its reader is slow"},
    {Fault::JoinedAnswers, "joined_answers", FaultPlace::Answer, "a subscription gets one answer for all its pairs"},
    {Fault::NoAnswers, "no_answers", FaultPlace::Answer, "a subscription is not answered; its data come"},
    {Fault::LateAnswers, "late_answers", FaultPlace::Answer, "a subscription is answered bit by bit within 13 seconds"},
    {Fault::OddAuthWords, "odd_auth_words", FaultPlace::Key, "a key is accepted as `success`, `authenticated`"},
    {Fault::NullAuthMessage, "null_auth_message", FaultPlace::Key, "a key is accepted with null as the message"},
    {Fault::AuthErrorWord, "auth_error_word", FaultPlace::RefusedKey,
     "a wrong key is refused as `error`, and the connection stays open"},
    {Fault::RetryAfterZero, "retry_after_zero", FaultPlace::Request, "REST answers 429, Retry-After: 0"},
    {Fault::RetryAfterHuge, "retry_after_huge", FaultPlace::Request, "REST answers 429, Retry-After: 4000000"},
    {Fault::RetryAfterDate, "retry_after_date", FaultPlace::Request, "REST answers 429, Retry-After: a date"},
    {Fault::RedirectSameHost, "redirect_same_host", FaultPlace::Request, "REST sends the request on to the same host"},
    {Fault::HtmlPage, "html_page", FaultPlace::Request, "REST answers 200 with a portal's page"},
    {Fault::StatusError, "status_error", FaultPlace::Bars, "REST answers 200, status ERROR, without results"},
    {Fault::NullResults, "null_results", FaultPlace::Bars, "REST answers with null for results, counted as 0"},
    {Fault::ShortResults, "short_results", FaultPlace::Bars, "REST answers with fewer rows than it counts"},
    {Fault::NextUrlForeignHost, "next_url_foreign_host", FaultPlace::Bars,
     "REST answers with half the rows; the next page's address names another host"},
    {Fault::NextUrlLoop, "next_url_loop", FaultPlace::Bars,
     "REST answers with half the rows; the next page is this page again, without end"},
    {Fault::EmptyPageWithNext, "empty_page_with_next", FaultPlace::Bars,
     "REST answers with no row; all are on the next page"},
    {Fault::BadRows, "bad_rows", FaultPlace::Bars,
     "REST answers with rows in seconds, with text for a number, off the minute, and out of the range"},
    {Fault::SplitMoved, "split_moved", FaultPlace::Splits, "REST dates every split one day later"},
    {Fault::SplitWithdrawn, "split_withdrawn", FaultPlace::Splits, "REST does not know the splits any more"},
    {Fault::SplitContradicts, "split_contradicts", FaultPlace::Splits,
     "REST tells every split a second time, the other way round"},
}};

static_assert([] {
    for (std::size_t i = 0; i < FaultCount; ++i) {
        if (Kinds[i].fault != static_cast<Fault>(i) || Kinds[i].name.empty())
            return false;
    }
    return true;
}());

} // namespace

std::span<const FaultKind, FaultCount> Misbehaviour::kinds()
{
    return Kinds;
}

std::optional<Fault> Misbehaviour::named(QStringView name)
{
    for (const FaultKind &kind : Kinds) {
        if (name == QLatin1String(kind.name.data(), static_cast<qsizetype>(kind.name.size())))
            return kind.fault;
    }
    return std::nullopt;
}

void Misbehaviour::ask(Fault fault, int count)
{
    const std::lock_guard lock(m_mutex);
    m_total += count - std::exchange(m_waiting[indexOf(fault)], count);
}

int Misbehaviour::waiting(Fault fault) const
{
    const std::lock_guard lock(m_mutex);
    return m_waiting[indexOf(fault)];
}

std::optional<Misbehaviour::Taken> Misbehaviour::takeWaiting(FaultPlace place)
{
    const std::lock_guard lock(m_mutex);
    for (const FaultKind &kind : Kinds) {
        int &waiting = m_waiting[indexOf(kind.fault)];
        if (kind.place != place || waiting == 0)
            continue;
        --waiting;
        --m_total;
        return Taken{kind.fault, m_serial++};
    }
    return std::nullopt;
}

} // namespace tickstock::simulator
