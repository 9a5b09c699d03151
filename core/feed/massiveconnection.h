// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/feed/dataflow.h"
#include "core/feed/feedclock.h"
#include "core/feed/latenesswatch.h"
#include "core/feed/marketfeed.h"
#include "core/feed/massiveconnectionoptions.h"
#include "core/feed/massivesocket.h"
#include "core/feed/retrypauses.h"
#include "core/feed/servertalk.h"
#include "core/feed/subscriptionproof.h"
#include "core/feed/tickgatherer.h"

#include <QElapsedTimer>
#include <QTimer>

#include <memory>

namespace tickstock {

/// One connection to the vendor's feed, kept alive: opens a MassiveSocket, reads its frames (FrameIntake),
/// authenticates by message, understands what the server answers (ServerTalk), subscribes and wants every
/// subscription proved (SubscriptionProof), notices silence (DataFlow) and lateness (LatenessWatch), and comes back
/// with growing pauses (RetryPauses). Lives in the feed thread.
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
    Moment serverNow() const { return momentNow(m_options.serverClock.get()); }
    void connectSocket();
    void handleText(const QString &frame);
    void handleFrame(const massive::ParsedFrame &frame, Moment now);
    void handleTicks(const std::vector<Tick> &ticks, Milliseconds silence, Moment now);
    void noteMissing(const std::vector<SymbolId> &symbols, Timestamp since, StatusReason reason);
    void handleUnreadable();
    void judgeLateness(Moment now);
    void handleStatus(const massive::StatusMessage &status);
    void keyAccepted();
    void connectionLost(StatusReason reason, const QString &detail);
    void retryAfter(Milliseconds pause, StatusReason reason, const QString &detail);
    void block(StatusReason reason, const QString &detail);
    void endConnection(StatusReason reason, const QString &detail);
    void setStatus(ConnectionStatus status, StatusReason reason, const QString &detail = {});
    void sendSubscriptions();
    /// For any signal but ticks: what was received before goes first.
    MassiveConnection &inOrder() { return m_gatherer.flush(), *this; }
    void housekeep();
    bool checkAnswers(Moment now);
    void watchForSilence(Moment now);
    void nameSymbols();
    void announceLoss(StatusReason reason, const QString &detail = {});

    const MassiveConnectionOptions m_options;
    TickGatherer m_gatherer;
    FrameIntake m_intake;
    SubscriptionProof m_subscriptions;
    DataFlow m_flow;
    LatenessWatch m_lateness;
    ServerTalk m_talk;
    RetryPauses m_pauses;
    ConnectionHealth m_health;
    std::unique_ptr<MassiveSocket> m_socket; // of the attempt or connection at hand; null: none
    QTimer m_retryTimer;
    QTimer m_housekeeping;
    QElapsedTimer m_sinceAuthenticated;
    bool m_hasAnnouncedLoss = false; // of all symbols, and data has not come again since
};

} // namespace tickstock
