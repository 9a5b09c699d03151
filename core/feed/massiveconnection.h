// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/feed/dataflow.h"
#include "core/feed/frameintake.h"
#include "core/feed/marketfeed.h"
#include "core/feed/massivesocket.h"
#include "core/feed/retrypauses.h"
#include "core/feed/subscriptions.h"

#include <QElapsedTimer>
#include <QTimer>
#include <QUrl>

#include <memory>

namespace tickstock {

struct MassiveConnectionOptions
{
    ConnectionId id{1};
    QString name = QStringLiteral("primary");
    QUrl url;
    QString key;
    QString caFile; ///< an extra certificate authority (PEM)
    QStringList channels{QStringLiteral("A"), QStringLiteral("AM")};
    MarketClockMode clock = MarketClockMode::Auto;
    Milliseconds stall{15'000};       ///< silence while data is expected
    Milliseconds openTimeout{15'000}; ///< from the first packet to the answer to the key
    Milliseconds closeTimeout{2'000}; ///< a peer that does not answer our close frame
    Milliseconds firstRetry{500};
    Milliseconds longestRetry = OneMinute;
    bool retriesEviction = false; ///< a server without a user comes back by itself after 15 minutes, doubling to 4 h
};

/// One connection to the vendor's feed, kept alive: opens a MassiveSocket, reads its frames (FrameIntake),
/// authenticates by message, subscribes and checks every answer (Subscriptions), notices silence (DataFlow), and comes
/// back with growing pauses (RetryPauses). Lives in the feed thread.
class MassiveConnection final : public MarketFeed
{
    Q_OBJECT

public:
    /// @param symbols must outlive the connection
    MassiveConnection(MassiveConnectionOptions options, SymbolTable &symbols, QObject *parent = nullptr);

    void open() override;
    void close() override;
    void subscribe(const QStringList &symbols) override;
    void unsubscribe(const QStringList &symbols) override;
    std::vector<ConnectionHealth> health() const override;

private:
    void connectSocket();
    void dropSocket(bool politely);
    void handleFrame(const QString &frame);
    void handleTicks(const std::vector<Tick> &ticks, Milliseconds silence, Moment now);
    void handleStatus(const massive::StatusMessage &status);
    void handleAnswer(const QString &pair);
    void connectionLost(StatusReason reason, const QString &detail);
    void retryAfter(Milliseconds pause, StatusReason reason, const QString &detail);
    void block(StatusReason reason, const QString &detail);
    void endConnection(StatusReason reason);
    void setStatus(ConnectionStatus status, StatusReason reason, const QString &detail = {});
    void sendSubscriptions();
    void housekeep();
    bool checkAnswers(Moment now);
    void watchForSilence(Moment now);
    void announceLoss(StatusReason reason);
    void announceReturn();
    std::vector<SymbolId> subscribedIds();

    const MassiveConnectionOptions m_options;
    SymbolTable &m_symbols;
    FrameIntake m_intake;
    Subscriptions m_subscriptions;
    DataFlow m_flow;
    RetryPauses m_pauses;
    ConnectionHealth m_health;
    std::unique_ptr<MassiveSocket> m_socket; // of the attempt or connection at hand; null: none
    QTimer m_retryTimer;
    QTimer m_housekeeping;
    QElapsedTimer m_sinceAuthenticated;
    std::vector<SymbolId> m_newlyConfirmed; // by the frame at hand
    bool m_hasAnnouncedLoss = false;        // of all symbols, and data has not come again since
};

} // namespace tickstock
