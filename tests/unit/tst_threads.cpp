// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/health/healthboard.h"
#include "core/interfaces/marketmailbox.h"
#include "core/market/quotehandover.h"
#include "core/sink/sinkmeter.h"
#include "core/storage/writequeue.h"
#include "tests/support/test.h"

#include <atomic>
#include <thread>

using namespace tickstock;

/// What threads share, written by several at once and read meanwhile. The thread sanitizer runs it too (preset tsan).
class ThreadsTest final : public test::Test
{
    Q_OBJECT

private:
    static constexpr int Writers = 3, Rounds = 2'000;

    /// Calls @p write(writer, round) in one thread per writer, and @p read until they have ended, and once more.
    template<class Write, class Read>
    static void run(const Write &write, const Read &read)
    {
        std::atomic<int> running{Writers};
        std::vector<std::thread> threads;
        for (int writer = 0; writer < Writers; ++writer) {
            threads.emplace_back([&, writer] {
                for (int round = 0; round < Rounds; ++round)
                    write(writer, round);
                --running;
            });
        }
        while (running > 0)
            read();
        for (std::thread &thread : threads)
            thread.join();
        read();
    }
    static SymbolId symbol(int writer) { return {static_cast<std::uint32_t>(writer)}; }

private Q_SLOTS:
    void symbolsAreInternedOnce()
    {
        SymbolTable table;
        bool isKnown = true;
        run([&](int, int round) { table.intern(std::string_view("S" + std::to_string(round % 500))); },
            [&] {
                for (std::uint32_t i = 0; i < table.size(); ++i)
                    isKnown = isKnown && table.find(table.name({i})) == SymbolId{i};
            });
        QVERIFY(isKnown);
        QCOMPARE(table.size(), 500u);
    }

    void mailboxKeepsMinutesInOrder()
    {
        MarketMailbox mailbox;
        std::atomic<int> woken{0};
        mailbox.setWake([&] { ++woken; });
        std::vector<int> next(std::size_t(Writers), 0);
        bool isInOrder = true;
        run(
            [&](int writer, int round) {
                MarketUpdate update;
                update.closed.push_back({symbol(writer), {}, {}});
                update.closed.back().bar.start = {round};
                update.quotes.push_back({symbol(writer), {}, NoValue, {}, {}});
                mailbox.post(std::move(update));
            },
            [&] {
                const MarketUpdate update = mailbox.takeAll();
                isInOrder = isInOrder && update.quotes.size() <= std::size_t(Writers);
                for (const ClosedMinute &minute : update.closed)
                    isInOrder = isInOrder && minute.bar.start.ms == next[minute.symbol.value]++;
            });
        QVERIFY(isInOrder && woken > 0);
        QCOMPARE(next, std::vector<int>(std::size_t(Writers), Rounds));
    }

    void quotesAreTakenReplacedOrCounted()
    {
        QuoteHandover handover;
        std::atomic<int> woken{0};
        handover.setWake([&] { ++woken; });
        quint64 taken = 0, bands = 0;
        std::vector<std::int64_t> newest(std::size_t(Writers), -1);
        bool isInOrder = true;
        run(
            [&](int writer, int round) {
                QuoteBatch batch;
                batch.quotes.emplace_back().symbol = symbol(writer);
                batch.quotes.back().time = {1'000};
                batch.quotes.back().sequence = round;
                batch.bands.emplace_back().symbol = symbol(writer);
                handover.post(batch);
            },
            [&] {
                const QuoteHandover::Taken some = handover.takeAll();
                isInOrder = isInOrder && some.quotes.size() <= std::size_t(Writers);
                taken += some.quotes.size();
                bands += some.bands.size();
                for (const TopOfBook &quote : some.quotes)
                    isInOrder = isInOrder && quote.sequence > std::exchange(newest[quote.symbol.value], quote.sequence);
            });
        const QuoteHandover::Counts counts = handover.counts();
        QVERIFY(isInOrder && woken > 0);
        QCOMPARE(newest, std::vector<std::int64_t>(std::size_t(Writers), Rounds - 1));
        QCOMPARE(counts.quotes, quint64(Writers * Rounds));
        QCOMPARE(taken + counts.conflated + counts.outdated, counts.quotes);
        QCOMPARE(bands + counts.droppedBands, quint64(Writers * Rounds));
    }

    void writeQueueKeepsTheLastOfEachMinute()
    {
        WriteQueue queue(1'000'000);
        std::map<std::pair<QString, std::int64_t>, double> stored;
        int taken = 0;
        run(
            [&](int writer, int round) {
                WriteBatch batch;
                batch.minutes.push_back({QString::number(writer), {}, {}});
                batch.minutes.back().bar.start = {round / 2 * 60'000LL};
                batch.minutes.back().bar.close = round;
                queue.add(std::move(batch));
            },
            [&] {
                WriteBatch batch = queue.takeAll();
                if (++taken % 3 == 1) { // as if the database had refused it
                    queue.putBack(std::move(batch));
                    return;
                }
                for (const StoredMinute &minute : batch.minutes)
                    stored[{minute.symbol, minute.bar.start.ms}] = minute.bar.close;
            });
        for (const StoredMinute &minute : queue.takeAll().minutes)
            stored[{minute.symbol, minute.bar.start.ms}] = minute.bar.close;
        QCOMPARE(stored.size(), std::size_t(Writers * Rounds / 2));
        for (const auto &[key, close] : stored)
            QCOMPARE(close, static_cast<double>(key.second / 60'000 * 2 + 1));
    }

    void boardAndMeterAreWholeWhenRead()
    {
        HealthBoard board;
        SinkMeter meter(QStringLiteral("storage"), QString());
        bool isWhole = true;
        run(
            [&](int writer, int round) {
                board.setConnections(std::vector<ConnectionHealth>(static_cast<std::size_t>(writer) + 1));
                board.setClockSkew(round);
                meter.delivered(1, round);
                meter.setState(round % 2 ? SinkState::Up : SinkState::Failing, QString::number(round));
            },
            [&] {
                const auto snapshot = board.snapshot();
                isWhole = isWhole && snapshot.connections.size() <= std::size_t(Writers) && snapshot.clockSkewMs >= 0 &&
                          snapshot.clockSkewMs < Rounds;
                isWhole = isWhole && meter.health().written <= quint64(Writers * Rounds);
            });
        QVERIFY(isWhole);
        QCOMPARE(meter.health().written, quint64(Writers * Rounds));
    }
};

QTEST_GUILESS_MAIN(ThreadsTest)
#include "tst_threads.moc"
