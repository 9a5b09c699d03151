// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/patterns/seriespass.h"
#include "tests/support/patterndrive.h"
#include "tests/support/scannerfixture.h"
#include "tests/support/test.h"

using namespace tickstock;
using namespace tickstock::test;

/// What is switched on, and what one pass of its rules finds on the bars of a series.
class SeriesPassTest final : public test::Test
{
    Q_OBJECT

private:
    using Bars = SeriesPass::Bars;
    const std::shared_ptr<const ScanPlan> m_dojis = std::make_shared<const ScanPlan>(only("Doji"));

    /// Ten steps up, and a bar that closes where it opened.
    static std::vector<Bar> withDoji() { return Chart(Timeframe::Min5).to(110, 10).bar(110, 110.5, 109.5, 110).bars(); }
    static Findings run(SeriesPass &pass, const std::vector<Bar> &bars, Bars kind)
    {
        Findings found;
        for (std::size_t i = 0; i < bars.size(); ++i)
            pass.step(std::span(bars).first(i + 1), kind, {}, found);
        return found;
    }

private Q_SLOTS:
    void thePlanHoldsWhatIsSwitchedOn()
    {
        PatternSettings settings = only("Doji");
        settings.setOn("Doji", Timeframe::Min1, false);
        const ScanPlan plan(settings);
        QVERIFY(plan.isOn("Doji", Timeframe::Min5));
        QVERIFY(!plan.isOn("Doji", Timeframe::Min1));
        QVERIFY(!plan.isOn("Hammer", Timeframe::Min5));
        QCOMPARE(plan.of(Timeframe::Min1).candlesticks.size(), 0u);
        QCOMPARE(plan.of(Timeframe::Min5).candlesticks.size(), 1u);
        QCOMPARE(plan.size(), 3u); // 5 and 15 minutes, and the day
    }

    void aBarGivesItsFindingsUnderTheirKeys()
    {
        const std::vector<Bar> bars = withDoji();
        SeriesPass pass(m_dojis, Timeframe::Min5);
        const Findings found = run(pass, bars, Bars::Closed);
        QCOMPARE(found.size(), 1u);
        const Finding &doji = found.at({bars.back().start, "Doji", Direction::Neutral});
        QCOMPARE(doji.strength, 100);
        QCOMPARE(doji.bar.close, 110);
        QVERIFY(std::isnan(doji.volumeRatio)); // fewer than twenty bars before it
        QCOMPARE(pass.trendOf(1), 0);          // nor enough for the average
    }

    void barsOfEarlierSessionsOnlyWarmUp()
    {
        const std::vector<Bar> bars = withDoji();
        SeriesPass pass(m_dojis, Timeframe::Min5);
        QVERIFY(run(pass, bars, Bars::Earlier).empty());
        Chart further = Chart(Timeframe::Min5).to(110, 10).bar(110, 110.5, 109.5, 110).bar(110, 110.5, 109.5, 110);
        Findings found;
        pass.step(further.bars(), Bars::Closed, {}, found);
        QCOMPARE(found.size(), 1u); // they count among the bars that the rule looks back to
    }

    void aCopyGoesItsOwnWay()
    {
        std::vector<Bar> bars = withDoji();
        SeriesPass pass(m_dojis, Timeframe::Min5);
        const Bar last = bars.back();
        bars.pop_back();
        run(pass, bars, Bars::Closed);
        const double before = pass.indicators().ema9;
        bars.push_back(last);
        Findings forming, closed;
        SeriesPass copy(pass);
        copy.step(bars, Bars::Forming, {}, forming);
        QCOMPARE(forming.size(), 1u);
        QCOMPARE(pass.indicators().ema9, before);
        QVERIFY(copy.indicators().ema9 != before);
        pass.step(bars, Bars::Closed, {}, closed);
        QCOMPARE(closed.size(), 1u);
        QCOMPARE(pass.indicators().ema9, copy.indicators().ema9);
    }

    void theTrendIsThatOfTheAverage()
    {
        SeriesPass pass(m_dojis, Timeframe::Min5);
        run(pass, Chart(Timeframe::Min5).to(120, 30).bars(), Bars::Closed);
        QCOMPARE(pass.trendOf(120), 1);
        QCOMPARE(pass.trendOf(50), -1);
        QCOMPARE(pass.trendOf(pass.indicators().ema20), 1);
    }

    void aStoredSeriesGivesTheIndexOfEachBar()
    {
        const auto all = findAll(m_dojis, Timeframe::Min5, withDoji());
        QCOMPARE(all.size(), 1u);
        QCOMPARE(all[0].first, 10u);
        QCOMPARE(all[0].second.pattern, std::string_view("Doji"));
    }
};

QTEST_GUILESS_MAIN(SeriesPassTest)
#include "tst_seriespass.moc"
