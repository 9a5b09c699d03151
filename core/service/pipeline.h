// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/bus/channels.h"
#include "core/bus/messagebus.h"
#include "core/config/settings.h"
#include "core/health/healthboard.h"
#include "core/interfaces/marketmailbox.h"
#include "core/market/barbook.h"
#include "core/patterns/patternscanner.h"
#include "core/relay/tickforwarder.h"
#include "core/storage/writequeue.h"
#include "core/types/boundedqueue.h"
#include "core/types/histogram.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <deque>
#include <map>

namespace tickstock {

/// From ticks to bars, patterns and what leaves this program: the work of the pipeline thread.
class Pipeline final : public QObject
{
    Q_OBJECT

public:
    struct Parts
    {
        BoundedQueue<TickBatchPtr> &input;
        SymbolTable &symbols;
        MessageBus &bus;
        WriteQueue &store;
        MarketMailbox &mailbox;
        HealthBoard &health;
    };

    /// @param sourceWord what ticks say they come from: massive, simulated or replay
    Pipeline(Parts parts, const Settings &settings, QString sourceWord, const PatternSettings &patterns);

    /// Puts its figures on the health board, as is done four times a second.
    void reportHealth();
    /// Works off everything that waits in the input.
    void drain();
    /// Stored history, so that bars and patterns continue instead of beginning anew.
    void seedMinutes(SymbolId symbol, const std::vector<Bar> &minutes);
    /// What patterns begin with; all at once, because what is found depends on all of it.
    struct PatternSeed
    {
        std::vector<Bar> days;              ///< before the minutes' last session
        std::vector<Bar> minutes;           ///< of the last sessions
        UsualVolumes usual;                 ///< for the last of them
        std::vector<PatternEvent> reported; ///< of the last of them
    };
    void seedPatterns(SymbolId symbol, const PatternSeed &seed);
    /// Patterns of these symbols are looked for again.
    void resumePatterns(const std::vector<SymbolId> &symbols);
    void seedDays(SymbolId symbol, const std::vector<Bar> &days);
    void applyRest(SymbolId symbol, const std::vector<Bar> &minutes);
    /// These symbols' data begins or ends now. @p since is the market time of their last data if that was lost on the
    /// way; not valid: only the running minute is incomplete.
    void interrupt(const std::vector<SymbolId> &symbols, Timestamp since = {});
    /// Their first data began at this time: the minute it lies in is incomplete.
    void beginWith(const std::vector<std::pair<SymbolId, Timestamp>> &symbols);
    /// REST does not know this minute; what came by the feed counts.
    void release(SymbolId symbol, Timestamp minute);
    /// The server's clock: its distance from ours when both are real clocks, the time itself when it simulates.
    void setServerTime(Timestamp now);
    /// What has been heard on the bus, for the health report.
    void noteHeard(quint64 accepted, quint64 malformed);
    /// Off: another program looks for patterns.
    /// @param scanner who does, as far as is known
    void setScanning(bool isOn, const QString &scanner = {});
    void setPatterns(const PatternSettings &patterns) { m_scanner.setSettings(patterns); }
    /// Events that are known already, whoever found them, are not sent again.
    void setKnown(std::function<bool(const PatternEvent &event)> isKnown) { m_isKnown = std::move(isKnown); }
    /// Indicators of these symbols are sent on each closed bar.
    void setFollowed(const std::vector<SymbolId> &symbols);
    /// Another program looks after these symbols' patterns now.
    void forgetPatterns(const std::vector<SymbolId> &symbols);
    /// What is found goes to findingsChannel() alone: whoever listens there decides what is said.
    void setFenced(bool isFenced) { m_isFenced = isFenced; }
    static QByteArray findingsChannel() { return FindingsChannel; }
    Timestamp marketNow() const;
    /// Names this run of the program in the ticks that it sends.
    const QString &origin() const { return m_forwarder.origin(); }

Q_SIGNALS:
    /// Market time entered another trading day, or is known for the first time.
    void sessionChanged(QDate session);
    /// Suspect minutes that ended without the vendor's own bar.
    void unconfirmed(const std::vector<std::pair<tickstock::SymbolId, tickstock::Timestamp>> &minutes);
    /// Suspect minutes that are certain now.
    void settled(const std::vector<std::pair<tickstock::SymbolId, tickstock::Timestamp>> &minutes);
    /// Something was dropped on the way here: of any symbol, from @p since to @p until.
    void overloaded(const std::vector<tickstock::SymbolId> &symbols, tickstock::Timestamp since,
                    tickstock::Timestamp until);
    /// The regular session is over, and so is the time in which the vendor corrects its last bars by the feed.
    void correctionsOver(tickstock::Timestamp preOpen, tickstock::Timestamp close);

private:
    void take(const TickBatch &batch);
    void storeTicks(const TickBatch &batch);
    void forward(const Tick &tick, ConnectionId connection, int revision);
    void publishForwarded();
    QuoteUpdate quoteUpdate(SymbolId symbol) const;
    void showQuote(SymbolId symbol);
    void passTime();
    void handOut(Timestamp now);
    void publishMinutes(const std::vector<ClosedMinute> &closed);
    void publishEvents(const std::vector<PatternEvent> &events);
    void publishIndicators();
    void previewMoved(Timestamp now);
    void markDropped(const std::vector<TickBatchPtr> &survivors);

    Parts m_parts;
    const Settings m_settings;
    const QString m_sourceWord;
    BarBook m_book;
    MarketClock m_clock;
    ExchangeCalendar m_calendar;
    Histogram m_latency;                                   // microseconds
    std::array<Histogram, MaxConnections + 1> m_latencies; // by connection
    PipelineHealth m_health;
    QTimer m_clockTimer;
    std::int64_t m_sequence = 0; // of what is stored
    TickForwarder m_forwarder;
    PatternScanner m_scanner;
    std::function<bool(const PatternEvent &event)> m_isKnown;
    bool m_isFenced = false;
    bool m_knowsTime = false; // an event or the server has told what time it is on the market
    using SentBars = std::array<Timestamp, DataBlender::Scanned.size()>; // the newest of each time frame
    std::map<SymbolId, SentBars> m_followed;
    std::deque<SymbolId> m_moved; // since their running bars were last looked at; each once
    std::vector<bool> m_hasMoved; // by SymbolId
    QElapsedTimer m_sincePreview;
    std::vector<BusMessage> m_toForward;
    quint64 m_droppedSeen = 0;
    Milliseconds m_skew{0}; // what our clock lacks to the server's
    Timestamp m_takenUntil; // market time up to which batches have been worked off
    std::unordered_map<SymbolId, double> m_previousCloses;
    std::vector<ConnectionId> m_broughtBy; // by SymbolId: the connection of its last event
    QDate m_session;                       // trading day
    QDate m_awaitingClose;                 // trading day whose close we have not seen the end of
    WriteBatch m_toStore;
    std::vector<PatternEvent> m_events;
};

} // namespace tickstock
