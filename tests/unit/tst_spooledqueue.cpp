// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/sink/spooledqueue.h"
#include "tests/support/test.h"

#include <QDataStream>
#include <QIODevice>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <random>

using namespace tickstock;

namespace {

Q_LOGGING_CATEGORY(lcTest, "tickstock.test")

/// Numbers, three to an entry of the spool; a negative one cannot be read again.
struct Codec
{
    static quint64 weight(int) { return 1; }
    static QByteArray encode(std::span<const int> items)
    {
        QByteArray bytes;
        QDataStream out(&bytes, QIODevice::WriteOnly);
        for (const int item : items)
            out << item;
        return bytes + QByteArray(padding, 'x');
    }
    static std::vector<int> decode(const QByteArray &bytes)
    {
        QDataStream in(bytes.chopped(padding));
        std::vector<int> items;
        while (!in.atEnd()) {
            int item = 0;
            in >> item;
            if (item < 0)
                break;
            items.push_back(item);
        }
        return items;
    }
    static constexpr std::size_t ItemsAnEntry = 3;
    static constexpr int EntriesAtOnce = 8;
    static inline int padding = 0; ///< bytes
};
using Queue = SpooledQueue<int, Codec>;

} // namespace

/// What a sink has to deliver: in order, in memory and on disk, and counted once.
class SpooledQueueTest final : public test::Test
{
    Q_OBJECT

private:
    static constexpr quint64 Memory = 10;
    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<SinkMeter> m_meter;
    int m_made = 0;

