// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/sink/spool.h"
#include "core/storage/postgresarray.h"
#include "core/storage/writebatchcodec.h"
#include "tests/support/builders.h"
#include "tests/support/test.h"

#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>

#include <cmath>

using namespace tickstock;
using namespace tickstock::test;

/// What is kept on disk for a server that is away, and how rows become bytes and arrays.
class SpoolTest final : public Test
{
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_directory;

    QString file() const { return m_directory->filePath(QStringLiteral("spool.sqlite")); }
    static SpoolEntry entry(const QByteArray &payload, quint64 weight = 1) { return {0, payload, weight}; }

private Q_SLOTS:
    void init() { m_directory = std::make_unique<QTemporaryDir>(); }

    void givesBackInOrderAlsoToTheNextRun()
    {
        {
            Spool spool(file());
            QVERIFY(spool.open());
            QVERIFY(spool.isEmpty());
            QVERIFY(spool.append({entry("one", 3), entry("two", 4)}));
            QVERIFY(spool.append({entry(QByteArray("thr\0ee", 6))}));
            QVERIFY(spool.setNumber(QStringLiteral("epoch"), 7));
            QCOMPARE(spool.weight(), 8u);
        }
        Spool spool(file());
        QVERIFY(spool.open());
        QCOMPARE(spool.weight(), 8u);
        QCOMPARE(spool.number(QStringLiteral("epoch")), 7);
        QCOMPARE(spool.number(QStringLiteral("nothing")), 0);
        const auto first = spool.oldest(2);
        QVERIFY(first);
        QCOMPARE(first->size(), 2u);
        QCOMPARE((*first)[0].payload, QByteArray("one"));
        QCOMPARE((*first)[1].weight, 4u);
        QVERIFY(spool.removeUpTo((*first)[1].id));
        const auto rest = spool.oldest(10);
        QCOMPARE(rest->size(), 1u);
        QCOMPARE(rest->front().payload, QByteArray("thr\0ee", 6));
        QVERIFY(spool.removeUpTo(rest->front().id));
        QVERIFY(spool.isEmpty());
    }

