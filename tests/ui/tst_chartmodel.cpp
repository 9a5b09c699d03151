// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/chartfixture.h"
#include "tests/support/test.h"
#include "ui/chart/studies/study.h"
#include "ui/chart/studies/studytext.h"

#include <QSignalSpy>

#include <algorithm>
#include <memory>
#include <random>
#include <tuple>
#include <utility>

using namespace tickstock;
using namespace tickstock::test;

namespace {

/// Counts the bars that are given to it, and how many of it there are.
struct CountingRule
{
    static inline std::size_t taken = 0, alive = 0;

    explicit CountingRule(const ParameterValues &) { ++alive; }
    CountingRule(const CountingRule &) { ++alive; }
    CountingRule &operator=(const CountingRule &) = default;
    ~CountingRule() { --alive; }
    std::array<double, 1> next(const StudyBar &now)
    {
        ++taken;
        return {now.bar.close};
    }
};

constexpr std::array OneLine{StudyLineStyle{}};

} // namespace

/// A model that is told of changes in any order and any batches is as one made of the same bars and events at once.
class ChartModelTest final : public Test
{
    Q_OBJECT

private:
    /// A random walk through the exchange's days, with values for all that a bar has.
    static std::vector<Bar> walk(int count, std::mt19937 &random, const char *start)
    {
        std::normal_distribution<double> step(0, 0.05);
        const ExchangeCalendar calendar;
        std::vector<Bar> bars;
        Timestamp time = at(start);
        double price = 100;
        for (int i = 0; i < count; ++i, time = time + OneMinute) {
            if (calendar.sessionAt(time) == Session::Closed)
                time = calendar.nextPreOpen(time);
            const double open = std::exchange(price, std::max(1.0, price + step(random)));
            bars.push_back(bar(time, open, std::max(open, price) + 0.03, std::min(open, price) - 0.03, price,
                               static_cast<double>(1 + random() % 1'000)));
            bars.back().vwap = random() % 500 == 0 ? NoValue : (open + price) / 2;
            bars.back().tradeCount = static_cast<int>(random() % 50);
            bars.back().revision = static_cast<int>(random() % 3);
        }
        return bars;
    }
    static bool isSame(double a, double b) { return (std::isnan(a) && std::isnan(b)) || a == b; }
    static bool isSame(const Bar &a, const Bar &b)
    {
        return a.start == b.start && a.hasSameValues(b) && isSame(a.vwap, b.vwap) && a.tradeCount == b.tradeCount &&
               a.source == b.source && a.revision == b.revision;
    }
    static bool areSame(const std::vector<Bar> &a, const std::vector<Bar> &b)
    {
        return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                          [](const Bar &left, const Bar &right) { return isSame(left, right); });
    }
    /// In what follows from the bars, too.
    static bool areSame(const ChartModel &a, const ChartModel &b)
    {
        const BarSummary left = a.series().summary(0, a.count()), right = b.series().summary(0, b.count());
        const auto &days = a.sessions().spans(), &others = b.sessions().spans();
        return areSame(a.bars(), b.bars()) && left.high == right.high && left.low == right.low &&
               isSame(left.close, right.close) && left.highestVolume == right.highestVolume &&
               std::equal(days.begin(), days.end(), others.begin(), others.end(),
                          [](const SessionSpan &day, const SessionSpan &other) {
                              return std::tie(day.date, day.first, day.end, day.regularFirst, day.regularEnd) ==
                                     std::tie(other.date, other.first, other.end, other.regularFirst, other.regularEnd);
                          });
    }
    static void addFrames()
    {
        QTest::addColumn<Timeframe>("timeframe");
        QTest::addColumn<bool>("extendedHours");
        QTest::newRow("minutes") << Timeframe::Min1 << true;
        QTest::newRow("regular minutes") << Timeframe::Min1 << false;
        QTest::newRow("quarters") << Timeframe::Min15 << true;
        QTest::newRow("regular quarters") << Timeframe::Min15 << false;
        QTest::newRow("days") << Timeframe::Daily << true;
    }
    static void prepare(ChartModel &model)
    {
        QFETCH(Timeframe, timeframe);
        QFETCH(bool, extendedHours);
        model.setSymbol(QStringLiteral("X"));
        model.setTimeframe(timeframe);
        model.setExtendedHours(extendedHours);
    }
    /// Any of few, so that the same comes again, changed or withdrawn, and many lie at the same place.
    static PatternEvent anyEvent(std::mt19937 &random)
    {
        PatternEvent event;
        event.symbol = QStringLiteral("X");
        event.id = QUuid(static_cast<uint>(random() % 150), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        event.pattern = random() % 2 == 0 ? QStringLiteral("Doji") : QStringLiteral("Hammer");
        event.barStart = at("2025-03-10 09:30") + OneMinute * static_cast<int>(random() % 8);
        event.timeframe = random() % 3 == 0 ? Timeframe::Min5 : Timeframe::Min1;
        event.direction = random() % 2 == 0 ? Direction::Long : Direction::Short;
        event.state = random() % 4 == 0 ? EventState::Withdrawn : EventState::Confirmed;
        event.price = static_cast<double>(random() % 1'000);
        return event;
    }
    static bool comesBefore(const PatternEvent &a, const PatternEvent &b)
    {
        return std::tie(a.barStart, a.pattern, a.direction, a.id) < std::tie(b.barStart, b.pattern, b.direction, b.id);
    }
    static bool isSameMarker(const PatternEvent &a, const PatternEvent &b)
    {
        return !comesBefore(a, b) && !comesBefore(b, a) && a.price == b.price && a.timeframe == b.timeframe;
    }
    static std::vector<std::unique_ptr<Study>> allStudies()
    {
        std::vector<std::unique_ptr<Study>> all;
        for (const StudyType &type : studyTypes())
            all.push_back(type.make(type, ParameterValues(type.parameters)));
        return all;
    }
    static bool isLikeAFreshOne(const Study &study, const ChartModel &model)
    {
        const auto fresh = study.type().make(study.type(), study.parameters());
        fresh->update(model, 0);
        for (std::size_t line = 0; line < study.type().lines.size(); ++line) {
            if (study.line(line).size() != fresh->line(line).size())
                return false;
            for (int i = 0; i < model.count(); ++i) {
                if (!isSame(study.line(line)[i], fresh->line(line)[i]))
                    return false;
            }
            const ValueRange range = study.line(line).range(0, model.count());
            const ValueRange whole = fresh->line(line).range(0, model.count());
            if (range.low != whole.low || range.high != whole.high)
                return false;
        }
        return true;
    }
    /// Corrects, drops, cuts off, puts back or appends some of the minutes, which are among @p all. The first index
    /// that changed.
    static std::size_t change(std::vector<Bar> &minutes, const std::vector<Bar> &all, std::mt19937 &random)
    {
        const auto any = minutes.begin() + static_cast<std::ptrdiff_t>(random() % minutes.size());
        const auto index = static_cast<std::size_t>(any - minutes.begin());
        const auto size = minutes.size();
        switch (random() % 5) {
        case 0: any->close = any->low; return index;
        case 1: minutes.erase(any); return index;
        case 2: minutes.resize(size - random() % (size / 2 + 1)); return minutes.size();
        case 3: {
            const auto [place, missing] =
                std::mismatch(minutes.begin(), minutes.end(), all.begin(), all.end(),
                              [](const Bar &known, const Bar &bar) { return known.start == bar.start; });
            if (missing == all.end())
                return size;
            return static_cast<std::size_t>(minutes.insert(place, *missing) - minutes.begin());
        }
        default: break;
        }
        const auto next = lowerBoundByStart(all, minutes.back().start) + 1;
        minutes.insert(minutes.end(), next, next + std::min<std::ptrdiff_t>(700, all.end() - next));
        return size;
    }

private Q_SLOTS:
    void modelAggregatesLiveMinutes()
    {
        ChartModel model;
        model.setSymbol(QStringLiteral("AAPL"));
        model.setTimeframe(Timeframe::Min5);
        model.setHistory(minutesFrom("2014-09-17 09:30", 7), {});
        QCOMPARE(model.bars().size(), 2u);
        QSignalSpy changed(&model, &ChartModel::barsChanged);
        model.updateMinute(bar(at("2014-09-17 09:37"), 100, 200, 99, 150, 5));
        QCOMPARE(model.bars().back().high, 200);
        QCOMPARE(model.bars().back().close, 150);
        model.updateMinute(bar(at("2014-09-17 09:40"), 100, 101, 99, 100, 5));
        QCOMPARE(model.bars().size(), 3u);
        QCOMPARE(changed.takeFirst()[0].toInt(), 1);
        QCOMPARE(changed.takeFirst()[0].toInt(), 2);
        model.updateMinute(bar(at("2014-09-17 09:31"), 100, 300, 99, 100, 5)); // a correction
        QCOMPARE(model.bars().front().high, 300);
        QCOMPARE(changed.takeFirst()[0].toInt(), 0);
    }

    void modelEqualsAFreshAggregation()
    {
        std::mt19937 random(3);
        auto minutes = minutesFrom("2014-09-17 08:00", 300);
        ChartModel model;
        model.setSymbol(QStringLiteral("X"));
        model.setTimeframe(Timeframe::Min15);
        model.setExtendedHours(false);
        auto shuffled = minutes;
        std::shuffle(shuffled.begin(), shuffled.end(), random);
        for (const Bar &minute : shuffled)
            model.updateMinute(minute);
        std::erase_if(minutes, [](const Bar &minute) { return minute.start < at("2014-09-17 09:30"); });
        const auto expected = aggregate(minutes, Timeframe::Min15);
        QCOMPARE(model.bars().size(), expected.size());
        for (std::size_t i = 0; i < expected.size(); ++i)
            QVERIFY(model.bars()[i].hasSameValues(expected[i]));
    }

    void dailyBarsEndWithTheRunningDay()
    {
        ChartModel model;
        model.setSymbol(QStringLiteral("X"));
        model.setTimeframe(Timeframe::Daily);
        const std::vector<Bar> days{bar(at("2014-09-15 00:00"), 1, 2, 1, 2, 10),
                                    bar(at("2014-09-16 00:00"), 2, 3, 2, 3, 10)};
        auto minutes = minutesFrom("2014-09-16 15:00", 60);
        const auto today = minutesFrom("2014-09-17 09:20", 20);
        minutes.insert(minutes.end(), today.begin(), today.end());
        model.setHistory(minutes, days);
        QCOMPARE(model.bars().size(), 3u);
        QCOMPARE(model.bars()[1].close, 3);             // the stored day, not a part of it
        QCOMPARE(model.bars()[2].open, today[10].open); // from 09:30 on
        QCOMPARE(model.referenceClose(today[15]), 3);
    }

    void aSplitOverNightAdjustsWhatCameLiveBefore_data()
    {
        QTest::addColumn<bool>("hasTradedToday");
        QTest::newRow("before the first trade of the day") << false;
        QTest::newRow("in the running session") << true;
    }
    /// A chart that was left open: yesterday came live as it was traded, and is read again in today's shares.
    void aSplitOverNightAdjustsWhatCameLiveBefore()
    {
        QFETCH(bool, hasTradedToday);
        ChartModel model;
        model.setSymbol(QStringLiteral("AAPL"));
        model.setHistory({}, {});
        const auto asTraded = minutesFrom("2025-03-10 15:00", 60, 400), adjusted = minutesFrom("2025-03-10 15:00", 60);
        model.updateMinutes(asTraded);
        auto today = minutesFrom("2025-03-11 04:00", hasTradedToday ? 10 : 0);
        model.updateMinutes(today);
        auto stored = adjusted;
        stored.erase(stored.begin() + 30); // never became final
        if (hasTradedToday) {
            stored.push_back(today[0]); // what followed came while it was read
            stored.back().volume = 1;   // and this was corrected live
        }
        model.setHistory(stored, {bar(at("2025-03-10 00:00"), 90, 120, 80, 95, 1'000)});
        auto expected = stored;
        if (hasTradedToday) {
            expected.pop_back();
            expected.insert(expected.end(), today.begin(), today.end());
        }
        QCOMPARE(model.bars().size(), expected.size());
        for (std::size_t i = 0; i < expected.size(); ++i)
            QVERIFY(model.bars()[i].hasSameValues(expected[i]));
        model.setHistory({}, {}); // the store is away: what came live is all there is
        QCOMPARE(model.bars().size(), asTraded.size() + today.size());
    }

    void aBatchIsOneChange_data() { addFrames(); }
    /// Of minutes in any order, new ones and corrected ones, over a short day and one after the clocks have changed.
    void aBatchIsOneChange()
    {
        std::mt19937 random(1);
        std::vector<Bar> all = walk(540 + 300, random, "2024-11-29 08:00");
        const auto later = walk(700, random, "2025-03-10 04:00");
        all.insert(all.end(), later.begin(), later.end());
        const std::vector<Bar> days{bar(at("2024-11-27 00:00"), 90, 120, 80, 95, 1'000),
                                    bar(at("2024-11-29 00:00"), 95, 125, 85, 99, 1'000)};
        std::vector<Bar> history, batch;
        for (const Bar &minute : all) {
            const bool isKnown = random() % 2 == 0, isSent = !isKnown || random() % 10 == 0;
            if (isSent)
                batch.push_back(minute);
            if (isKnown)
                history.push_back(minute);
            if (isKnown && isSent)
                history.back().volume += 5; // to be corrected
        }
        std::shuffle(batch.begin(), batch.end(), random);
        ChartModel atOnce, oneByOne, whole;
        for (ChartModel *model : {&atOnce, &oneByOne, &whole})
            prepare(*model);
        atOnce.setHistory(history, days);
        oneByOne.setHistory(history, days);
        whole.setHistory(all, days);
        const std::vector<Bar> before = atOnce.bars();
        QSignalSpy changed(&atOnce, &ChartModel::barsChanged);
        atOnce.updateMinutes(batch);
        for (const Bar &minute : batch)
            oneByOne.updateMinute(minute);
        QVERIFY(areSame(atOnce, oneByOne));
        QVERIFY(areSame(atOnce, whole));
        QCOMPARE(changed.count(), 1);
        const auto &after = atOnce.bars();
        const auto lowest = std::mismatch(before.begin(), before.end(), after.begin(), after.end(),
                                          [](const Bar &a, const Bar &b) { return isSame(a, b); });
        QCOMPARE(changed.first()[0].toInt(), static_cast<int>(lowest.second - after.begin()));
    }

    void smallBatchesAreAsOneByOne_data() { addFrames(); }
    /// Minutes in order and running, as the feed brings them, a few late ones among them.
    void smallBatchesAreAsOneByOne()
    {
        std::mt19937 random(2);
        const std::vector<Bar> all = walk(1'500, random, "2025-03-07 08:00");
        ChartModel atOnce, oneByOne;
        prepare(atOnce);
        prepare(oneByOne);
        QSignalSpy changed(&atOnce, &ChartModel::barsChanged);
        for (std::size_t i = 0; i < all.size();) {
            std::vector<Bar> batch;
            for (std::size_t k = random() % 4; k > 0 && i < all.size(); --k, ++i) {
                batch.push_back(all[i]);
                batch.back().close = batch.back().open; // while it runs
                batch.push_back(all[i]);
            }
            if (random() % 20 == 0) {
                batch.push_back(all[random() % all.size()]);
                batch.back().volume += 1;
            }
            std::vector<Bar> before = atOnce.bars();
            atOnce.updateMinutes(batch);
            for (const Bar &minute : batch)
                oneByOne.updateMinute(minute);
            QVERIFY(areSame(atOnce, oneByOne));
            QVERIFY(changed.count() <= 1);
            QVERIFY(!changed.isEmpty() || areSame(before, atOnce.bars()));
            if (!changed.isEmpty()) {
                const auto from = static_cast<std::size_t>(changed.takeFirst()[0].toInt());
                before.resize(from);
                const auto end = atOnce.bars().begin() + static_cast<std::ptrdiff_t>(from);
                QVERIFY(areSame(before, std::vector<Bar>(atOnce.bars().begin(), end)));
            }
        }
    }

    void whatChangesNothingIsNotTold()
    {
        ChartModel model;
        model.setTimeframe(Timeframe::Daily);
        const auto minutes = minutesFrom("2025-03-10 09:20", 20);
        model.setHistory(minutes, {bar(at("2025-03-07 00:00"), 90, 120, 80, 95, 1'000)});
        QSignalSpy changed(&model, &ChartModel::barsChanged);
        model.updateMinutes({});
        model.updateMinutes(minutes);
        model.updateMinutes(minutesFrom("2025-03-10 08:00", 5)); // before the open
        model.updateMinutes(minutesFrom("2025-03-07 10:00", 5)); // of a day that is known as a whole
        model.updateMinutes(minutesFrom("2025-03-08 10:00", 5)); // on a Saturday
        QCOMPARE(changed.count(), 0);
        QCOMPARE(model.count(), 2);
    }

    void theRunningBarIsItsMinutes_data()
    {
        QTest::addColumn<QByteArray>("start");
        QTest::addColumn<Timeframe>("timeframe");
        for (const char *start : {"2025-03-07 04:00", "2024-11-29 04:00", "2025-03-10 04:00", "2024-11-04 04:00"}) {
            QTest::addRow("day %s", start) << QByteArray(start) << Timeframe::Daily;
            QTest::addRow("regular quarters %s", start) << QByteArray(start) << Timeframe::Min15;
        }
    }
    /// In every value that aggregate() gives, on whole and short days and on those after the clocks have changed.
    void theRunningBarIsItsMinutes()
    {
        QFETCH(QByteArray, start);
        QFETCH(Timeframe, timeframe);
        std::mt19937 random(3);
        std::vector<Bar> order = walk(700, random, start.constData());
        std::shuffle(order.begin(), order.end(), random);
        ChartModel model;
        model.setTimeframe(timeframe);
        model.setExtendedHours(false);
        const ExchangeCalendar calendar;
        std::vector<Bar> regular;
        for (const Bar &minute : order) {
            model.updateMinute(minute);
            if (calendar.sessionAt(minute.start) == Session::Regular)
                regular.insert(lowerBoundByStart(regular, minute.start), minute);
            QVERIFY(areSame(model.bars(), aggregate(regular, timeframe)));
        }
        QCOMPARE(regular.size(), calendar.hours(newyork::date(order[0].start))->isEarlyClose ? 210u : 370u);
    }

    void markersStayInOrder()
    {
        std::mt19937 random(4);
        ChartModel model, rebuilt;
        QSignalSpy changed(&model, &ChartModel::markersChanged);
        for (int round = 0; round < 400; ++round) {
            std::vector<PatternEvent> batch(round % 40 == 39 ? 100 : 1 + random() % 5);
            std::generate(batch.begin(), batch.end(), [&] { return anyEvent(random); });
            model.addEvents(batch);
            QCOMPARE(changed.count(), round + 1);
            rebuilt.addEvents(batch);
            rebuilt.setTimeframe(Timeframe::Daily);
            rebuilt.setTimeframe(Timeframe::Min1);
            const auto &markers = model.markers(), &expected = rebuilt.markers();
            QVERIFY(std::is_sorted(markers.begin(), markers.end(), comesBefore));
            QVERIFY(std::equal(markers.begin(), markers.end(), expected.begin(), expected.end(), isSameMarker));
        }
        QVERIFY(model.markers().size() > 20);
    }

    void studiesFollowAnyChange_data()
    {
        QTest::addColumn<int>("count");
        QTest::addColumn<int>("changes");
        QTest::newRow("within the first copies") << 1'500 << 60;
        QTest::newRow("copies thinned out") << 36'000 << 10;
    }
    void studiesFollowAnyChange()
    {
        QFETCH(int, count);
        QFETCH(int, changes);
        std::mt19937 random(5);
        const std::vector<Bar> all = walk(count, random, "2024-11-25 04:00");
        std::vector<Bar> minutes(all.begin(), all.end() - 500);
        ChartModel model;
        model.setHistory(minutes, {});
        const auto studies = allStudies();
        for (const auto &study : studies)
            study->update(model, 0);
        for (int i = 0; i < changes; ++i) {
            const std::size_t from = change(minutes, all, random);
            model.setHistory(minutes, {});
            for (const auto &study : studies) {
                study->update(model, from);
                QVERIFY2(isLikeAFreshOne(*study, model), qPrintable(studyTitle(*study)));
            }
        }
    }

    /// A correction near the end of a long chart is not paid for by all bars before it, nor by memory without bound.
    void aCorrectionCostsFromTheLastCopyOn()
    {
        std::mt19937 random(6);
        ChartModel model;
        model.setHistory(walk(40'000, random, "2024-11-25 04:00"), {});
        const StudyType type{"Counting", true, {}, OneLine, makeStudy<CountingRule>};
        const auto study = type.make(type, ParameterValues(type.parameters));
        const auto costFrom = [&](std::size_t from) {
            CountingRule::taken = 0;
            study->update(model, from);
            return CountingRule::taken;
        };
        QCOMPARE(costFrom(0), 40'000u);
        const std::size_t copies = CountingRule::alive;
        QVERIFY(copies <= 70);
        QCOMPARE(costFrom(39'999), 1u); // a tick
        QVERIFY(costFrom(39'990) < 1'100);
        QVERIFY(costFrom(20'000) < 20'000 + 1'100);
        QVERIFY(costFrom(39'000) < 1'000 + 1'100); // what came after has been kept anew
        QCOMPARE(CountingRule::alive, copies);
        QCOMPARE(costFrom(0), 40'000u);
        QCOMPARE(CountingRule::alive, copies);
        model.setHistory({}, {});
        QCOMPARE(costFrom(0), 0u);
        QCOMPARE(CountingRule::alive, 2u);
    }

    void vwapIsThatOfTheSession_data()
    {
        QTest::addColumn<Timeframe>("timeframe");
        QTest::addColumn<QByteArray>("start");
        QTest::addColumn<bool>("isKnown");
        for (const Timeframe timeframe : {Timeframe::Min1, Timeframe::Min15}) {
            const int minutes = static_cast<int>(lengthOf(timeframe) / OneMinute);
            QTest::addRow("%d min from 09:30", minutes) << timeframe << QByteArray("2025-03-10 09:30") << true;
            QTest::addRow("%d min from 09:33", minutes) << timeframe << QByteArray("2025-03-10 09:33") << true;
            QTest::addRow("%d min from 09:35", minutes) << timeframe << QByteArray("2025-03-10 09:35") << true;
            QTest::addRow("%d min from 09:36", minutes) << timeframe << QByteArray("2025-03-10 09:36") << false;
            QTest::addRow("%d min from 09:40", minutes) << timeframe << QByteArray("2025-03-10 09:40") << false;
        }
    }
    /// Not that of what happens to be stored of it. The session after has its own, whatever was known of this one.
    void vwapIsThatOfTheSession()
    {
        QFETCH(Timeframe, timeframe);
        QFETCH(QByteArray, start);
        QFETCH(bool, isKnown);
        std::vector<Bar> minutes = minutesFrom("2025-03-10 09:00", 10);
        for (const char *begin : {start.constData(), "2025-03-11 09:30"}) {
            const auto more = minutesFrom(begin, 60);
            minutes.insert(minutes.end(), more.begin(), more.end());
        }
        ChartModel model;
        model.setTimeframe(timeframe);
        model.setHistory(minutes, {});
        const StudyType *type = studyType("VWAP");
        const auto vwap = type->make(*type, ParameterValues(type->parameters));
        vwap->update(model, 0);
        for (int i = 0; i < model.count(); ++i) {
            const Timestamp begin = model.series()[i].start;
            const bool isExpected = begin >= at("2025-03-11 09:30") || (isKnown && begin >= at("2025-03-10 09:30"));
            QCOMPARE(!std::isnan(vwap->line(0)[i]), isExpected);
        }
    }

    /// The minutes before the first known one are read, or come late.
    void vwapAppearsOnceTheOpenIsKnown()
    {
        ChartModel model;
        model.setHistory(minutesFrom("2025-03-10 09:40", 60), {});
        const StudyType *type = studyType("VWAP");
        const auto vwap = type->make(*type, ParameterValues(type->parameters));
        vwap->update(model, 0);
        connect(&model, &ChartModel::barsChanged, this,
                [&](int from) { vwap->update(model, static_cast<std::size_t>(from)); });
        QVERIFY(std::isnan(vwap->line(0)[59]));
        model.updateMinutes(minutesFrom("2025-03-10 09:30", 10));
        QVERIFY(!std::isnan(vwap->line(0)[0]) && !std::isnan(vwap->line(0)[69]));
        QVERIFY(isLikeAFreshOne(*vwap, model));
    }
};

QTEST_MAIN(ChartModelTest)
#include "tst_chartmodel.moc"
