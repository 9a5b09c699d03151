// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/bus/channels.h"
#include "core/bus/inprocessbus.h"
#include "core/config/settings.h"
#include "core/interfaces/marketmailbox.h"
#include "core/relay/eventinbox.h"
#include "core/relay/tickforwarder.h"
#include "core/relay/tickjson.h"
#include "core/types/fnv1a.h"
#include "core/types/origin.h"
#include "tests/support/builders.h"
#include "tests/support/test.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QThread>

#include <cmath>

using namespace tickstock;
using namespace tickstock::test;

class BusTest final : public Test
{
    Q_OBJECT

private Q_SLOTS:
    void matchesPatternsLikeRedis()
    {
        QVERIFY(channelMatches("tickstock_data", "tickstock_data"));
        QVERIFY(!channelMatches("tickstock_data", "tickstock_data2"));
        QVERIFY(channelMatches("tickstock:patterns:*", "tickstock:patterns:streaming"));
        QVERIFY(channelMatches("tickstock:patterns:*", "tickstock:patterns:"));
        QVERIFY(!channelMatches("tickstock:patterns:*", "tickstock:indicators:x"));
        QVERIFY(channelMatches("*:x:*", "a:x:b"));
    }

    void defaultsOfSettingsAreTheNamesOfTheBus()
    {
        const Settings settings;
        QCOMPARE(settings.tickChannel.toUtf8(), DefaultTickChannel);
        QCOMPARE(settings.patternChannels.join(u',').toUtf8(),
                 PatternChannel + ',' + PatternEventChannel + ',' + AnyStreamingChannel + ',' + AnyIndicatorChannel);
        QVERIFY(channelMatches(AnyStreamingChannel, StreamingChannel));
        QVERIFY(channelMatches(AnyIndicatorChannel, IndicatorChannel));
        QVERIFY(IndicatorChannel.startsWith(IndicatorPrefix));
        QCOMPARE(streamKey(3), QByteArray("tickstock:stream:ticks:3"));
    }

    void deliversInTheListenersThread()
    {
        InProcessBus bus;
        QThread thread;
        QObject context;
        context.moveToThread(&thread);
        thread.start();
        std::atomic<int> received{0};
        std::atomic<bool> rightThread{true};
        auto subscription = bus.subscribe("a*", &context, [&](const BusMessage &message) {
            rightThread = rightThread && QThread::currentThread() == &thread && message.payload == "1";
            ++received;
        });
        QVERIFY(bus.hasListener("abc") && !bus.hasListener("b"));
        bus.publish({{"abc", "1"}, {"b", "2"}, {"a", "1"}});
        QTRY_COMPARE(received.load(), 2);
        QVERIFY(rightThread);
        subscription.reset();
        QVERIFY(!bus.hasListener("abc"));
        bus.publish({{"abc", "1"}});
        thread.quit();
        thread.wait();
        QCOMPARE(received.load(), 2);
    }

    void theEndOfTheContextEndsTheSubscription()
    {
        InProcessBus bus;
        auto context = std::make_unique<QObject>();
        int received = 0;
        const auto subscription = bus.subscribe("a", context.get(), [&](const BusMessage &) { ++received; });
        bus.publish({{"a", "1"}});
        context.reset();
        QVERIFY(!bus.hasListener("a"));
        bus.publish({{"a", "2"}});
        QCoreApplication::processEvents();
        QCOMPARE(received, 0);
    }

    void handlesEachEventOnce()
    {
        InProcessBus bus;
        MarketMailbox mailbox;
        WriteQueue store(10);
        EventInbox inbox(bus, {QStringLiteral("tickstock_patterns"), QStringLiteral("tickstock:patterns:*")},
                         QStringLiteral("us"), mailbox, store);
        PatternEvent event;
        event.pattern = QStringLiteral("Hammer");
        event.symbol = QStringLiteral("AAPL");
        event.barStart = at("2014-09-17 09:30");
        bus.publish({{"tickstock_patterns", toJson(event)}, {"tickstock:patterns:streaming", toJson(event)}});
        bus.publish({{"tickstock_patterns", "not json"}});
        QTRY_COMPARE(inbox.malformed(), 1u);
        QCOMPARE(inbox.accepted(), 1u);
        event.state = EventState::Withdrawn;
        bus.publish({{"tickstock:patterns:streaming", toJson(event)}});
        QTRY_COMPARE(inbox.accepted(), 2u);
        const MarketUpdate update = mailbox.takeAll();
        QCOMPARE(update.events.size(), 2u);
        QCOMPARE(update.events[1].state, EventState::Withdrawn);
        QCOMPARE(store.takeAll().events.size(), 2u);
    }

