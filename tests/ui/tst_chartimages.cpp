// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/chartfixture.h"
#include "tests/support/test.h"
#include "ui/chart/view/chartexport.h"

#include <QApplication>
#include <QDir>
#include <QFontDatabase>

#include <random>

using namespace tickstock;
using namespace tickstock::test;

/// Pictures of the states that matter, beside ones that were looked at (tests/data/images). Compared block by block, so
/// that another version of a font renderer does not count and a missing bar does. With TICKSTOCK_NEW_IMAGES=1 in the
/// environment they are made anew: look at them before they are kept.
class ChartImagesTest final : public Test
{
    Q_OBJECT

private:
    static constexpr int Block = 8;
    /// Mean difference of a block's channel that counts, of 255, and how many blocks may differ so.
    static constexpr int BlockTolerance = 20;
    static constexpr double DifferingShare = 0.01;

    /// Two days of 04:00 to 20:00 with volumes as they are, ending in the second one's session.
    static std::vector<Bar> twoDays(std::size_t count = 1'400)
    {
        std::mt19937 random(11);
        std::vector<Bar> bars;
        const auto step = [&random] { return (static_cast<double>(random() % 2'001) - 1'000) / 8'000; };
        double price = 182;
        for (const char *day : {"2025-03-06 04:00", "2025-03-07 04:00"}) {
            for (int i = 0; i < 960 && bars.size() < count; ++i) {
                const bool isRegular = i >= 330 && i < 720;
                const double open = price;
                price = std::max(150.0, price + step() * (isRegular ? 2 : 1));
                const double high = std::max(open, price) + std::abs(step()),
                             low = std::min(open, price) - std::abs(step());
                bars.push_back(bar(at(day) + OneMinute * i, open, high, low, price,
                                   static_cast<double>((isRegular ? 40'000 : 3'000) + random() % 20'000)));
            }
        }
        return bars;
    }
    static std::unique_ptr<ShownChart> make()
    {
        auto chart = std::make_unique<ShownChart>(QSize(960, 540));
        QFont font(QStringLiteral("DejaVu Sans"));
        font.setPixelSize(12);
        chart->view.setFont(font);
        chart->model.setSymbol(QStringLiteral("NVDA"));
        chart->model.setHistory(twoDays(), {bar(at("2025-03-05 00:00"), 180, 184, 179, 181.5, 9e6),
                                            bar(at("2025-03-06 00:00"), 182, 185, 180, 183, 9e6)});
        chart->view.setMarketTime(chart->model.bars().back().start + OneSecond * 40, false);
        chart->view.setSourceName(QStringLiteral("C1"));
        return chart;
    }
    static void addStudy(ShownChart &chart, const char *name)
    {
        chart.view.addStudy(*studyType(name), ParameterValues(studyType(name)->parameters));
    }
    /// How many blocks differ, as a share of all.
    static double difference(const QImage &a, const QImage &b)
    {
        int blocks = 0, different = 0;
        for (int y = 0; y < a.height(); y += Block) {
            for (int x = 0; x < a.width(); x += Block, ++blocks)
                different += blockDiffers(a, b, x, y) ? 1 : 0;
        }
        return static_cast<double>(different) / blocks;
    }
    static bool blockDiffers(const QImage &a, const QImage &b, int left, int top)
    {
        std::array<int, 3> sums{};
        int pixels = 0;
        for (int y = top; y < std::min(top + Block, a.height()); ++y) {
            for (int x = left; x < std::min(left + Block, a.width()); ++x, ++pixels) {
                const QRgb one = a.pixel(x, y), other = b.pixel(x, y);
                sums[0] += qRed(one) - qRed(other);
                sums[1] += qGreen(one) - qGreen(other);
                sums[2] += qBlue(one) - qBlue(other);
            }
        }
        return std::any_of(sums.begin(), sums.end(), [&](int sum) { return std::abs(sum) > BlockTolerance * pixels; });
    }
    void compare(ShownChart &chart, const char *name)
    {
        const QString file = QStringLiteral(TICKSTOCK_TEST_DATA "/images/%1.png").arg(QString::fromLatin1(name));
        const QImage image = pictureOf(chart.view).convertToFormat(QImage::Format_RGB32);
        if (qEnvironmentVariableIsSet("TICKSTOCK_NEW_IMAGES"))
            QVERIFY(image.save(file));
        QImage wanted(file);
        QVERIFY2(!wanted.isNull(), qPrintable(file));
        wanted = wanted.convertToFormat(QImage::Format_RGB32);
        QCOMPARE(image.size(), wanted.size());
        const double share = difference(image, wanted);
        if (share > DifferingShare)
            QVERIFY(image.save(QDir::tempPath() + QStringLiteral("/tickstock-%1.png").arg(QString::fromLatin1(name))));
        QVERIFY2(share <= DifferingShare, qPrintable(QStringLiteral("%1: %2 of the picture differs from %3")
                                                         .arg(QString::fromLatin1(name))
                                                         .arg(share)
                                                         .arg(file)));
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY2(QFontDatabase::families().contains(QStringLiteral("DejaVu Sans")), "fonts-dejavu-core is missing");
    }

    void liveSession()
    {
        const auto chart = make();
        for (const char *name : {"VWAP", "EMA", "Previous day"})
            addStudy(*chart, name);
        CHECKED(compare(*chart, "live-session"));
    }
    void panesInLight()
    {
        const auto chart = make();
        chart->view.setTheme(Theme::of({false, Look::Directions::Classic}));
        for (const char *name : {"Bollinger", "RSI", "MACD"})
            addStudy(*chart, name);
        CHECKED(compare(*chart, "panes-light"));
    }
    void colourBlind()
    {
        const auto chart = make();
        chart->view.setTheme(Theme::of({true, Look::Directions::ColourBlind}));
        chart->view.setStyle(ChartStyle::HollowCandles);
        CHECKED(compare(*chart, "colour-blind-hollow"));
    }
    void zoomedOut()
    {
        const auto chart = make();
        chart->view.setScaleMode(PriceScale::Mode::Logarithmic);
        for (int i = 0; i < 40; ++i)
            chart->view.zoomOut();
        CHECKED(compare(*chart, "zoomed-out"));
    }
    void holeAndRepairedHole()
    {
        const auto chart = make();
        Gap open;
        open.symbol = QStringLiteral("NVDA");
        open.from = at("2025-03-07 10:40");
        open.to = at("2025-03-07 10:52");
        Gap repaired = open;
        repaired.from = at("2025-03-07 10:10");
        repaired.to = at("2025-03-07 10:14");
        repaired.repairedAt = at("2025-03-07 10:20");
        chart->model.setGaps({open, repaired});
        chart->view.setMarketTime(chart->model.bars().back().start + OneSecond * 80, true, OneSecond * 42);
        chart->view.setTrouble(QStringLiteral("No data since 11:19:40 ET. Next try in 4 s."));
        CHECKED(compare(*chart, "holes-and-trouble"));
    }
    void drawingsAndMarkers()
    {
        const auto chart = make();
        const auto point = [&](int back, double price) {
            return ChartPoint{chart->model.bars()[chart->model.bars().size() - static_cast<std::size_t>(back)].start,
                              price};
        };
        const double last = chart->model.bars().back().close;
        const QUuid id(QStringLiteral("{11111111-1111-1111-1111-111111111111}"));
        chart->drawings.add(QStringLiteral("NVDA"),
                            {id, Drawing::Kind::TrendLine, point(90, last - 1), point(20, last + 1)});
        chart->drawings.add(QStringLiteral("NVDA"), {QUuid::createUuidV5(id, QStringLiteral("2")),
                                                     Drawing::Kind::Rectangle, point(70, last), point(40, last + 1)});
        chart->drawings.add(
            QStringLiteral("NVDA"),
            {QUuid::createUuidV5(id, QStringLiteral("3")), Drawing::Kind::HorizontalLine, point(1, last - 0.5), {}});
        for (const int back : {12, 30, 55}) {
            PatternEvent event;
            event.symbol = QStringLiteral("NVDA");
            event.pattern = QStringLiteral("Hammer");
            event.barStart = point(back, 0).time;
            event.direction = back == 30 ? Direction::Short : Direction::Long;
            event.id = event.computedId();
            chart->model.addEvent(event);
        }
        CHECKED(compare(*chart, "drawings-and-markers"));
    }
    void scrolledBack()
    {
        const auto chart = make();
        chart->view.goTo(at("2025-03-06 15:30"));
        CHECKED(compare(*chart, "scrolled-back"));
    }
    /// The comparison itself can fail.
    void aMissingBarIsSeen()
    {
        const auto chart = make();
        const QImage all = pictureOf(chart->view).convertToFormat(QImage::Format_RGB32);
        auto bars = twoDays();
        for (std::size_t i = 1'360; i < 1'364; ++i)
            bars[i].open = bars[i].high = bars[i].low = bars[i].close;
        chart->model.setHistory(bars, {});
        QVERIFY(difference(all, pictureOf(chart->view).convertToFormat(QImage::Format_RGB32)) > 0.0005);
        chart->view.setStyle(ChartStyle::Line);
        QVERIFY(difference(all, pictureOf(chart->view).convertToFormat(QImage::Format_RGB32)) > DifferingShare);
    }
};

QTEST_MAIN(ChartImagesTest)
#include "tst_chartimages.moc"
