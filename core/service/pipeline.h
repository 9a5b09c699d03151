// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/bus/channels.h"
#include "core/bus/messagebus.h"
#include "core/config/settings.h"
#include "core/health/healthboard.h"
#include "core/interfaces/marketmailbox.h"
#include "core/market/barbook.h"
#include "core/market/dayvolume.h"
#include "core/patterns/patternscanner.h"
#include "core/service/followedindicators.h"
#include "core/service/latencyfigures.h"
#include "core/service/marketpublisher.h"
#include "core/service/markettime.h"
#include "core/service/movedsymbols.h"
#include "core/service/quoteboard.h"
#include "core/service/sessionwatch.h"
#include "core/storage/writequeue.h"
#include "core/types/boundedqueue.h"

#include <QObject>
#include <QTimer>

#include <functional>
#include <memory>

namespace tickstock {

/// From ticks to bars, patterns and what leaves this program. Lives in the pipeline thread.
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
    Pipeline(Parts parts, const Settings &settings, const QString &sourceWord, const PatternSettings &patterns);

    /// Puts its figures on the health board, as is done four times a second.
    void reportHealth();
    /// Works off what waits in the input, in turns: in between, time passes and health is told.
    void drain();
    /// Stored history, so that bars and patterns continue instead of beginning anew.
    void seedMinutes(SymbolId symbol, const std::vector<Bar> &minutes);
    /// A search for patterns that goes on from the past, as it was stored up to the minute @p lastStored. What has
    /// closed since is taken from the running bars.
    void seedPatterns(SymbolId symbol, std::unique_ptr<SymbolScan> scan, Timestamp lastStored);
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
    void setServerTime(Timestamp now, bool isSimulated);
    /// What others have found, and what this program's scan worker has published, for the health report.
    void noteReceived(quint64 accepted, quint64 malformed);
    /// Off: another program looks for patterns.
    /// @param scanner who does, as far as is known
    void setScanning(bool isOn, const QString &scanner = {});
    /// What is looked for, and of which symbols. Use it in the pipeline thread.
    PatternScanner &scanner() { return m_scanner; }
    /// Symbols whose indicators are published on each closed bar. Use it in the pipeline thread.
    FollowedIndicators &followed() { return m_followed; }
    /// Events that are known already, whoever found them, are left out.
    void setKnown(std::function<bool(const PatternEvent &event)> isKnown) { m_isKnown = std::move(isKnown); }
    /// Events are not published here: whoever receives found() decides that.
    void setFenced(bool isFenced) { m_isFenced = isFenced; }
    Timestamp marketNow() const { return m_time.now(); }
    const QuoteBoard &quotes() const { return m_quotes; }
    QuoteBoard &quotes() { return m_quotes; }
    /// Names this run of the program in the ticks that it sends.
    const QString &origin() const { return m_publisher.origin(); }

Q_SIGNALS:
    /// A pattern, as a value: what this program found, or takes back.
    void found(const tickstock::PatternEvent &event);
    /// Indicators of followed symbols on bars that have closed, as values; they are published besides.
    void measured(const std::vector<tickstock::IndicatorValues> &indicators);
    /// Market time entered another trading day, or is known for the first time.
    void sessionChanged(QDate session);
    /// Suspect minutes that ended without the vendor's own bar.
    void unconfirmed(const std::vector<std::pair<tickstock::SymbolId, tickstock::Timestamp>> &minutes);
    /// Suspect minutes that are certain now.
    void confirmed(const std::vector<std::pair<tickstock::SymbolId, tickstock::Timestamp>> &minutes);
    /// What the vendor's own bars of minutes tell of the day's volume.
    void dayVolumesTold(const std::vector<tickstock::DayVolume> &bars);
    /// Something was dropped on the way here: of any symbol, from @p since to @p until.
    void overloaded(const std::vector<tickstock::SymbolId> &symbols, tickstock::Timestamp since,
                    tickstock::Timestamp until);
    /// Something was said of these minutes that could not be used.
    void thrownAway(const std::vector<tickstock::ThrownAway> &minutes);
    /// The regular session is over, and so is the time in which the vendor corrects its last bars by the feed.
    void correctionsOver(tickstock::Timestamp preOpen, tickstock::Timestamp close);

private:
    void take(const TickBatch &batch);
    void storeTicks(const TickBatch &batch);
    void passNotesOn(const TickBatch &batch);
    void showQuote(SymbolId symbol);
    void passTime();
    void handOut(Timestamp now);
    void handOutFindings(Timestamp now);
    void drainAgain();
    void previewMoved(Timestamp now);
    void markDropped(const std::vector<TickBatchPtr> &survivors);

    Parts m_parts;
    const bool m_storesTicks;
    BarBook m_book;
    MarketTime m_time;
    ExchangeCalendar m_calendar;
    SessionWatch m_sessions;
    QuoteBoard m_quotes;
    LatencyFigures m_latency;
    PipelineHealth m_health;
    quint64 m_reports = 0; // of it
    QTimer m_clockTimer;
    std::int64_t m_sequence = 0; // of what is stored
    MarketPublisher m_publisher;
    PatternScanner m_scanner;
    std::function<bool(const PatternEvent &event)> m_isKnown;
    bool m_isFenced = false;
    bool m_isToDrain = false; // is going to, by itself
    FollowedIndicators m_followed;
    MovedSymbols m_moved; // since their running bars were last previewed
    quint64 m_droppedSeen = 0;
    Timestamp m_takenUntil; // market time up to which batches have been worked off
    WriteBatch m_toStore;
    std::vector<PatternEvent> m_events; // found, and not handed out yet
};

} // namespace tickstock