    void whenFullTheOldestAreDroppedAndCounted()
    {
        Spool spool(file(), 400'000);
        QVERIFY(spool.open());
        for (int i = 0; i < 3'000; ++i)
            QVERIFY(spool.append({entry(QByteArray::number(i) + QByteArray(1'000, 'x'))}));
        const quint64 dropped = spool.takeDropped();
        QVERIFY(dropped > 0);
        QCOMPARE(spool.weight() + dropped, 3'000u);
        const auto oldest = spool.oldest(1);
        QVERIFY(oldest->front().payload.startsWith(
            QByteArray(QByteArray::number(dropped) + 'x'))); // the newest are all there
        QVERIFY(QFileInfo(file()).size() <= 400'000);
        QCOMPARE(spool.takeDropped(), 0u);
    }

    void whatIsLargerThanEverythingIsNotTaken()
    {
        Spool spool(file(), 200'000);
        QVERIFY(spool.open());
        QVERIFY(spool.append({entry("small")}));
        QVERIFY(!spool.append({entry(QByteArray(1'000'000, 'x'), 5)}));
        QCOMPARE(spool.weight(), 1u); // nothing else was dropped for it
        QCOMPARE(spool.takeDropped(), 0u);
        QVERIFY(spool.append({entry("small again")})); // and it goes on working
    }

    void refusesAFileThatIsNone()
    {
        QFile broken(file());
        QVERIFY(broken.open(QIODevice::WriteOnly));
        broken.write(QByteArray(10'000, 'x'));
        broken.close();
        Spool spool(file());
        QVERIFY(!spool.open());
        QVERIFY(!spool.append({entry("x")}));
        QVERIFY(!Spool(QStringLiteral("/nowhere/at/all")).open());
    }

    void batchesSurviveTheWayThroughBytes()
    {
        WriteBatch batch;
        Bar minute = bar(at("2025-03-10 09:30"), 1, 3, 0.5, 2, 12.25);
        minute.vwap = NoValue;
        minute.revision = 4;
        batch.minutes.push_back({QStringLiteral("BRK.B"), minute, Session::Post});
        batch.days.push_back({QStringLiteral("AAPL"), QDate(2025, 3, 10), bar(at("2025-03-10 00:00"), 1, 2, 1, 2, 3)});
        batch.ticks.push_back({QStringLiteral("AAPL"), second({0}, at("2025-03-10 09:30"), 1, 2, 1, 2, 5), 3, 77});
        PatternEvent event;
        event.pattern = QStringLiteral("Hammer");
        event.symbol = QStringLiteral("AAPL");
        event.barStart = at("2025-03-10 09:31");
        event.details = {{QStringLiteral("body"), 0.25}};
        event.state = EventState::Withdrawn;
        event.id = event.computedId();
        batch.events.push_back(event);
        batch.gaps.push_back({{2}, QStringLiteral("AAPL"), at("2025-03-10 09:31"), {}, QStringLiteral("lost"), {}, {}});
        batch.indicators.push_back({QStringLiteral("AAPL"), at("2025-03-10 09:31"), Timeframe::Min5,
                                    QStringLiteral("rsi_14"), 61.5, QStringLiteral("{}")});
        const auto read = decodeBatch(encodeBatch(batch));
        QVERIFY(read);
        QCOMPARE(read->size(), batch.size());
        QCOMPARE(read->minutes[0].symbol, QStringLiteral("BRK.B"));
        QCOMPARE(read->minutes[0].session, Session::Post);
        QVERIFY(read->minutes[0].bar.hasSameValues(minute));
        QVERIFY(std::isnan(read->minutes[0].bar.vwap));
        QCOMPARE(read->minutes[0].bar.revision, 4);
        QCOMPARE(read->days[0].date, QDate(2025, 3, 10));
        QCOMPARE(read->ticks[0].sequence, 77);
        QCOMPARE(read->ticks[0].connection, 3);
        QCOMPARE(read->ticks[0].tick.start, at("2025-03-10 09:30"));
        QCOMPARE(read->events[0].id, event.id);
        QCOMPARE(read->events[0].state, EventState::Withdrawn);
        QCOMPARE(read->events[0].details, event.details);
        QCOMPARE(read->gaps[0].connection, ConnectionId{2});
        QVERIFY(!read->gaps[0].to.isValid());
        QCOMPARE(read->indicators[0].value, 61.5);
        QCOMPARE(read->indicators[0].timeframe, Timeframe::Min5);
        QVERIFY(!decodeBatch("garbage"));
        QVERIFY(!decodeBatch(encodeBatch(batch).chopped(5)));
    }

    void splitsWithoutLosingAnything()
    {
        WriteBatch batch;
        for (int i = 0; i < 7; ++i)
            batch.minutes.push_back({QString::number(i), bar(at("2025-03-10 09:30"), 1, 1, 1, 1, 1), Session::Regular});
        for (int i = 0; i < 9; ++i)
            batch.gaps.push_back({{1}, QString::number(i), {}, {}, {}, {}, {}});
        const auto parts = splitBatch(batch, 5);
        QCOMPARE(parts.size(), 4u);
        QCOMPARE(parts[0].minutes.size(), 5u);
        QCOMPARE(parts[1].minutes.size(), 2u);
        QCOMPARE(parts[1].gaps.size(), 3u);
        QCOMPARE(parts[3].gaps.back().symbol, QStringLiteral("8"));
    }

    void arraysReadBackAsTheyWere()
    {
        PostgresArray array;
        QCOMPARE(array.text(), QStringLiteral("{}"));
        array.add(std::int64_t(-5));
        array.addNull();
        QCOMPARE(array.text(), QStringLiteral("{-5,NULL}"));
        array.clear();
        array.add(0.1);
        array.add(1e300);
        array.add(std::nan(""));
        QCOMPARE(array.text(), QStringLiteral("{0.1,1e+300,NULL}"));
        array.clear();
        array.add(QStringLiteral("a,b"));
        array.add(QStringLiteral("say \"hi\" \\ {x}"));
        array.add(QStringLiteral("NULL"));
        array.add(QString());
        array.add(QStringLiteral("nul") + QChar(0) + QStringLiteral("!"));
        QCOMPARE(array.text(), QStringLiteral("{\"a,b\",\"say \\\"hi\\\" \\\\ {x}\",\"NULL\",\"\",\"nul!\"}"));
        QCOMPARE(array.size(), 5);
    }
};

QTEST_GUILESS_MAIN(SpoolTest)
#include "tst_spool.moc"
