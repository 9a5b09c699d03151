// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/simulator/feedserver.h"

#include "core/simulator/eventjson.h"
#include "core/types/threadcheck.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QSslServer>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTimer>
#include <QWebSocketServer>

#include <algorithm>
#include <bit>

namespace tickstock::simulator {

namespace {

constexpr std::array<std::string_view, ChannelCount> ChannelNames{"A", "AM", "T", "Q", "LULD"};
constexpr std::array<std::string_view, 3> UnsimulatedChannels{"NOI", "FMV", "LV"};
constexpr int PolicyViolation = 1008;
constexpr std::string_view LimitMessage =
    "Maximum number of websocket connections exceeded. You have reached the connection limit for your account. "
    "Please contact support at https://polygon.io/contact to increase your limit.";

} // namespace

FeedServer::FeedServer(MarketTape &tape, Misbehaviour &misbehaviour, FeedServerOptions options, QObject *parent)
    : QObject(parent)
    , m_tape(tape)
    , m_misbehaviour(misbehaviour)
    , m_options(std::move(options))
    , m_server(std::make_unique<QWebSocketServer>(QStringLiteral("massive-sim"), QWebSocketServer::NonSecureMode))
    , m_masks(tape.symbols().size())
    , m_eventsBySymbol(tape.symbols().size(), 0)
{
    connect(m_server.get(), &QWebSocketServer::newConnection, this, &FeedServer::acceptWebSocket);
}

FeedServer::~FeedServer()
{
    for (FeedClient *client : std::vector<FeedClient *>(m_clients))
        delete client;
}

Expected<quint16> FeedServer::listen()
{
    assertThreadOf(this);
    if (m_options.tls) {
        auto secure = std::make_unique<QSslServer>();
        secure->setSslConfiguration(*m_options.tls);
        m_tcp = std::move(secure);
    } else {
        m_tcp = std::make_unique<QTcpServer>();
    }
    connect(m_tcp.get(), &QTcpServer::pendingConnectionAvailable, this, &FeedServer::acceptTcp);
    if (!m_tcp->listen(QHostAddress::LocalHost, m_options.port)) {
        return Error{ErrorCode::Busy, QStringLiteral("cannot listen on port %1: %2; is another simulator running?")
                                          .arg(m_options.port)
                                          .arg(m_tcp->errorString())};
    }
    return m_tcp->serverPort();
}

void FeedServer::acceptTcp()
{
    while (QTcpSocket *socket = m_tcp->nextPendingConnection()) {
        if (m_refusing.isValid() && m_refusing.elapsed() < m_refuseSpan.count()) {
            connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
            socket->write("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            socket->disconnectFromHost();
            continue;
        }
        m_handshakes[socket->peerPort()] = socket;
        m_server->handleConnection(socket);
    }
}

void FeedServer::acceptWebSocket()
{
    while (m_server->hasPendingConnections()) {
        std::unique_ptr<QWebSocket> socket(m_server->nextPendingConnection());
        socket->setParent(nullptr);
        const int slot = std::countr_one(m_usedSlots);
        if (slot >= SubscriptionMasks::MaxSlots || socket->requestUrl().path() != QLatin1String("/stocks")) {
            QWebSocket *refused = socket.release();
            connect(refused, &QWebSocket::disconnected, refused, &QObject::deleteLater);
            refused->close(QWebSocketProtocol::CloseCodePolicyViolated, QStringLiteral("the path is /stocks"));
            continue;
        }
        m_usedSlots |= quint64(1) << slot;
        ++m_accepted;
        QTcpSocket *tcp = m_handshakes.take(socket->peerPort());
        auto *client = new FeedClient(std::move(socket), tcp, slot, m_misbehaviour, this);
        m_clients.push_back(client);
        connect(client, &FeedClient::messageReceived, this, &FeedServer::handleMessage);
        connect(client, &FeedClient::closed, this, &FeedServer::forget);
        connect(client, &FeedClient::drained, this, &FeedServer::drained);
        client->sendStatus("connected", "Connected Successfully");
        QTimer::singleShot(m_options.authTimeout, client, [client] {
            if (client->isAuthenticated())
                return;
            client->sendStatus("auth_timeout", "No authentication request received.");
            client->close(PolicyViolation);
        });
    }
}

void FeedServer::handleMessage(FeedClient *client, const QString &text)
{
    const QJsonObject message = QJsonDocument::fromJson(text.toUtf8()).object();
    const QString action = message[u"action"].toString();
    const QString params = message[u"params"].toString();
    if (action == u"auth") {
        authenticate(client, params);
    } else if (!client->isAuthenticated()) {
        client->sendStatus("error", "authentication required");
    } else if (action == u"subscribe" || action == u"unsubscribe") {
        changeSubscriptions(client, params, action == u"subscribe");
    } else {
        client->sendStatus("error", "unknown action");
    }
}

void FeedServer::authenticate(FeedClient *client, const QString &key)
{
    if (client->isAuthenticated())
        return;
    if (key.isEmpty() || (!m_options.keys.isEmpty() && !m_options.keys.contains(key))) {
        if (m_misbehaviour.take(FaultPlace::RefusedKey)) {
            client->sendStatus("error", "authentication failed");
            return;
        }
        client->sendStatus("auth_failed", "authentication failed");
        // The vendor drops the connection without a close frame, but only after the message has been sent.
        QTimer::singleShot(0, client, [client] { client->abort(); });
        return;
    }
    client->setAuthenticated(key);
    const auto taken = m_misbehaviour.take(FaultPlace::Key);
    if (taken && taken->fault == Fault::NullAuthMessage)
        client->sendRaw(QByteArrayLiteral(R"([{"ev":"status","status":"auth_success","message":null}])"));
    else
        client->sendStatus(taken ? "success" : "auth_success", "authenticated");
    enforceLimit(key);
}

void FeedServer::enforceLimit(const QString &key)
{
    std::vector<FeedClient *> holders;
    std::copy_if(m_clients.begin(), m_clients.end(), std::back_inserter(holders),
                 [&](const FeedClient *client) { return client->key() == key; });
    while (holders.size() > static_cast<std::size_t>(m_options.maxConnections)) {
        const auto victim = m_options.evict == Evict::Older ? holders.begin() : std::prev(holders.end());
        (*victim)->sendStatus("max_connections", LimitMessage);
        (*victim)->close(PolicyViolation);
        (*victim)->setAuthenticated(QString());
        holders.erase(victim);
    }
}

void FeedServer::changeSubscriptions(FeedClient *client, const QString &pairs, bool subscribe)
{
    std::vector<std::string> changed;
    for (const QString &pair : pairs.split(u',', Qt::SkipEmptyParts)) {
        const QByteArray text = pair.trimmed().toUtf8();
        const qsizetype dot = text.indexOf('.'); // the first one: T.BRK.B
        if (dot <= 0)
            continue;
        const std::string channel = text.left(dot).toStdString();
        const std::string symbol = text.mid(dot + 1).toStdString();
        if (symbol.empty() || !changePair(client, channel, symbol, subscribe))
            continue;
        changed.push_back(text.toStdString());
    }
    m_answers.answer(client, subscribe, changed);
    m_frames += static_cast<quint64>(client->flush());
    if (!changed.empty() && subscribe)
        Q_EMIT subscribed();
}

/// Returns false where the vendor does not answer: for an unknown channel, a pair that is already subscribed, or one
/// that is not.
bool FeedServer::changePair(FeedClient *client, std::string_view channel, const std::string &symbol, bool subscribe)
{
    const auto at = std::find(ChannelNames.begin(), ChannelNames.end(), channel);
    if (at == ChannelNames.end()) {
        if (std::find(UnsimulatedChannels.begin(), UnsimulatedChannels.end(), channel) == UnsimulatedChannels.end())
            return false;
        const std::string pair = std::string(channel) + '.' + symbol;
        return subscribe ? client->silentPairs.insert(pair).second : client->silentPairs.erase(pair) > 0;
    }
    const auto index = static_cast<std::size_t>(at - ChannelNames.begin());
    auto &names = client->subscriptions[index].names;
    if (!(subscribe ? names.insert(symbol).second : names.erase(symbol) > 0))
        return false;
    if (!subscribe && names.contains("*"))
        return true; // the client still gets all symbols
    setReader(static_cast<Channel>(index), symbol, client->slot(), subscribe);
    if (!subscribe && symbol == "*") {
        for (const std::string &name : names)
            setReader(static_cast<Channel>(index), name, client->slot(), true);
    }
    return true;
}

void FeedServer::setReader(Channel channel, const std::string &symbol, int slot, bool isOn)
{
    if (symbol == "*") {
        m_masks.setAll(channel, slot, isOn);
        for (std::size_t i = 0; isOn && i < m_masks.symbolCount(); ++i)
            m_tape.follow(i, channel);
    } else if (const auto known = m_tape.find(symbol)) {
        m_masks.set(channel, *known, slot, isOn);
        if (isOn)
            m_tape.follow(*known, channel);
    }
}

void FeedServer::publish(const TapeEvent &event)
{
    if (m_masks.readers(event.channel, event.symbol) == 0)
        return;
    m_json.clear();
    appendEvent(m_json, event, m_tape.symbols()[event.symbol]);
    if (!m_eventFaults.isIdle())
        m_eventFaults.apply(event, m_json);
    if (!m_json.empty())
        deliver(event.channel, event.symbol, m_json);
}

void FeedServer::deliver(Channel channel, std::size_t symbol, std::string_view json)
{
    const quint64 readers = m_masks.readers(channel, symbol);
    for (FeedClient *client : m_clients) {
        if ((readers >> client->slot()) & 1 && client->isAuthenticated())
            m_eventsBySymbol[symbol] += client->queueEvent(json);
    }
}

void FeedServer::sendHeld()
{
    if (const auto held = m_eventFaults.release())
        deliver(Channel::T, held->symbol, held->json);
    flush();
    for (FeedClient *client : m_clients)
        client->sendLate();
}

void FeedServer::flush()
{
    assertThreadOf(this);
    for (FeedClient *client : std::vector<FeedClient *>(m_clients))
        m_frames += static_cast<quint64>(client->flush());
}

bool FeedServer::isAnyClientBacklogged() const
{
    return std::any_of(m_clients.begin(), m_clients.end(),
                       [](const FeedClient *client) { return client->isBacklogged(); });
}

bool FeedServer::hasReader() const
{
    return std::any_of(m_clients.begin(), m_clients.end(), [](const FeedClient *client) {
        return client->isAuthenticated() &&
               std::any_of(client->subscriptions.begin(), client->subscriptions.end(),
                           [](const auto &subscription) { return !subscription.names.empty(); });
    });
}

FeedClient *FeedServer::client(int number) const
{
    return number >= 1 && static_cast<std::size_t>(number) <= m_clients.size()
               ? m_clients[static_cast<std::size_t>(number) - 1]
               : nullptr;
}

void FeedServer::refuseFor(Milliseconds span)
{
    assertThreadOf(this);
    m_refuseSpan = span;
    m_refusing.start();
}

void FeedServer::setLimit(int maxConnections, Evict evict)
{
    assertThreadOf(this);
    m_options.maxConnections = maxConnections;
    m_options.evict = evict;
    QStringList keys;
    for (const FeedClient *client : m_clients) {
        if (client->isAuthenticated() && !keys.contains(client->key()))
            keys.append(client->key());
    }
    for (const QString &key : keys)
        enforceLimit(key);
}

void FeedServer::sendMalformed(int count)
{
    assertThreadOf(this);
    for (int i = 0; i < count; ++i) {
        for (FeedClient *client : m_clients)
            client->sendRaw(malformedFrame(i));
    }
}

void FeedServer::forget(FeedClient *client)
{
    m_masks.clear(client->slot());
    m_usedSlots &= ~(quint64(1) << client->slot());
    std::erase(m_clients, client);
    client->deleteLater();
    Q_EMIT drained();
}

} // namespace tickstock::simulator