    void mailboxConflatesQuotesAndKeepsEvents()
    {
        MarketMailbox mailbox;
        int woken = 0;
        mailbox.setWake([&] { ++woken; });
        for (int i = 0; i < 5; ++i) {
            MarketUpdate update;
            QuoteUpdate quote;
            quote.symbol = {static_cast<std::uint32_t>(i % 2)};
            quote.quote.last = i;
            update.quotes.push_back(quote);
            update.closed.push_back({{0}, bar({i * 60'000LL}, 1, 1, 1, 1, 1), ClosedMinute::Kind::Closed});
            mailbox.post(update);
        }
        QCOMPARE(woken, 1);
        const MarketUpdate taken = mailbox.takeAll();
        QCOMPARE(taken.quotes.size(), 2u);
        QCOMPARE(taken.quotes[0].quote.last, 4);
        QCOMPARE(taken.quotes[1].quote.last, 3);
        QCOMPARE(taken.closed.size(), 5u);
        QVERIFY(mailbox.takeAll().isEmpty());
    }

    void mailboxSaysWhatDidNotFit()
    {
        MarketMailbox mailbox;
        MarketUpdate update;
        update.events.resize(MarketMailbox::MaxEvents);
        mailbox.post(update);
        update.events.resize(3);
        mailbox.post(update);
        const MarketUpdate taken = mailbox.takeAll();
        QCOMPARE(taken.lostEvents, MarketMailbox::MaxEvents);
        QCOMPARE(taken.events.size(), 3u);
    }

    void writesTheTickMessage()
    {
        const Tick tick = second({0}, at("2014-09-17 09:30"), 1, 3, 0.5, 2, 12.5);
        TickForwarder forwarder("ticks", {QStringLiteral("A"), QStringLiteral("AM")}, QStringLiteral("massive"));
        QVERIFY(forwarder.forwards(TickKind::SecondBar));
        QVERIFY(!forwarder.forwards(TickKind::MinuteBar));
        (void)forwarder.message(tick, QStringLiteral("MSFT"), {1}, 0);
        const BusMessage message = forwarder.message(tick, QStringLiteral("AAPL"), {2}, 1);
        QCOMPARE(message.sequence, 2);
        QCOMPARE(message.symbolHash, fnv1a("AAPL"));
        const QJsonObject json = QJsonDocument::fromJson(message.payload).object();
        QCOMPARE(json[u"type"].toString(), QStringLiteral("market_tick"));
        QCOMPARE(json[u"ticker"].toString(), QStringLiteral("AAPL"));
        QCOMPARE(json[u"price"].toDouble(), 2);
        QCOMPARE(json[u"timestamp"].toDouble(), static_cast<double>(at("2014-09-17 09:30").ms));
        QCOMPARE(json[u"event_type"].toString(), QStringLiteral("aggregate"));
        QCOMPARE(json[u"tick_high"].toDouble(), 3);
        QCOMPARE(json[u"connection"].toInt(), 2);
        QCOMPARE(json[u"seq"].toInt(), 2);
        QCOMPARE(json[u"revision"].toInt(), 1);
        QCOMPARE(json[u"origin"].toString(), forwarder.origin());
        // The same by the reader's eyes.
        const auto read = tickFromJson(message.payload);
        QVERIFY(read);
        QCOMPARE(read->high, 3.0);
        QCOMPARE(read->volume, 12.5);
        QCOMPARE(read->start, tick.start);
        QVERIFY(!json.contains(u"day_volume") && std::isnan(read->dayVolume)); // of trades the vendor says none
        Tick counted = tick;
        counted.dayVolume = 1'234'567.5;
        const QByteArray withVolume = forwarder.message(counted, QStringLiteral("AAPL"), {2}, 0).payload;
        QCOMPARE(QJsonDocument::fromJson(withVolume)[u"day_volume"].toDouble(), 1'234'567.5);
        QCOMPARE(tickOf(*tickFromJson(withVolume)).dayVolume, 1'234'567.5);
        QByteArray silly = withVolume;
        silly.replace("1234567.5", "-1");
        QVERIFY(std::isnan(tickFromJson(silly)->dayVolume));
        QByteArray odd = message.payload; // what another program calls itself need not be a word
        odd.replace("\"source\":\"massive\"", "\"source\":\"\\u0000\\\"si\\\\\"");
        QVERIFY(odd != message.payload);
        QVERIFY(tickFromJson(odd)->source.isEmpty());
        QVERIFY(tickFromJson(tickJson(*tickFromJson(odd))));
        QVERIFY(!tickFromJson("{}"));
        QVERIFY(!tickFromJson("not JSON"));
    }

    void whatIsOnlyProvisionalIsShownAndNotStored()
    {
        InProcessBus bus;
        MarketMailbox mailbox;
        WriteQueue store(10);
        EventInbox inbox(bus, {QStringLiteral("tickstock:patterns:*")}, QStringLiteral("us"), mailbox, store);
        PatternEvent event;
        event.pattern = QStringLiteral("Hammer");
        event.symbol = QStringLiteral("AAPL");
        event.barStart = at("2014-09-17 09:30");
        const auto say = [&](EventState state, const char *was) {
            event.state = state;
            event.details[u"was"] = QLatin1String(was);
            bus.publish({{"tickstock:patterns:streaming", toJson(event), 0, 0}});
            QCoreApplication::processEvents();
        };
        say(EventState::Forming, "");
        say(EventState::Withdrawn, "forming");
        QCOMPARE(mailbox.takeAll().events.size(), 2u);
        QCOMPARE(store.takeAll().events.size(), 0u);
        say(EventState::Confirmed, "");
        say(EventState::Withdrawn, "confirmed");
        QCOMPARE(store.takeAll().events.size(), 2u);
        QVERIFY(inbox.knows(event.computedId(), EventState::Withdrawn));
        QVERIFY(inbox.sinceForeignEvent().isValid()); // it named no origin
    }

    void whatAScannerLeavesBehindIsTakenBack()
    {
        InProcessBus bus;
        MarketMailbox mailbox;
        WriteQueue store(10);
        EventInbox inbox(bus, {QStringLiteral("tickstock:patterns:*")}, QStringLiteral("us"), mailbox, store);
        PatternEvent event;
        event.pattern = QStringLiteral("Hammer");
        event.symbol = QStringLiteral("AAPL");
        event.barStart = at("2014-09-17 09:30");
        event.timeframe = Timeframe::Min5;
        const auto say = [&](EventState state, const char *origin) {
            event.state = state;
            event.origin = QLatin1String(origin);
            bus.publish({{"tickstock:patterns:streaming", toJson(event), 0, 0}});
            QCoreApplication::processEvents();
            return mailbox.takeAll().events.size();
        };
        const auto expired = [&](const char *now) {
            inbox.expire(at(now));
            return mailbox.takeAll().events;
        };
        QCOMPARE(say(EventState::Forming, "killed"), 1u);
        QVERIFY(expired("2014-09-17 09:35:59").empty()); // it may yet be confirmed
        const auto gone = expired("2014-09-17 09:36");
        QCOMPARE(gone.size(), 1u);
        QCOMPARE(gone.front().state, EventState::Withdrawn);
        QCOMPARE(gone.front().details[u"was"].toString(), QStringLiteral("forming"));
        QVERIFY(expired("2014-09-17 09:40").empty());
        QCOMPARE(say(EventState::Confirmed, "back"), 1u); // after all
        QVERIFY(expired("2014-09-17 09:40").empty());
        event.direction = Direction::Short; // another one, our own: the scanner takes it back itself
        event.state = EventState::Forming;
        event.origin = QStringLiteral("us");
        event.id = event.computedId();
        inbox.receive(event);
        QCOMPARE(mailbox.takeAll().events.size(), 1u);
        QVERIFY(expired("2014-09-17 09:40").empty());
        QCOMPARE(store.takeAll().events.size(), 1u);
    }

    /// They are published on several channels, and come back on those that this program listens to.
    void ourOwnEventsComeAsValues()
    {
        InProcessBus bus;
        MarketMailbox mailbox;
        WriteQueue store(10);
        const QString us = newOrigin();
        EventInbox inbox(bus, {QStringLiteral("tickstock*")}, us, mailbox, store);
        PatternEvent event;
        event.pattern = QStringLiteral("Hammer");
        event.symbol = QStringLiteral("AAPL");
        event.barStart = at("2014-09-17 09:30");
        event.details[u"text"] = QStringLiteral("a { and a \" in it");
        event.details[u"levels"] = QJsonObject{{QStringLiteral("stop"), 1}};
        event.origin = us;
        event.id = event.computedId();
        const auto publish = [&](const QByteArray &json) {
            bus.publish({{"tickstock_patterns", json, 0, 0},
                         {"tickstock.events.patterns", json, 0, 0},
                         {"tickstock:patterns:streaming", json, 0, 0}});
            QCoreApplication::processEvents();
        };
        publish(toJson(event));
        QCOMPARE(inbox.accepted(), 0u); // the copies are left out, whether or not the value has come
        inbox.receive(event);
        inbox.receive(event);
        publish(toJson(event));
        QCOMPARE(inbox.accepted(), 1u);
        QVERIFY(inbox.knows(event.id, EventState::Confirmed));
        QVERIFY(!inbox.sinceForeignEvent().isValid());
        QCOMPARE(store.takeAll().events.size(), 1u);
        const auto shown = mailbox.takeAll().events;
        QCOMPARE(shown.size(), 1u);
        QCOMPARE(toJson(shown[0]), toJson(event));
        PatternEvent foreign = event;
        foreign.pattern = QStringLiteral("Combination");
        foreign.origin = QStringLiteral("somebody");
        foreign.id = foreign.computedId();
        foreign.details = {{QStringLiteral("basis"), QJsonDocument::fromJson(toJson(event)).object()}};
        publish(toJson(foreign)); // quotes ours
        QCOMPARE(inbox.accepted(), 2u);
        QVERIFY(inbox.sinceForeignEvent().isValid());
    }

    void onlyStrangersCountAsForeignForThoseWhoAnnounceThemselves()
    {
        InProcessBus bus;
        MarketMailbox mailbox;
        WriteQueue store(10);
        EventInbox inbox(bus, {QStringLiteral("tickstock:patterns:*")}, newOrigin(), mailbox, store);
        inbox.setHeedsOwnKind(false);
        PatternEvent event;
        event.pattern = QStringLiteral("Hammer");
        event.symbol = QStringLiteral("AAPL");
        event.barStart = at("2014-09-17 09:30");
        const auto say = [&](const QString &origin) {
            event.origin = origin;
            event.barStart = event.barStart + OneMinute;
            bus.publish({{"tickstock:patterns:streaming", toJson(event), 0, 0}});
            QCoreApplication::processEvents();
        };
        say(newOrigin());
        QVERIFY(!inbox.sinceForeignEvent().isValid());
        say(QStringLiteral("TickStockPL"));
        QVERIFY(inbox.sinceForeignEvent().isValid());
        QCOMPARE(inbox.accepted(), 2u);
    }

    void hearsPatternsAndIndicatorsOnce()
    {
        InProcessBus bus;
        MarketMailbox mailbox;
        WriteQueue store(100);
        EventInbox inbox(bus, {QStringLiteral("tickstock:patterns:*"), QStringLiteral("tickstock:indicators:*")},
                         QStringLiteral("us"), mailbox, store);
        const QByteArray event = R"({"pattern":"Hammer","symbol":"AAPL","timestamp":"2025-03-10T13:31:00Z",)"
                                 R"("direction":"bullish","timeframe":"1min","state":"confirmed","strange":[1]})";
        bus.publish({{"tickstock:patterns:streaming", event, 0, 0},
                     {"tickstock:patterns:other", event, 0, 0},
                     {"tickstock:patterns:other", "{}", 0, 0},
                     {"tickstock:indicators:streaming", "nonsense", 0, 0},
                     {"tickstock:indicators:streaming",
                      R"({"symbol":"AAPL","timestamp":"2025-03-10T13:31:00Z","timeframe":"5min",)"
                      R"("indicators":{"rsi_14":61.5,"sma_20":null},"by":"me"})",
                      0, 0}});
        QCoreApplication::processEvents();
        QCOMPARE(inbox.accepted(), 2u);
        QCOMPARE(inbox.malformed(), 2u);
        QByteArray huge = event;
        huge.replace("[1]", QByteArray('"' + QByteArray(EventInbox::MaxBytes, 'x') + '"'));
        huge.replace("Hammer", "Doji");
        bus.publish({{"tickstock:patterns:other", huge, 0, 0}});
        QCoreApplication::processEvents();
        QCOMPARE(inbox.malformed(), 3u);
        const WriteBatch batch = store.takeAll();
        QCOMPARE(batch.events.size(), 1u);
        QVERIFY(batch.events[0].details.contains(u"strange"));
        QCOMPARE(batch.indicators.size(), 1u);
        QCOMPARE(batch.indicators[0].indicator, QStringLiteral("rsi_14"));
        QVERIFY(batch.indicators[0].extra.contains(u"me"));
        QCOMPARE(mailbox.takeAll().events.size(), 1u);
    }

    void hashesAsEverybodyDoes()
    {
        // Test values of the authors: http://www.isthe.com/chongo/src/fnv/test_fnv.c
        QCOMPARE(fnv1a(""), 0xcbf29ce484222325u);
        QCOMPARE(fnv1a("a"), 0xaf63dc4c8601ec8cu);
        QCOMPARE(fnv1a("foobar"), 0x85944171f73967e8u);
    }
};

QTEST_GUILESS_MAIN(BusTest)
#include "tst_bus.moc"
