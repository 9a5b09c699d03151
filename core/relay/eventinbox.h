// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/bus/messagebus.h"
#include "core/interfaces/marketmailbox.h"
#include "core/storage/writequeue.h"

#include <QByteArrayMatcher>
#include <QElapsedTimer>
#include <QHash>
#include <QObject>

#include <deque>
#include <map>

namespace tickstock {

/// Where all pattern events come together: our own as values, from receive(), and those of other programs from the
/// pattern channels of the bus, where copies of our own are recognised by their origin and left out. Each event goes on
/// once, to the screen and to the store; one whose state changes (forming, confirmed, withdrawn) goes on again.
/// Indicator values go to the store. What cannot be read is counted. Lives in the pipeline thread.
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

    /// An event that this program has found and, where it does so, published.
    void receive(const PatternEvent &event);

    quint64 accepted() const { return m_accepted; }
    quint64 malformed() const { return m_malformed; }

    /// Whether this event has been received, and in this state.
    bool knows(const QUuid &event, EventState state) const;
    /// Not valid: none has come.
    const QElapsedTimer &sinceForeignEvent() const { return m_sinceForeign; }
    /// False: events of other runs of this program do not count as foreign ones, because these programs announce by
    /// other means that they scan.
    void setHeedsOwnKind(bool heeds) { m_heedsOwnKind = heeds; }
    /// A provisional event whose bar has been over for a while at market time @p now was left behind by a scanner that
    /// has gone: it is withdrawn on the screen.
    void expire(Timestamp now);

private:
    void takeMessage(const BusMessage &message);
    void takeEvent(const BusMessage &message);
    void takeIndicators(const BusMessage &message);
    bool isOwn(const QByteArray &json) const;
    void reject(const BusMessage &message, const char *why);

    const QString m_origin;
    const QByteArrayMatcher m_ownMark; // what every event of ours has in its JSON
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
