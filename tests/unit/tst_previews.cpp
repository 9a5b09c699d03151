// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/patterns/previews.h"
#include "tests/support/builders.h"
#include "tests/support/test.h"

using namespace tickstock;
using namespace tickstock::test;

/// When a pattern on the running bar is reported, and when it is taken back.
class PreviewsTest final : public test::Test
{
    Q_OBJECT

private:
    const Timestamp m_bar = at("2025-03-10 10:00");

    Findings found(std::initializer_list<std::string_view> patterns, Timestamp start) const
    {
        Findings findings;
        for (const std::string_view pattern : patterns) {
            Finding finding;
            finding.pattern = pattern;
            finding.bar.start = start;
            findings[{start, pattern, Direction::Neutral}] = finding;
        }
        return findings;
    }
    std::vector<Finding> take(Previews &previews, std::initializer_list<std::string_view> patterns, int bar = 0) const
    {
        std::vector<Finding> out;
        const Timestamp start = m_bar + OneMinute * bar;
        previews.take(start, found(patterns, start), out);
        return out;
    }

private Q_SLOTS:
    void aPatternIsReportedWhenItIsFoundTwiceInARow()
    {
        Previews previews;
        QVERIFY(take(previews, {"Doji"}).empty());
        QVERIFY(take(previews, {}).empty());
        QVERIFY(take(previews, {"Doji"}).empty()); // not in a row
        const auto reported = take(previews, {"Doji"});
        QCOMPARE(reported.size(), 1u);
        QCOMPARE(reported[0].pattern, std::string_view("Doji"));
        QCOMPARE(reported[0].state, EventState::Forming);
        QVERIFY(take(previews, {"Doji"}).empty()); // is known
    }

    void aPatternThatComesAndGoesIsReportedOnceABar()
    {
        Previews previews;
        take(previews, {"Doji"});
        take(previews, {"Doji"});
        const auto gone = take(previews, {});
        QCOMPARE(gone.size(), 1u);
        QCOMPARE(gone[0].state, EventState::Withdrawn);
        QCOMPARE(gone[0].why, Finding::Why::Unconfirmed);
        take(previews, {"Doji"});
        QVERIFY(take(previews, {"Doji"}).empty());
        take(previews, {"Doji"}, 1); // the next bar
        QCOMPARE(take(previews, {"Doji"}, 1).size(), 1u);
    }

    void theEndOfTheBarWithdrawsWhatItDoesNotConfirm()
    {
        Previews previews;
        take(previews, {"Doji", "Hammer"});
        take(previews, {"Doji", "Hammer"});
        previews.confirm({m_bar, "Hammer", Direction::Neutral});
        std::vector<Finding> out;
        previews.withdrawUntil(m_bar - OneMinute, out);
        QVERIFY(out.empty()); // its bar still runs
        previews.withdrawUntil(m_bar, out);
        QCOMPARE(out.size(), 1u);
        QCOMPARE(out[0].pattern, std::string_view("Doji"));
        QCOMPARE(out[0].state, EventState::Withdrawn);
    }

    void allCanBeWithdrawnOrForgotten()
    {
        Previews previews;
        take(previews, {"Doji", "Hammer"});
        take(previews, {"Doji", "Hammer"});
        std::vector<Finding> out;
        Previews forgetful = previews;
        previews.withdrawAll(out);
        QCOMPARE(out.size(), 2u);
        out.clear();
        forgetful.clear();
        forgetful.withdrawAll(out);
        QVERIFY(out.empty());
    }
};

QTEST_GUILESS_MAIN(PreviewsTest)
#include "tst_previews.moc"
