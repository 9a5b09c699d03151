// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/test.h"
#include "ui/common/frameclock.h"

#include <QSignalSpy>

using namespace tickstock;
using namespace tickstock::test;

/// How the screen is paced.
class FrameClockTest final : public Test
{
    Q_OBJECT

private Q_SLOTS:
    void changesInBetweenShareAFrame()
    {
        FrameClock clock;
        QSignalSpy frames(&clock, &FrameClock::frame);
        for (int i = 0; i < 10; ++i)
            clock.markDirty();
        QVERIFY(frames.wait());
        QCOMPARE(frames.count(), 1);
        QCOMPARE(clock.frames(), 1u);
        QCoreApplication::processEvents();
        QCOMPARE(frames.count(), 1); // nothing has changed since
    }

    /// Frames that are each a little late are still thirty a second.
    void latenessDoesNotAddUp()
    {
        constexpr qint64 Interval = FrameClock::IntervalMs;
        qint64 due = 1'000, asked = 0;
        for (int frame = 1; frame <= 30; ++frame) {
            asked = due + 12; // the last was late, or what it shows
            due = FrameClock::nextDue(due, asked);
            QCOMPARE(due, 1'000 + Interval * frame);
        }
        QCOMPARE(FrameClock::nextDue(due, due + Interval + Interval / 2), due + Interval); // at once
    }

    /// After a slow frame, or a rest, the pace begins anew: no frames are made up for.
    void whatIsFarTooLateBeginsAnew()
    {
        constexpr qint64 Interval = FrameClock::IntervalMs;
        const qint64 late = 1'000 + Interval + Interval / 2 + 1;
        QCOMPARE(FrameClock::nextDue(1'000, late), late);
        QCOMPARE(FrameClock::nextDue(1'000, 90'000), 90'000);
        QCOMPARE(FrameClock::nextDue(90'000, 90'001), 90'000 + Interval);
    }
};

QTEST_MAIN(FrameClockTest)
#include "tst_frameclock.moc"
