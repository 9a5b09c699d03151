// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/relay/eventinbox.h"

#include "core/bus/channels.h"
#include "core/patterns/indicatorvalues.h"
#include "core/types/origin.h"
#include "core/types/threadcheck.h"

#include <QJsonDocument>
#include <QLoggingCategory>

namespace tickstock {

namespace {

Q_LOGGING_CATEGORY(lcInbox, "tickstock.events", QtInfoMsg)

/// After a bar's end a scanner has this time to confirm or withdraw what was forming on it.
constexpr Milliseconds FormingGrace = OneMinute;

} // namespace

EventInbox::EventInbox(MessageBus &bus, const QStringList &channels, QString origin, MarketMailbox &mailbox,
                       WriteQueue &store)
    : m_origin(std::move(origin))
    , m_ownMark(R"("origin":")" + m_origin.toUtf8() + '"')
    , m_mailbox(mailbox)
    , m_store(store)
{
    for (const QString &channel : channels) {
        m_subscriptions.push_back(
            bus.subscribe(channel.toUtf8(), this, [this](const BusMessage &message) { takeMessage(message); }));
    }
}

EventInbox::~EventInbox() = default;

bool EventInbox::knows(const QUuid &event, EventState state) const
{
    assertThreadOf(this);
    const auto known = m_seen.constFind(event);
    return known != m_seen.cend() && *known == state;
}

/// The first few are logged, then every thousandth: a sender gone bad must not fill the disk.
void EventInbox::reject(const BusMessage &message, const char *why)
{
    if (++m_malformed < 20 || m_malformed % 1'000 == 0)
        qCWarning(lcInbox).noquote() << "left out on" << message.channel << "because" << why << ":"
                                     << message.payload.left(200);
}

void EventInbox::takeMessage(const BusMessage &message)
{
    if (message.payload.size() > MaxBytes)
        reject(message, "it is too large");
    else if (message.channel.startsWith(IndicatorPrefix))
        takeIndicators(message);
    else if (!isOwn(message.payload))
        takeEvent(message);
}

/// Whether this is the JSON of an event of ours, as we write it. Looks at the bytes only: we publish each event on
/// several channels, and need not read any of them. An event that quotes one of ours is not ours.
bool EventInbox::isOwn(const QByteArray &json) const
{
    const qsizetype mark = m_ownMark.indexIn(json);
    int depth = 0;
    bool isText = false;
    for (qsizetype i = 0; i < mark; ++i) {
        const char letter = json[i];
        if (letter == '"')
            isText = !isText;
        else if (isText)
            i += letter == '\\' ? 1 : 0;
        else if (letter == '{' || letter == '[')
            ++depth;
        else if (letter == '}' || letter == ']')
            --depth;
    }
    return mark >= 0 && depth == 1 && !isText;
}

void EventInbox::takeEvent(const BusMessage &message)
{
    const auto event = patternEventFromJson(message.payload);
    if (!event) {
        reject(message, "pattern, symbol, timestamp (ISO 8601), timeframe or direction are missing, or something in it "
                        "is not as it should be");
        return;
    }
    if (event->origin != m_origin && (m_heedsOwnKind || !isOwnKind(event->origin)))
        m_sinceForeign.start();
    receive(*event);
}

void EventInbox::receive(const PatternEvent &event)
{
    assertThreadOf(this);
    const auto known = m_seen.constFind(event.id);
    if (known != m_seen.cend() && *known == event.state)
        return;
    if (known == m_seen.cend()) {
        m_order.push_back(event.id);
        if (m_order.size() > RememberedEvents) {
            m_seen.remove(m_order.front());
            m_order.pop_front();
        }
    }
    m_seen.insert(event.id, event.state);
    ++m_accepted;
    const bool isProvisional =
        event.state == EventState::Forming ||
        (event.state == EventState::Withdrawn && event.details[u"was"] == toText(EventState::Forming));
    if (!isProvisional) {
        WriteBatch batch;
        batch.events.push_back(event);
        m_store.add(std::move(batch));
    }
    if (event.state != EventState::Forming)
        m_forming.erase(event.id);
    else if (event.origin != m_origin && m_forming.size() < MostForming)
        m_forming.insert_or_assign(event.id, event);
    MarketUpdate update;
    update.events.push_back(event);
    m_mailbox.post(std::move(update));
}

void EventInbox::expire(Timestamp now)
{
    assertThreadOf(this);
    MarketUpdate update;
    for (auto it = m_forming.begin(); it != m_forming.end();) {
        PatternEvent &event = it->second;
        if (event.barStart + lengthOf(event.timeframe) + FormingGrace > now) {
            ++it;
            continue;
        }
        event.state = EventState::Withdrawn;
        event.details[u"was"] = toText(EventState::Forming);
        event.details[u"reason"] = QStringLiteral("its bar ended, and its scanner did not come back to it");
        m_seen.remove(event.id); // its scanner may yet confirm it
        update.events.push_back(std::move(event));
        it = m_forming.erase(it);
    }
    if (!update.events.empty())
        m_mailbox.post(std::move(update));
}

void EventInbox::takeIndicators(const BusMessage &message)
{
    const auto found = indicatorValuesFromJson(message.payload);
    if (!found) {
        reject(message, "symbol, timestamp (ISO 8601), timeframe or indicators are missing");
        return;
    }
    const QString extra = found->details.isEmpty()
                              ? QString()
                              : QString::fromUtf8(QJsonDocument(found->details).toJson(QJsonDocument::Compact));
    WriteBatch batch;
    for (const auto &[name, value] : found->values)
        batch.indicators.push_back({found->symbol, found->barStart, found->timeframe, name, value, extra});
    ++m_accepted;
    m_store.add(std::move(batch));
}

} // namespace tickstock
