// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/simulator/misbehaviour.h"
#include "core/simulator/tapeevent.h"

#include <QByteArray>

#include <optional>
#include <string>
#include <utility>

namespace tickstock::simulator {

/// Frames that a client must survive, in turn. They stand for nothing: a client that drops them loses nothing.
const QByteArray &malformedFrame(int number);

/// Makes of an event what a misbehaving feed sends in its place. Knows JSON only. One thread.
class EventFaults
{
public:
    explicit EventFaults(Misbehaviour &misbehaviour)
        : m_misbehaviour(misbehaviour)
    {
    }

    /// Whether events go out as they are.
    bool isIdle() const { return m_misbehaviour.isPolite() && !m_held; }
    /// @param json the event as it should be; afterwards one or more events, separated by commas, or nothing
    void apply(const TapeEvent &event, std::string &json);

    /// A trade that waits for its successor.
    struct Held
    {
        std::size_t symbol;
        Timestamp minute;
        std::string json;
    };
    /// The trade that is being held, to be sent although its successor has not come.
    std::optional<Held> release() { return std::exchange(m_held, std::nullopt); }

private:
    bool followsHeld(const TapeEvent &event, std::string &json);
    void spoil(const TapeEvent &event, std::string &json, Misbehaviour::Taken taken);

    Misbehaviour &m_misbehaviour;
    std::optional<Held> m_held;
};

} // namespace tickstock::simulator
