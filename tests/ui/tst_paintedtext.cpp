// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/chartfixture.h"
#include "tests/support/test.h"
#include "ui/common/paintedtext.h"

#include <QLabel>
#include <QScrollArea>
#include <QTableWidget>

#include <algorithm>

using namespace tickstock;
using namespace tickstock::test;

/// What is read from a window as it is painted.
class PaintedTextTest final : public Test
{
    Q_OBJECT

private:
    static QStringList textsOf(QWidget &widget)
    {
        QStringList texts;
        for (const PaintedText &each : paintedTexts(widget))
            texts.append(each.text);
        return texts;
    }

private Q_SLOTS:
    void labelsAreReadWhereTheyStand()
    {
        QWidget window;
        window.resize(400, 200);
        QLabel shown(QStringLiteral("709,368.76"), &window), hidden(QStringLiteral("nothing"), &window);
        shown.setGeometry(30, 40, 150, 20);
        hidden.hide();
        const auto texts = paintedTexts(window);
        QCOMPARE(texts.size(), 1u);
        QCOMPARE(texts[0].text, QStringLiteral("709,368.76"));
        QVERIFY(QRectF(shown.geometry()).contains(texts[0].place));
        QVERIFY(texts[0].place.width() > 30);
    }

    void whatIsCutIsReadCut()
    {
        QTableWidget table(1, 2);
        table.setItem(0, 0, new QTableWidgetItem(QStringLiteral("1,234,567,890.12")));
        table.setItem(0, 1, new QTableWidgetItem(QStringLiteral("1.5")));
        table.setColumnWidth(0, 50);
        table.resize(300, 100);
        const QStringList texts = textsOf(table);
        QVERIFY(texts.contains(QStringLiteral("1.5")));
        QVERIFY(!texts.contains(QStringLiteral("1,234,567,890.12")));
        QVERIFY(std::any_of(texts.begin(), texts.end(), [](const QString &text) { return text.endsWith(u'\u2026'); }));
    }

    void whatIsScrolledAwayIsNotThere()
    {
        QScrollArea area;
        auto *page = new QWidget;
        page->resize(100, 1'000);
        QLabel *above = new QLabel(QStringLiteral("above"), page), *below = new QLabel(QStringLiteral("below"), page);
        above->setGeometry(0, 0, 100, 20);
        below->setGeometry(0, 900, 100, 20);
        area.setWidget(page);
        area.resize(200, 200);
        QCOMPARE(textsOf(area), QStringList{QStringLiteral("above")});
    }

    /// Also where its past is kept as a picture.
    void aChartIsRead()
    {
        const auto chart = ShownChart::withBars();
        const auto prices = [&] {
            const auto texts = paintedTexts(chart->view);
            return std::count_if(texts.begin(), texts.end(), [&](const PaintedText &each) {
                return each.place.left() >= chart->scene().plot().right();
            });
        };
        const auto first = prices();
        QVERIFY(first > 3);
        (void)chart->image();
        (void)chart->image();
        QCOMPARE(prices(), first);
    }
};

QTEST_MAIN(PaintedTextTest)
#include "tst_paintedtext.moc"
