// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/bus/messagebus.h"
#include "core/interfaces/marketmailbox.h"
#include "core/storage/writequeue.h"

#include <QElapsedTimer>
#include <QHash>
#include <QObject>

#include <deque>
#include <map>

namespace tickstock {

/// Listens to the pattern channels, our own events and other programs' alike, and hands each event on once: to the
/// screen and to the store. An event whose state changes (forming, confirmed, withdrawn) is handed on again. Indicator
/// values go to the store. What cannot be read is counted. Lives in the pipeline thread.
class EventInbox final : public QObject
{
    Q_OBJECT

public:
    static constexpr std::size_t RememberedEvents = 100'000;
    /// A larger message is no event.
    static constexpr qsizetype MaxBytes = 256 * 1'024;
    /// More provisional events at once are shown, and not watched.
    static constexpr std::size_t MostForming = 10'000;

    /// @param origin this program's own, in events that come from it
    EventInbox(MessageBus &bus, const QStringList &channels, QString origin, MarketMailbox &mailbox, WriteQueue &store);
    ~EventInbox() override;

    quint64 accepted() const { return m_accepted; }
    quint64 malformed() const { return m_malformed; }

    /// Whether this event has been heard, and in this state.
    bool knows(const QUuid &event, EventState state) const;
    /// Not valid: none has come.
    const QElapsedTimer &sinceForeignEvent() const { return m_sinceForeign; }
    /// Events of programs of our kind are not foreign ones: these programs tell otherwise that they scan.
    void setHeedsOwnKind(bool heeds) { m_heedsOwnKind = heeds; }
    /// What is provisional although its bar has been over for a while at market time @p now was left behind by a
    /// scanner that has gone: it is taken back on the screen.
    void expire(Timestamp now);

private:
    void take(const BusMessage &message);
    void reject(const BusMessage &message, const char *why);
    void takeIndicators(const BusMessage &message);

    const QString m_origin;
    QElapsedTimer m_sinceForeign;
    bool m_heedsOwnKind = true;
    MarketMailbox &m_mailbox;
    WriteQueue &m_store;
    std::vector<std::unique_ptr<MessageBus::Subscription>> m_subscriptions;
    QHash<QUuid, EventState> m_seen;
    std::deque<QUuid> m_order;               // oldest first, to forget
    std::map<QUuid, PatternEvent> m_forming; // of other programs; at most MostForming
    quint64 m_accepted = 0;
    quint64 m_malformed = 0;
};

} // namespace tickstock
