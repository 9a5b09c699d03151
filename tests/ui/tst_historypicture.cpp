// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/drawingfixture.h"
#include "tests/support/test.h"
#include "ui/chart/view/historypicture.h"

using namespace tickstock;
using namespace tickstock::test;

/// When the picture of a chart's past is painted, and when it is kept.
class HistoryPictureTest final : public test::Test
{
    Q_OBJECT

private:
    static QImage shown(HistoryPicture &picture, const ChartScene &scene, bool isWhole)
    {
        return DrawnChart::painted([&](QPainter &painter) { picture.paint(painter, scene, {}, isWhole); });
    }

private Q_SLOTS:
    void aMovingViewKeepsNothing()
    {
        DrawnChart chart;
        HistoryPicture picture;
        QVERIFY(!picture.isKept());
        const QImage first = shown(picture, chart.scene, true);
        QVERIFY(touched(first) > 1'000);
        QVERIFY(!picture.isKept());
        picture.invalidate();
        shown(picture, chart.scene, true);
        QVERIFY(!picture.isKept());
        QCOMPARE(shown(picture, chart.scene, false), first); // stands still: is kept now
        QVERIFY(picture.isKept());
    }

    void whatIsKeptIsShownUntilItIsInvalid()
    {
        DrawnChart chart;
        HistoryPicture picture;
        const QImage first = shown(picture, chart.scene, false);
        QVERIFY(picture.isKept());
        chart.scene.setTheme(Theme::light());
        QCOMPARE(shown(picture, chart.scene, true), first);
        picture.invalidate();
        QVERIFY(shown(picture, chart.scene, true) != first);
        QVERIFY(!picture.isKept());
    }

    void anotherSizeIsAnotherPicture()
    {
        DrawnChart chart;
        HistoryPicture picture;
        const QImage first = shown(picture, chart.scene, false);
        chart.scene.layout({600, 400});
        QVERIFY(shown(picture, chart.scene, false) != first);
    }
};

QTEST_MAIN(HistoryPictureTest)
#include "tst_historypicture.moc"
