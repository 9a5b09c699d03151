// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/api/streamclient.h"

#include "core/bus/channels.h"
#include "core/types/durations.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QWebSocket>

namespace tickstock {

namespace {

constexpr qint64 SlowReaderBytes = 4 << 20;
constexpr int LongestEcho = 40;
constexpr quint64 LongestMessage = 64 << 10; // that a reader may send

/// The text after "symbol":" in a message of this program; symbols hold no character that JSON would escape.
QByteArray symbolOf(const QByteArray &payload)
{
    static const QByteArray key = QByteArrayLiteral("\"symbol\":\"");
    const qsizetype at = payload.indexOf(key);
    if (at < 0)
        return {};
    const qsizetype from = at + key.size();
    return payload.mid(from, payload.indexOf('"', from) - from);
}

} // namespace

StreamClient::StreamClient(std::unique_ptr<QWebSocket> socket, Parts parts, QObject *parent)
    : QObject(parent)
    , m_socket(std::move(socket))
    , m_parts(std::move(parts))
{
    m_socket->setMaxAllowedIncomingMessageSize(LongestMessage);
    connect(m_socket.get(), &QWebSocket::textMessageReceived, this, &StreamClient::handleMessage);
    connect(m_socket.get(), &QWebSocket::disconnected, this, &StreamClient::closed);
    m_healthTimer.setInterval(OneSecond);
    connect(&m_healthTimer, &QTimer::timeout, this, [this] {
        send(QByteArrayLiteral("health"), QJsonDocument(m_parts.health()).toJson(QJsonDocument::Compact));
    });
}

StreamClient::~StreamClient()
{
    m_socket->disconnect(this);
}

void StreamClient::handleMessage(const QString &text)
{
    const QJsonObject message = QJsonDocument::fromJson(text.toUtf8()).object();
    const QString action = message[u"action"].toString();
    if (action == u"subscribe" || action == u"unsubscribe")
        change(message, action == u"subscribe");
    else
        refuse(QStringLiteral("action must be subscribe or unsubscribe"));
}

std::map<QString, StreamClient::Topic> StreamClient::topics() const
{
    return {{QStringLiteral("ticks"), {&m_parts.bus, m_parts.tickChannel}},
            {QStringLiteral("bars"), {&m_parts.bus, MinuteChannel}},
            {QStringLiteral("events"), {&m_parts.bus, AnyStreamingChannel}},
            {QStringLiteral("quotes"), {&m_parts.desk, QuoteChannel}},
            {QStringLiteral("halts"), {&m_parts.desk, HaltChannel}},
            {QStringLiteral("prints"), {&m_parts.desk, PrintChannel}},
            {QStringLiteral("health"), {}}};
}

void StreamClient::listen(const QString &name, const Topic &topic)
{
    if (!topic.bus || m_subscriptions.contains(name))
        return;
    m_subscriptions[name] =
        topic.bus->subscribe(topic.channel, this, [this, channel = name.toUtf8()](const BusMessage &event) {
            if (isWanted(event.payload))
                send(channel, event.payload);
        });
}

void StreamClient::change(const QJsonObject &message, bool subscribe)
{
    const std::map<QString, Topic> known = topics();
    const QJsonArray channels = message[u"channels"].toArray();
    for (const auto &value : channels) {
        if (!known.contains(value.toString())) { // one unknown channel refuses the whole request
            refuse(QStringLiteral("unknown channel '%1': channels are ticks, bars, events, quotes, halts, prints and "
                                  "health")
                       .arg(value.toString().left(LongestEcho)));
            return;
        }
    }
    for (const auto &value : channels) {
        const auto topic = known.find(value.toString());
        if (subscribe)
            listen(topic->first, topic->second);
        else
            m_subscriptions.erase(topic->first);
        if (topic->first == u"health")
            subscribe ? m_healthTimer.start() : m_healthTimer.stop();
    }
    if (subscribe) {
        m_symbols.clear();
        for (const auto &symbol : message[u"symbols"].toArray())
            m_symbols.insert(symbol.toString().toUtf8());
    }
    send(subscribe ? QByteArrayLiteral("subscribed") : QByteArrayLiteral("unsubscribed"),
         QJsonDocument(channels).toJson(QJsonDocument::Compact));
}

bool StreamClient::isWanted(const QByteArray &payload) const
{
    return m_symbols.isEmpty() || m_symbols.contains(symbolOf(payload));
}

void StreamClient::send(const QByteArray &channel, const QByteArray &payload)
{
    if (m_socket->bytesToWrite() > SlowReaderBytes) {
        ++m_dropped;
        return;
    }
    if (m_dropped != m_droppedReported) {
        m_droppedReported = m_dropped;
        m_socket->sendTextMessage(QStringLiteral("{\"channel\":\"notice\",\"data\":{\"dropped\":%1}}").arg(m_dropped));
    }
    m_socket->sendTextMessage(QString::fromUtf8("{\"channel\":\"" + channel + "\",\"data\":" + payload + '}'));
}

void StreamClient::refuse(const QString &why)
{
    send(QByteArrayLiteral("error"),
         QJsonDocument(QJsonObject{{QStringLiteral("error"), why}}).toJson(QJsonDocument::Compact));
}

} // namespace tickstock
