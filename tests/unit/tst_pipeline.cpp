// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/bus/inprocessbus.h"
#include "core/relay/eventinbox.h"
#include "core/service/batchnotes.h"
#include "core/service/pipeline.h"
#include "tests/support/builders.h"
#include "tests/support/test.h"

#include <QSignalSpy>

using namespace tickstock;
using namespace tickstock::test;

namespace {

/// Counts how often values are made.
struct CountingScanner
{
    Timestamp newest;
    mutable int made = 0;

    Timestamp newestBar(SymbolId, Timeframe timeframe) const
    {
        return timeframe == Timeframe::Min1 ? newest : Timestamp();
    }
    std::optional<IndicatorValues> indicators(SymbolId, Timeframe timeframe) const
    {
        ++made;
        if (timeframe != Timeframe::Min1)
            return std::nullopt;
        return IndicatorValues{QStringLiteral("AAPL"), newest, timeframe, {{QStringLiteral("rsi_14"), 50}}, {}};
    }
};

} // namespace

/// From ticks to what leaves the program, and the parts that this is made of.
class PipelineTest final : public test::Test
{
    Q_OBJECT

private:
    const Timestamp m_open = at("2025-03-10 09:30");
    const QStringList m_channels{QStringLiteral("tickstock_patterns"), QStringLiteral("tickstock.events.patterns"),
                                 QStringLiteral("tickstock:patterns:*")};
    BoundedQueue<TickBatchPtr> m_input{100'000};
    SymbolTable m_symbols;
    const SymbolId m_aapl = *m_symbols.intern(std::string_view("AAPL"));
    InProcessBus m_bus;
    WriteQueue m_store{1'000};
    MarketMailbox m_mailbox;
    HealthBoard m_health;
    std::vector<BusMessage> m_published;
    std::unique_ptr<MessageBus::Subscription> m_listening;
    std::unique_ptr<Pipeline> m_pipeline;

    static PatternSettings onlyEngulfing()
    {
        PatternSettings settings;
        for (const PatternKind &kind : patternKinds()) {
            for (const Timeframe timeframe : DataBlender::Scanned)
                settings.setOn(kind.name, timeframe, kind.name == "Engulfing" && timeframe == Timeframe::Min1);
        }
        return settings;
    }
    void makePipeline()
    {
        Settings settings;
        settings.marketClock = MarketClockMode::Feed; // else the bars of 2025 are over as soon as they begin
        m_pipeline =
            std::make_unique<Pipeline>(Pipeline::Parts{m_input, m_symbols, m_bus, m_store, m_mailbox, m_health},
                                       settings, QStringLiteral("simulated"), onlyEngulfing());
    }
    void give(const std::vector<Tick> &ticks)
    {
        auto batch = std::make_shared<TickBatch>();
        batch->connection = {1};
        batch->received = ticks.back().end;
        batch->ticks = ticks;
        m_input.push(batch, ticks.size());
        m_pipeline->drain();
    }
    Tick minuteOf(int index, double open, double high, double low, double close) const
    {
        return minute(m_aapl, m_open + OneMinute * index, open, high, low, close, 100);
    }
    /// Three small bars, and one that engulfs the last.
    void giveEngulfing()
    {
        for (int i = 0; i < 3; ++i)
            give({minuteOf(i, 10.2, 10.4, 9.9, 10)});
        give({minuteOf(3, 9.9, 11, 9.8, 10.8)});
    }
    std::vector<BusMessage> publishedOn(const QByteArray &pattern)
    {
        QCoreApplication::processEvents();
        std::vector<BusMessage> found;
        std::copy_if(m_published.begin(), m_published.end(), std::back_inserter(found),
                     [&](const BusMessage &message) { return channelMatches(pattern, message.channel); });
        return found;
    }

private Q_SLOTS:
    void init()
    {
        (void)m_store.takeAll();
        (void)m_mailbox.takeAll();
        m_published.clear();
        m_listening = m_bus.subscribe("*", this, [this](const BusMessage &message) { m_published.push_back(message); });
        makePipeline();
    }
    void cleanup()
    {
        m_pipeline.reset();
        m_listening.reset();
    }

    void ticksLeaveAsTicksMinutesAndQuotes()
    {
        Tick tick = second(m_aapl, m_open, 1, 3, 0.5, 2, 12.5);
        tick.dayVolume = 99;
        give({tick});
        give({minuteOf(0, 1, 3, 0.5, 2)});
        const auto ticks = publishedOn("tickstock:market:ticks");
        QCOMPARE(ticks.size(), 1u); // of each symbol one kind
        QVERIFY(ticks[0].payload.contains(R"("source":"simulated")"));
        QVERIFY(ticks[0].payload.contains(m_pipeline->origin().toUtf8()));
        QCOMPARE(publishedOn("tickstock_data").size(), 1u);
        const WriteBatch stored = m_store.takeAll();
        QCOMPARE(stored.ticks.size(), 2u);
        QCOMPARE(stored.minutes.size(), 1u);
        const MarketUpdate shown = m_mailbox.takeAll();
        QCOMPARE(shown.quotes.size(), 1u);
        QCOMPARE(shown.quotes[0].quote.dayVolume, 99.0);
        QCOMPARE(shown.quotes[0].connection, ConnectionId{1});
        QCOMPARE(shown.closed.size(), 1u);
    }

    /// As a value to the inbox, and as JSON to everybody else; the inbox leaves the JSON out.
    void whatIsFoundReachesTheInboxOnce()
    {
        EventInbox inbox(m_bus, m_channels, m_pipeline->origin(), m_mailbox, m_store);
        std::vector<PatternEvent> found;
        connect(m_pipeline.get(), &Pipeline::found, this, [&](const PatternEvent &event) { found.push_back(event); });
        connect(m_pipeline.get(), &Pipeline::found, &inbox, &EventInbox::receive);
        giveEngulfing();
        QCOMPARE(found.size(), 1u);
        QVERIFY(inbox.knows(found[0].id, EventState::Confirmed)); // before the bus has delivered anything
        for (const char *channel :
             {"tickstock_patterns", "tickstock.events.patterns", "tickstock:patterns:streaming"}) {
            const auto messages = publishedOn(channel);
            QCOMPARE(messages.size(), 1u);
            QCOMPARE(messages[0].payload, toJson(found[0]));
        }
        QCOMPARE(inbox.accepted(), 1u);
        QCOMPARE(m_store.takeAll().events.size(), 1u);
        QCOMPARE(m_mailbox.takeAll().events.size(), 1u);
    }

    void whatIsKnownIsNotFoundAgain()
    {
        QSignalSpy found(m_pipeline.get(), &Pipeline::found);
        m_pipeline->setKnown([](const PatternEvent &) { return true; });
        giveEngulfing();
        QCOMPARE(found.count(), 0);
        QVERIFY(publishedOn("tickstock*patterns*").empty());
    }

    /// The past is read while data flow: what closed after it was read is not in it.
    void aSeedGoesOnWithTheRunningBars()
    {
        PatternSeed seed;
        for (int i = 0; i < 3; ++i)
            seed.minutes.push_back(bar(m_open + OneMinute * i, 10.2, 10.4, 9.9, 10, 100));
        auto scan =
            std::make_unique<SymbolScan>(m_symbols.qname(m_aapl), m_pipeline->origin(), m_pipeline->scanner().plan());
        scan->begin(seed);
        scan->prepare();
        QSignalSpy found(m_pipeline.get(), &Pipeline::found);
        m_pipeline->scanner().forget(m_aapl);
        giveEngulfing();
        give({minuteOf(4, 10.8, 10.9, 10.7, 10.8)});
        QCOMPARE(found.count(), 0);
        // The engulfing bar was not stored yet when it was read.
        m_pipeline->seedPatterns(m_aapl, std::move(scan), seed.minutes.back().start);
        m_pipeline->drain();
        QCOMPARE(found.count(), 1);
        QCOMPARE(found[0][0].value<PatternEvent>().barStart, m_open + OneMinute * 3);
    }

    /// While much waits, what has been worked off is shown and told, and time passes.
    void muchIsWorkedOffInTurns()
    {
        const Tick tick = minuteOf(0, 10, 10, 10, 10);
        for (int i = 0; i < 3; ++i) {
            auto batch = std::make_shared<TickBatch>();
            batch->connection = {1};
            batch->received = tick.end;
            batch->ticks.assign(20'000, tick);
            m_input.push(batch, 20'000);
        }
        m_pipeline->drain();
        QCOMPARE(m_input.weight(), 40'000u);
        QVERIFY(!m_mailbox.takeAll().isEmpty());
        QCoreApplication::sendPostedEvents(m_pipeline.get()); // a turn each
        QCOMPARE(m_input.weight(), 20'000u);
        QTRY_COMPARE(m_input.weight(), 0u);
    }

    /// The minutes of a whole market end at once: between turns, ticks go on.
    void aMarketsMinuteIsJudgedInTurns()
    {
        constexpr int Symbols = 450;
        QSignalSpy found(m_pipeline.get(), &Pipeline::found);
        std::vector<SymbolId> symbols;
        for (int i = 0; i < Symbols; ++i)
            symbols.push_back(*m_symbols.intern(QStringLiteral("W%1").arg(i)));
        const auto judged = [&](int index) {
            return std::count_if(symbols.begin(), symbols.end(), [&](SymbolId symbol) {
                return m_pipeline->scanner().newestBar(symbol, Timeframe::Min1) == m_open + OneMinute * index;
            });
        };
        const auto giveAll = [&](int index, double open, double high, double low, double close) {
            std::vector<Tick> ticks;
            for (const SymbolId symbol : symbols)
                ticks.push_back(minute(symbol, m_open + OneMinute * index, open, high, low, close, 100));
            give(ticks);
        };
        for (int i = 0; i < 3; ++i) {
            giveAll(i, 10.2, 10.4, 9.9, 10);
            QTRY_COMPARE(judged(i), Symbols);
        }
        giveAll(3, 9.9, 11, 9.8, 10.8);
        QCOMPARE(judged(3), 200);
        QTRY_COMPARE(judged(3), Symbols); // by itself
        QCOMPARE(found.count(), Symbols);
    }

    /// Judging all bars of a symbol again takes a while: ticks that come meanwhile are not behind all symbols.
    void symbolsAreJudgedAgainOneAtATime()
    {
        std::vector<SymbolId> symbols;
        for (int i = 0; i < 5; ++i) {
            symbols.push_back(*m_symbols.intern(QStringLiteral("S%1").arg(i)));
            PatternSeed seed;
            for (int minute = 0; minute < 300; ++minute)
                seed.minutes.push_back(bar(m_open + OneMinute * minute, 10.2, 10.4, 9.9, 10, 100));
            m_pipeline->scanner().seed(symbols.back(), seed);
        }
        const auto judged = [&] {
            return std::count_if(symbols.begin(), symbols.end(), [&](SymbolId symbol) {
                return m_pipeline->scanner().newestBar(symbol, Timeframe::Min1).isValid();
            });
        };
        give({minuteOf(302, 10, 10, 10, 10)});
        QCOMPARE(judged(), 1);
        QTRY_COMPARE(judged(), 5); // by itself
    }

    void memoryIsCountedByPart()
    {
        m_pipeline->reportHealth();
        const PipelineHealth before = m_health.snapshot().pipeline;
        std::vector<Bar> minutes;
        for (int i = 0; i < 300; ++i)
            minutes.push_back(bar(m_open + OneMinute * i, 10.2, 10.4, 9.9, 10, 100));
        makePipeline();
        m_pipeline->seedMinutes(m_aapl, minutes);
        m_pipeline->scanner().seed(m_aapl, {{}, minutes, {}, {}, {}});
        m_pipeline->reportHealth();
        const PipelineHealth after = m_health.snapshot().pipeline;
        QVERIFY(after.barsBytes >= before.barsBytes + 300 * 2); // packed, they take some bytes each
        QVERIFY(after.barsBytes < before.barsBytes + 300 * sizeof(Bar));
        QVERIFY(after.patternsBytes >= before.patternsBytes + 380 * 2); // minutes, fives, fifteens, a day
        QVERIFY(after.patternsBytes < 100'000);
    }

    /// What a scan worker finds is for the server to publish.
    void aFencedPipelinePublishesNoEvents()
    {
        m_pipeline->setFenced(true);
        QSignalSpy found(m_pipeline.get(), &Pipeline::found);
        giveEngulfing();
        QCOMPARE(found.count(), 1);
        QVERIFY(publishedOn("tickstock*patterns*").empty());
    }

    void indicatorsOfFollowedSymbolsLeaveOnceABar()
    {
        QSignalSpy measured(m_pipeline.get(), &Pipeline::measured);
        give({minuteOf(0, 10, 11, 9, 10)});
        QCOMPARE(measured.count(), 0);
        m_pipeline->followed().follow({m_aapl});
        give({second(m_aapl, m_open + OneMinute, 10, 11, 9, 10, 1)});
        QCOMPARE(measured.count(), 1); // of the newest bar, for whoever has just begun to watch
        give({second(m_aapl, m_open + OneMinute + OneSecond, 10, 11, 9, 10, 1)});
        QCOMPARE(measured.count(), 1);
        give({minuteOf(1, 10, 11, 9, 10)});
        QCOMPARE(measured.count(), 2);
        const auto messages = publishedOn("tickstock:indicators:streaming");
        QCOMPARE(messages.size(), 2u);
        const auto values = measured[1][0].value<std::vector<IndicatorValues>>();
        QCOMPARE(values.size(), 1u);
        QCOMPARE(values[0].barStart, m_open + OneMinute);
        QCOMPARE(messages[1].payload, toJson(values[0]));
        m_pipeline->followed().follow({});
        give({minuteOf(2, 10, 11, 9, 10)});
        QCOMPARE(measured.count(), 2);
    }

    /// Ticks come thousands of times a second, bars close once a minute.
    void indicatorsAreMadeOnlyForBarsThatHaveClosed()
    {
        std::vector<SymbolId> symbols;
        for (std::uint32_t i = 0; i < 200; ++i)
            symbols.push_back({i});
        FollowedIndicators followed;
        followed.follow(symbols);
        CountingScanner scanner;
        QVERIFY(followed.takeNew(scanner).empty());
        QCOMPARE(scanner.made, 0);
        scanner.newest = m_open;
        QCOMPARE(followed.takeNew(scanner).size(), 200u);
        QCOMPARE(scanner.made, 200);
        for (int i = 0; i < 100; ++i)
            QVERIFY(followed.takeNew(scanner).empty());
        QCOMPARE(scanner.made, 200);
        scanner.newest = m_open + OneMinute;
        symbols.resize(3);
        followed.follow(symbols); // they go on where they are
        QCOMPARE(followed.takeNew(scanner).size(), 3u);
        QCOMPARE(scanner.made, 203);
        followed.follow(symbols);
        QVERIFY(followed.takeNew(scanner).empty());
    }

    void aReaderPublishesNeitherTicksNorMinutes()
    {
        Settings settings;
        settings.tickSource = TickSource::Redis;
        MarketPublisher publisher(m_bus, m_symbols, settings, QStringLiteral("massive"));
        QVERIFY(!publisher.wantsTicks());
        publisher.publishMinutes({{m_aapl, bar(m_open, 1, 2, 1, 2, 5), ClosedMinute::Kind::Closed}});
        QVERIFY(publishedOn("tickstock_data").empty());
    }

    void movedSymbolsTakeTurns()
    {
        MovedSymbols moved;
        moved.add({3});
        moved.add({1});
        moved.add({3});
        QCOMPARE(moved.takeFirst(), SymbolId{3});
        moved.add({3});
        QCOMPARE(moved.takeFirst(), SymbolId{1});
        QCOMPARE(moved.takeFirst(), SymbolId{3});
        QVERIFY(moved.isEmpty());
    }

    void daysBeginAndSettleOnce()
    {
        SessionWatch watch;
        auto change = watch.advance(at("2025-03-10 10:00"));
        QCOMPARE(change.begun, QDate(2025, 3, 10));
        QVERIFY(!change.settled);
        change = watch.advance(at("2025-03-10 16:15"));
        QVERIFY(!change.begun && !change.settled);
        change = watch.advance(at("2025-03-10 16:16"));
        QVERIFY(!change.begun);
        QCOMPARE(change.settled->close, at("2025-03-10 16:00"));
        QVERIFY(!watch.advance(at("2025-03-10 16:17")).settled);
        QCOMPARE(watch.advance(at("2025-03-11 04:00")).begun, QDate(2025, 3, 11));
        SessionWatch late; // begins when the day is over: its close is not awaited
        QVERIFY(!late.advance(at("2025-03-10 17:00")).settled);
    }

    void marketTimeIsTheServersOrTheFeeds()
    {
        const Timestamp wall = at("2025-03-10 12:00");
        MarketTime time(MarketClockMode::Auto);
        QVERIFY(!time.isKnown());
        time.setServerTime(wall + OneSecond, false, wall); // our clock is late
        QVERIFY(time.isKnown() && !time.followsFeed());
        QCOMPARE(time.at(wall), wall + OneSecond);
        // A machine that slept: far off, and still no simulation, whatever comes by the feed.
        const Milliseconds behind = 12 * OneMinute;
        time.setServerTime(wall + behind, false, wall);
        QCOMPARE(time.observe(wall + behind - OneSecond, wall), wall + behind);
        QVERIFY(!time.followsFeed());
        MarketTime told(MarketClockMode::Auto);
        told.setServerTime(m_open, true, wall);
        QVERIFY(told.followsFeed());
        MarketTime simulated(MarketClockMode::Auto);
        QCOMPARE(simulated.observe(m_open - OneDay, wall), m_open - OneDay);
        QVERIFY(simulated.isKnown() && simulated.followsFeed());
        QCOMPARE(simulated.at(wall + OneMinute), m_open - OneDay);
    }

    /// Times that cannot be right say nothing of the minute: what was thrown away was said about now.
    void whatWasThrownAwayIsMissingInItsMinuteOrInThoseOfNow()
    {
        const Timestamp running = m_open + OneMinute * 10;
        const Timestamp now = running + OneSecond * 20;
        TickBatch batch;
        batch.thrownAway = {{m_aapl, m_open}};
        QCOMPARE(minutesThrownAway(batch, now), batch.thrownAway);
        const std::vector<ThrownAway> present{{m_aapl, running - OneMinute}, {m_aapl, running}};
        batch.thrownAway = {{m_aapl, {}}, {m_aapl, {}}};
        QCOMPARE(minutesThrownAway(batch, now), present);
        batch.thrownAway = {{m_aapl, now + OneDay * 2}};
        QCOMPARE(minutesThrownAway(batch, now), present);
        batch.thrownAway = {{m_aapl, now - OneDay * 2}};
        QCOMPARE(minutesThrownAway(batch, now), present);
    }

    void latencyIsTakenByConnection()
    {
        LatencyFigures figures;
        figures.record({1}, 100);
        figures.record({2}, 100'000);
        PipelineHealth health;
        figures.report(health);
        QVERIFY(health.connections[1].latencyP99Us < health.connections[2].latencyP50Us);
        QCOMPARE(health.latencyP99Us, health.connections[2].latencyP99Us);
        QCOMPARE(health.connections[3].latencyP50Us, 0);
    }
};

QTEST_GUILESS_MAIN(PipelineTest)
#include "tst_pipeline.moc"