    QString file() const { return m_directory->filePath(QStringLiteral("spool.sqlite")); }
    std::unique_ptr<Queue> queue(bool hasSpool = true, qint64 maxBytes = Spool::UsualMaxBytes)
    {
        auto made = std::make_unique<Queue>(hasSpool ? std::make_unique<Spool>(file(), maxBytes) : nullptr, Memory,
                                            *m_meter, &lcTest);
        made->open();
        return made;
    }
    std::vector<int> some(int count)
    {
        std::vector<int> items;
        for (int i = 0; i < count; ++i)
            items.push_back(m_made++);
        return items;
    }
    /// Takes up to @p count items and acknowledges them at once.
    static std::vector<int> deliver(Queue &queue, int count)
    {
        std::vector<int> items;
        for (int i = 0; i < count; ++i) {
            const int *next = queue.next();
            if (!next)
                break;
            items.push_back(*next);
            queue.acknowledge(-1);
        }
        return items;
    }
    static std::vector<int> numbers(int from, int to)
    {
        std::vector<int> all;
        for (int i = from; i < to; ++i)
            all.push_back(i);
        return all;
    }

private Q_SLOTS:
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        m_meter = std::make_unique<SinkMeter>(QStringLiteral("test"), QString());
        m_made = 0;
        Codec::padding = 0;
    }

    void whatFitsIntoMemoryStaysThere()
    {
        const auto queue = this->queue();
        queue->add(some(5));
        QCOMPARE(queue->counts(), (Queue::Counts{5, 0, 0, 0, 0}));
        QVERIFY(!queue->isSpooling());
        QCOMPARE(deliver(*queue, 9), numbers(0, 5));
        QCOMPARE(queue->counts(), (Queue::Counts{0, 0, 0, 5, 0}));
        QVERIFY(queue->isEmpty());
        QCOMPARE(m_meter->health().written, 5u);
    }

    void whatIsNewGoesBehindWhatIsSpooled()
    {
        const auto queue = this->queue();
        queue->add(some(4));
        QVERIFY(queue->flush());
        queue->add(some(4));
        QCOMPARE(queue->counts(), (Queue::Counts{4, 0, 4, 0, 0}));
        QCOMPARE(m_meter->health().spooled, 4u);
        QCOMPARE(m_meter->health().backlog, 8u);
        QCOMPARE(*queue->next(), 0);
        queue->add(some(1));
        QVERIFY(queue->flush());
        QCOMPARE(queue->counts(), (Queue::Counts{0, 1, 8, 0, 0}));
        queue->acknowledge(-1);
        QCOMPARE(deliver(*queue, 99), numbers(1, 9));
        QCOMPARE(queue->spool()->weight(), 0u);
    }

    void aFullMemoryGoesToTheSpoolWithWhatIsUnderWay()
    {
        const auto queue = this->queue();
        queue->add(some(8));
        for (int i = 0; i < 5; ++i)
            QVERIFY(queue->next());
        queue->acknowledge(-1);
        queue->add(some(9)); // twelve in memory
        QCOMPARE(queue->counts(), (Queue::Counts{0, 4, 12, 1, 0}));
        QVERIFY(!queue->next()); // not before those under way, which are in the spool now, too
        queue->acknowledge(-1);
        queue->acknowledge(-1);
        queue->takeBack();
        QCOMPARE(queue->counts(), (Queue::Counts{0, 0, 14, 3, 0}));
        QCOMPARE(deliver(*queue, 99), numbers(3, 17)); // what was acknowledged is not sent again
    }

    void withoutASpoolTheOldestAreDropped()
    {
        const auto queue = this->queue(false);
        queue->add(some(8));
        QVERIFY(queue->next());
        queue->takeBack();
        queue->add(some(5));
        QVERIFY(!queue->flush());
        QCOMPARE(queue->counts(), (Queue::Counts{Memory, 0, 0, 0, 3}));
        QCOMPARE(m_meter->health().dropped, 3u);
        QCOMPARE(deliver(*queue, 99), numbers(3, 13));
    }

    void anUnusableDiskIsSaidAndMemoryHasToDo()
    {
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("cannot be kept on disk")));
        Queue queue(std::make_unique<Spool>(QStringLiteral("/nowhere/at/all")), Memory, *m_meter, &lcTest);
        queue.open();
        queue.add(some(12));
        QVERIFY(!queue.problem().isEmpty());
        QCOMPARE(queue.counts(), (Queue::Counts{Memory, 0, 0, 0, 2}));
    }

    void theNextRunGoesOn()
    {
        {
            const auto first = queue();
            first->add(some(7));
            QVERIFY(first->flush());
            QCOMPARE(deliver(*first, 3), numbers(0, 3));
        }
        const auto second = queue();
        const auto left = second->counts().spooled;
        QCOMPARE(deliver(*second, 99), numbers(m_made - static_cast<int>(left), 7)); // by whole entries
    }

    void whatCannotBeReadIsDropped()
    {
        const auto queue = this->queue();
        queue->add({0, -1, 2, 3});
        QVERIFY(queue->flush());
        QCOMPARE(*queue->next(), 0);
        QCOMPARE(queue->counts(), (Queue::Counts{0, 1, 1, 0, 2}));
        queue->takeBack();
        QCOMPARE(deliver(*queue, 99), (std::vector<int>{0, 3}));
        QCOMPARE(queue->counts(), (Queue::Counts{0, 0, 0, 2, 2})); // counted once
    }

    void aFullDiskDropsTheOldestButNotWhatIsUnderWay()
    {
        Codec::padding = 2'000;
        const auto queue = this->queue(true, 400'000);
        queue->add(some(3));
        QVERIFY(queue->flush());
        const int *first = queue->next();
        QVERIFY(first && *first == 0);
        for (int i = 0; i < 400; ++i) {
            queue->add(some(3));
            QVERIFY(queue->flush());
        }
        const auto counts = queue->counts();
        QVERIFY(counts.dropped > 0);
        QCOMPARE(counts.underWay + counts.spooled + counts.dropped, 1'203u);
        queue->takeBack();
        const std::vector<int> delivered = deliver(*queue, 2'000);
        QCOMPARE(delivered.size(), 1'203u - counts.dropped);
        QCOMPARE(std::vector<int>(delivered.begin(), delivered.begin() + 3), numbers(0, 3));
        QVERIFY(std::is_sorted(delivered.begin(), delivered.end()));
        QCOMPARE(delivered.back(), 1'202);
        QCOMPARE(queue->counts(), (Queue::Counts{0, 0, 0, 1'203 - counts.dropped, counts.dropped}));
    }

    void isHandedBackToASinkWithABetterPlace()
    {
        const auto queue = this->queue(false);
        queue->add(some(3));
        QVERIFY(queue->next());
        queue->takeBack();
        QCOMPARE(queue->withdraw(), numbers(0, 3));
        QCOMPARE(queue->counts(), Queue::Counts());
    }

    void whatTheServerCannotHoldIsCountedAsDropped()
    {
        const auto queue = this->queue();
        queue->add(some(2));
        QVERIFY(queue->next());
        queue->acknowledge(-1, 1);
        QCOMPARE(queue->counts(), (Queue::Counts{1, 0, 0, 0, 1}));
    }

    /// Whatever happens in whatever order: each is delivered once, in order, and counted in one place at every moment.
    void survivesAnything_data()
    {
        QTest::addColumn<unsigned>("seed");
        for (unsigned seed = 1; seed <= 8; ++seed)
            QTest::addRow("seed %u", seed) << seed;
    }
    void survivesAnything()
    {
        QFETCH(unsigned, seed);
        std::mt19937 random(seed);
        const auto below = [&](unsigned bound) { return static_cast<int>(random() % bound); };
        const auto queue = this->queue();
        std::vector<int> delivered;
        for (int step = 0; step < 400; ++step) {
            switch (below(8)) {
            case 0:
            case 1: queue->add(some(below(8))); break;
            case 2: QVERIFY(queue->flush()); break;
            case 3:
            case 4:
                for (int i = below(6); i > 0 && queue->next(); --i) {
                }
                break;
            case 5:
            case 6:
                for (int i = below(6); i > 0 && !queue->underWay().empty(); --i) {
                    delivered.push_back(queue->underWay().front());
                    queue->acknowledge(-1);
                }
                break;
            case 7: queue->takeBack(); break;
            }
            const auto counts = queue->counts();
            QCOMPARE(counts.underWay, queue->underWay().size());
            QCOMPARE(counts.delivered, delivered.size());
            QCOMPARE(counts.queued + counts.underWay + counts.spooled + delivered.size(),
                     static_cast<std::size_t>(m_made));
            QVERIFY(counts.queued <= Memory);
            QCOMPARE(counts.dropped, 0u);
        }
        queue->takeBack();
        const std::vector<int> rest = deliver(*queue, m_made);
        delivered.insert(delivered.end(), rest.begin(), rest.end());
        QCOMPARE(delivered, numbers(0, m_made));
        QVERIFY(queue->isEmpty());
        QCOMPARE(queue->spool()->weight(), 0u);
    }
};

QTEST_GUILESS_MAIN(SpooledQueueTest)
#include "tst_spooledqueue.moc"
