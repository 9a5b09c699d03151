// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/patterns/indicators/indicatorset.h"
#include "tests/support/builders.h"
#include "tests/support/test.h"
#include "ui/chart/paint/historypainter.h"
#include "ui/chart/scene/chartscene.h"
#include "ui/chart/studies/studytext.h"

#include <QImage>
#include <QPainter>

#include <random>

using namespace tickstock;
using namespace tickstock::test;

/// What stands behind the picture: exact summaries, days, studies, and that they follow the bars.
class ChartEngineTest final : public Test
{
    Q_OBJECT

private:
    /// A random walk in minutes; days of 04:00 to 20:00 one after another.
    static std::vector<Bar> walk(int count, unsigned seed, const char *start = "2025-03-03 04:00")
    {
        std::mt19937 random(seed);
        std::normal_distribution<double> step(0, 0.05);
        std::vector<Bar> bars;
        Timestamp time = at(start);
        double price = 100;
        while (static_cast<int>(bars.size()) < count) {
            if (ExchangeCalendar().sessionAt(time) == Session::Closed)
                time = ExchangeCalendar().nextPreOpen(time);
            const double open = price;
            price = std::max(1.0, price + step(random));
            bars.push_back(bar(time, open, std::max(open, price) + std::abs(step(random)),
                               std::min(open, price) - std::abs(step(random)), price,
                               static_cast<double>(random() % 1'000)));
            time = time + OneMinute;
        }
        return bars;
    }
    static BarSummary byHand(const std::vector<Bar> &bars, std::size_t first, std::size_t last)
    {
        BarSummary sum{};
        for (std::size_t i = first; i < last; ++i)
            sum.merge(BarSummary::of(bars[i]));
        return sum;
    }
    static bool isSame(const BarSummary &a, const BarSummary &b)
    {
        return a.isEmpty() == b.isEmpty() &&
               (a.isEmpty() || (a.open == b.open && a.high == b.high && a.low == b.low && a.close == b.close &&
                                a.highestVolume == b.highestVolume));
    }

private Q_SLOTS:
    void anyRunIsSummedUpExactly_data()
    {
        QTest::addColumn<int>("count");
        for (const int count : {1, 15, 16, 17, 255, 256, 257, 4'097, 70'001})
            QTest::addRow("%d", count) << count;
    }
    void anyRunIsSummedUpExactly()
    {
        QFETCH(int, count);
        BarSeries series;
        series.editable() = walk(count, 1);
        series.changed(0);
        std::mt19937 random(2);
        for (int i = 0; i < 300; ++i) {
            const int a = static_cast<int>(random() % static_cast<unsigned>(count + 1));
            const int b = static_cast<int>(random() % static_cast<unsigned>(count + 1));
            const int first = std::min(a, b), last = std::max(a, b);
            QVERIFY(isSame(series.summary(first, last),
                           byHand(series.bars(), static_cast<std::size_t>(first), static_cast<std::size_t>(last))));
        }
    }

    void summariesFollowWhatChangesAndGrows()
    {
        std::mt19937 random(3);
        const std::vector<Bar> source = walk(9'000, 4);
        BarSeries series;
        for (std::size_t i = 0; i < source.size(); ++i) {
            series.editable().push_back(source[i]);
            std::size_t from = i;
            if (random() % 50 == 0) { // a correction further back
                from = random() % (i + 1);
                series.editable()[from].high += 5;
            }
            series.changed(from);
            if (random() % 40 != 0)
                continue;
            const auto first = random() % (i + 1);
            QVERIFY(isSame(series.summary(static_cast<int>(first), static_cast<int>(i + 1)),
                           byHand(series.bars(), first, i + 1)));
        }
    }

    void heikinAshiIsTheSameBarByBar()
    {
        const std::vector<Bar> bars = walk(500, 5);
        std::vector<Bar> whole, grown, part;
        updateHeikinAshi(bars, 0, whole);
        for (std::size_t i = 0; i < bars.size(); ++i) {
            part.assign(bars.begin(), bars.begin() + static_cast<std::ptrdiff_t>(i + 1));
            updateHeikinAshi(part, i, grown);
        }
        QCOMPARE(whole.size(), grown.size());
        for (std::size_t i = 0; i < whole.size(); ++i)
            QVERIFY(whole[i].hasSameValues(grown[i]));
        QCOMPARE(whole[0].open, (bars[0].open + bars[0].close) / 2);
        QCOMPARE(whole[1].open, (whole[0].open + whole[0].close) / 2);
        QCOMPARE(whole[1].close, (bars[1].open + bars[1].high + bars[1].low + bars[1].close) / 4);
    }

    void daysAreFoundAmongTheBars()
    {
        auto bars = walk(960 + 540, 6, "2024-07-02 04:00"); // and the short day before the holiday
        const auto more = walk(10, 7, "2024-07-05 09:30");
        bars.insert(bars.end(), more.begin(), more.end());
        SessionIndex index;
        index.update(bars, 0);
        QCOMPARE(index.spans().size(), 3u);
        const SessionSpan &whole = index.spans()[0], &brief = index.spans()[1], &last = index.spans()[2];
        QCOMPARE(whole.date, QDate(2024, 7, 2));
        QCOMPARE(whole.regularFirst, 330);
        QCOMPARE(whole.regularEnd, 330 + 390);
        QCOMPARE(whole.end, 960);
        QCOMPARE(brief.regularFirst, 960 + 330);
        QCOMPARE(brief.regularEnd, 960 + 330 + 210); // closes at 13:00
        QCOMPARE(last.regularFirst, last.first);
        QCOMPARE(index.among(900, 961).size(), 2u);
        SessionIndex grown;
        std::vector<Bar> part;
        for (std::size_t i = 0; i < bars.size(); ++i) {
            part.push_back(bars[i]);
            grown.update(part, i);
        }
        QCOMPARE(grown.spans().size(), 3u);
        for (std::size_t i = 0; i < 3; ++i) {
            QCOMPARE(grown.spans()[i].regularFirst, index.spans()[i].regularFirst);
            QCOMPARE(grown.spans()[i].regularEnd, index.spans()[i].regularEnd);
            QCOMPARE(grown.spans()[i].end, index.spans()[i].end);
        }
    }

    void studiesSayWhatTheIndicatorsSay()
    {
        const std::vector<Bar> bars = walk(900, 8);
        ChartModel model;
        model.setExtendedHours(true);
        model.setHistory(bars, {});
        const auto made = [&](const char *name) {
            const StudyType *type = studyType(name);
            auto study = type->make(*type, ParameterValues(type->parameters));
            study->update(model, 0);
            return study;
        };
        const auto average = made("EMA"), strength = made("RSI"), macd = made("MACD"), volume = made("Volume"),
                   bands = made("Bollinger"), vwap = made("VWAP");
        IndicatorSet indicators;
        for (std::size_t i = 0; i < bars.size(); ++i) {
            const IndicatorRow row = indicators.next(BarView(bars).first(i + 1));
            const int index = static_cast<int>(i);
            const auto isEqual = [](double a, double b) { return (std::isnan(a) && std::isnan(b)) || a == b; };
            QVERIFY(isEqual(average->line(0)[index], row.ema20));
            QVERIFY(isEqual(strength->line(0)[index], row.rsi14));
            QVERIFY(isEqual(macd->line(0)[index], row.macd.histogram));
            QVERIFY(isEqual(bands->line(2)[index], row.bands.lower));
            QCOMPARE(volume->line(0)[index], bars[i].volume);
        }
        QVERIFY(std::isnan(vwap->line(0)[329]));  // before the open
        QVERIFY(!std::isnan(vwap->line(0)[330])); // with it
        QVERIFY(std::isnan(vwap->line(0)[330 + 390]));
        QCOMPARE(studyTitle(*average), QStringLiteral("EMA 20"));
    }

    /// Bar by bar, with the running bar moving and bars corrected: as if made at once.
    void studiesFollowTheBars()
    {
        std::mt19937 random(9);
        const std::vector<Bar> bars = walk(1'200, 10);
        ChartModel model;
        std::vector<std::unique_ptr<Study>> live;
        for (const StudyType &type : studyTypes())
            live.push_back(type.make(type, ParameterValues(type.parameters)));
        connect(&model, &ChartModel::barsChanged, this, [&](int from) {
            for (const auto &study : live)
                study->update(model, static_cast<std::size_t>(from));
        });
        model.setHistory({}, {});
        std::vector<Bar> final;
        for (const Bar &bar : bars) {
            Bar running = bar;
            running.close = bar.open;
            model.updateMinute(running);
            model.updateMinute(bar);
            final.push_back(bar);
            if (random() % 100 == 0) {
                Bar &corrected = final[random() % final.size()];
                corrected.high += 1;
                corrected.revision = 1;
                model.updateMinute(corrected);
            }
        }
        ChartModel whole;
        whole.setHistory(final, {});
        for (const auto &study : live) {
            auto fresh = study->type().make(study->type(), ParameterValues(study->type().parameters));
            fresh->update(whole, 0);
            for (std::size_t line = 0; line < study->type().lines.size(); ++line) {
                for (int i = 0; i < whole.count(); ++i) {
                    const double a = study->line(line)[i], b = fresh->line(line)[i];
                    QVERIFY2((std::isnan(a) && std::isnan(b)) || a == b, qPrintable(studyTitle(*study)));
                }
            }
        }
    }

    void levelsOfTheDayBeforeAndOfTheOpening()
    {
        const std::vector<Bar> bars = walk(960, 11, "2025-03-04 04:00");
        const std::vector<Bar> days{bar(at("2025-03-03 00:00"), 90, 120, 80, 95, 1'000)};
        ChartModel model;
        model.setHistory(bars, days);
        const StudyType *before = studyType("Previous day"), *opening = studyType("Opening range");
        auto levels = before->make(*before, ParameterValues(before->parameters));
        auto range = opening->make(*opening, ParameterValues(opening->parameters));
        levels->update(model, 0);
        range->update(model, 0);
        QVERIFY(std::isnan(levels->line(0)[329]));
        QCOMPARE(levels->line(0)[330], 120.0);
        QCOMPARE(levels->line(1)[700], 80.0);
        QCOMPARE(levels->line(2)[700], 95.0);
        double high = 0;
        for (int i = 330; i < 345; ++i)
            high = std::max(high, model.series()[i].high);
        QVERIFY(std::isnan(range->line(0)[344])); // not known before it is over
        QCOMPARE(range->line(0)[345], high);
        QCOMPARE(range->line(0)[719], high);
        QVERIFY(std::isnan(range->line(0)[720]));
    }

    /// Zoomed out to many bars a pixel, each column shows exactly the extremes of its bars.
    void columnsShowTheExtremesOfTheirBars()
    {
        ChartModel model;
        model.setHistory(walk(50'000, 12), {});
        ChartScene scene(model);
        Theme theme = Theme::dark();
        theme.outsideHours = theme.grid = theme.border = theme.window; // nothing but bars
        scene.setTheme(theme);
        scene.layout({700, 400});
        scene.update(0);
        scene.time().zoom(0, 0); // as far out as all bars need
        scene.time().goLive();
        scene.fit();
        QImage image(700, 400, QImage::Format_RGB32);
        QPainter painter(&image);
        HistoryPainter history;
        history.paintHistory(painter, scene, {});
        history.paintLastBar(painter, scene);
        painter.end();
        const auto &bars = model.bars();
        std::map<int, BarSummary> columns;
        for (std::size_t i = 0; i < bars.size(); ++i)
            columns[static_cast<int>(std::floor(scene.time().xOf(static_cast<double>(i))))].merge(
                BarSummary::of(bars[i]));
        const PriceScale &prices = scene.mainPane().scale;
        int checked = 0;
        for (const auto &[x, bar] : columns) {
            if (x < 0 || x >= static_cast<int>(scene.plot().right()))
                continue;
            const int high = static_cast<int>(std::lround(prices.yOf(bar.high)));
            const int low = std::max(high + 1, static_cast<int>(std::lround(prices.yOf(bar.low))));
            const QColor colour = bar.close >= bar.open ? theme.up : theme.down;
            QCOMPARE(image.pixelColor(x, high), colour);
            QCOMPARE(image.pixelColor(x, low - 1), colour);
            QCOMPARE(image.pixelColor(x, high - 1), theme.window);
            QCOMPARE(image.pixelColor(x, low), theme.window);
            ++checked;
        }
        QVERIFY(checked > 400);
    }
};

QTEST_MAIN(ChartEngineTest)
#include "tst_chartengine.moc"
