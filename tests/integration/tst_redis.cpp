// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/bus/redis/redisbus.h"
#include "core/sink/spool.h"
#include "core/types/fnv1a.h"
#include "tests/support/redisserver.h"
#include "tests/support/test.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QTest>

#include <csignal>
#include <set>

using namespace tickstock;
using namespace tickstock::test;

/// The bus between programs, on a real server that is killed, frozen and locked.
class RedisTest final : public Test
{
    Q_OBJECT

private:
    static constexpr int Patience = 60'000;
    static constexpr int Shards = 2;
    std::unique_ptr<RedisServer> m_server;
    std::unique_ptr<QTemporaryDir> m_directory;
    std::int64_t m_sequence = 0;

    std::unique_ptr<RedisBus> bus(int shards = Shards, const QByteArrayList &listenTo = {}, bool forwards = true) const
    {
        RedisBus::Options options;
        options.address = *redisAddress(m_server->url());
        options.shards = shards;
        options.listenTo = listenTo;
        options.forwards = forwards;
        options.spoolFile = m_directory->filePath(QStringLiteral("spool.sqlite"));
        return std::make_unique<RedisBus>(std::move(options));
    }
    BusMessage tick()
    {
        const QByteArray symbol = "S" + QByteArray::number(++m_sequence % 7);
        return {"ticks",
                "{\"type\":\"market_tick\",\"symbol\":\"" + symbol +
                    "\",\"seq\":" + QByteArray::number(qlonglong(m_sequence)) + "}",
                m_sequence, fnv1a({symbol.constData(), static_cast<std::size_t>(symbol.size())})};
    }
    void publish(RedisBus &bus, int count)
    {
        std::vector<BusMessage> messages;
        for (int i = 0; i < count; ++i)
            messages.push_back(tick());
        bus.publish(messages);
    }
    static bool isSettled(RedisBus &bus)
    {
        const SinkHealth health = bus.health();
        return health.state == SinkState::Up && health.backlog == 0;
    }
    /// Numbers of the ticks in all streams, in the order of each stream.
    std::vector<std::int64_t> streamed()
    {
        std::vector<std::int64_t> numbers;
        for (int shard = 0; shard < Shards; ++shard) {
            const QStringList all =
                m_server->command({QStringLiteral("XRANGE"), QStringLiteral("tickstock:stream:ticks:%1").arg(shard),
                                   QStringLiteral("-"), QStringLiteral("+")});
            for (const QString &text : all) {
                if (text.startsWith(u'{'))
                    numbers.push_back(QJsonDocument::fromJson(text.toUtf8()).object()[u"seq"].toInteger());
            }
        }
        return numbers;
    }
    /// Every tick that was ever published is in the streams, once, and each stream is in order.
    void verifyStreams()
    {
        const auto numbers = streamed();
        const std::set<std::int64_t> distinct(numbers.begin(), numbers.end());
        QCOMPARE(distinct.size(), static_cast<std::size_t>(m_sequence));
        QCOMPARE(numbers.size(), distinct.size());
        int descents = 0;
        for (std::size_t i = 1; i < numbers.size(); ++i)
            descents += numbers[i] < numbers[i - 1];
        QVERIFY(descents <= Shards - 1);
    }

private Q_SLOTS:
    void initTestCase() { std::signal(SIGPIPE, SIG_IGN); }
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        m_server = std::make_unique<RedisServer>();
        m_sequence = 0;
        QVERIFY2(m_server->start(), m_server->output().constData());
    }
    void cleanup() { m_server.reset(); }

    void publishesAndAppends()
    {
        auto sender = bus();
        auto reader = bus(0, {"ticks", "tickstock.data.raw", "other:*"}, false);
        QStringList channels;
        std::vector<std::unique_ptr<MessageBus::Subscription>> subscriptions;
        QObject context;
        subscriptions.push_back(reader->subscribe(
            "*", &context, [&](const BusMessage &message) { channels.append(QString::fromUtf8(message.channel)); }));
        QTRY_VERIFY_WITH_TIMEOUT(reader->isListening() && isSettled(*sender), Patience);
        publish(*sender, 1);
        sender->publish({{"other:one", "{}", 0, 0}, {"unheard", "{}", 0, 0}});
        QTRY_COMPARE_WITH_TIMEOUT(channels.size(), 3, Patience);
        QCOMPARE(channels, (QStringList{QStringLiteral("ticks"), QStringLiteral("tickstock.data.raw"),
                                        QStringLiteral("other:one")}));
        publish(*sender, 2'000);
        QTRY_VERIFY_WITH_TIMEOUT(isSettled(*sender), Patience);
        CHECKED(verifyStreams());
        QCOMPARE(sender->health().written, 2'003u);
        // Each entry names the one before it.
        const QStringList entries =
            m_server->command({QStringLiteral("XRANGE"), QStringLiteral("tickstock:stream:ticks:0"),
                               QStringLiteral("-"), QStringLiteral("+")});
        QCOMPARE(entries[4], QStringLiteral("0-0"));
        for (qsizetype i = 5; i + 4 < entries.size(); i += 5)
            QCOMPARE(entries[i + 4], entries[i - 5]);
    }

    void localListenersHearWhateverBecomesOfTheServer()
    {
        m_server->kill();
        auto sender = bus();
        int heard = 0;
        QObject context;
        const auto subscription = sender->subscribe("ticks", &context, [&](const BusMessage &) { ++heard; });
        publish(*sender, 10);
        QTRY_COMPARE_WITH_TIMEOUT(heard, 10, Patience);
    }

    void ourOwnMessagesAreHeardOnce()
    {
        auto ours = bus(0, {"tickstock_patterns", "tickstock:patterns:*"});
        auto other = bus(0);
        QList<QByteArray> heard;
        QObject context;
        const auto subscription =
            ours->subscribe("*", &context, [&](const BusMessage &message) { heard.append(message.payload); });
        QTRY_VERIFY_WITH_TIMEOUT(ours->isListening() && isSettled(*ours) && isSettled(*other), Patience);
        ours->publish({{"tickstock_patterns", "ours", 0, 0}, {"tickstock:patterns:streaming", "ours", 0, 0}});
        QTRY_VERIFY_WITH_TIMEOUT(isSettled(*ours), Patience);
        other->publish({{"tickstock_patterns", "theirs", 0, 0}, {"tickstock_patterns", "ours", 0, 0}});
        QTRY_COMPARE_WITH_TIMEOUT(heard.size(), 4, Patience);
        QCOMPARE(heard, (QList<QByteArray>{"ours", "ours", "theirs", "ours"})); // the last one is another's
    }

    void losesNothingWhenTheServerIsKilled()
    {
        auto sender = bus();
        publish(*sender, 3'000);
        for (int round = 0; round < 3; ++round) {
            publish(*sender, 500);
            m_server->kill(); // in the middle of it
            publish(*sender, 1'500);
            QTRY_COMPARE_WITH_TIMEOUT(sender->health().state, SinkState::Failing, Patience);
            publish(*sender, 1'000);
            QTRY_VERIFY_WITH_TIMEOUT(sender->health().spooled >= 1'000, Patience);
            QVERIFY(m_server->start());
            QTRY_VERIFY_WITH_TIMEOUT(isSettled(*sender), Patience);
        }
        CHECKED(verifyStreams());
        QCOMPARE(sender->health().dropped, 0u);
    }

    void aServerThatHangsIsLeftAndCaughtUpWith()
    {
        auto sender = bus();
        publish(*sender, 1'000);
        QTRY_VERIFY_WITH_TIMEOUT(isSettled(*sender), Patience);
        m_server->freeze();
        publish(*sender, 2'000);
        QTRY_COMPARE_WITH_TIMEOUT(sender->health().state, SinkState::Failing, Patience);
        QVERIFY(sender->health().lastError.contains(u"not answered"));
        publish(*sender, 1'000);
        m_server->thaw();
        QTRY_VERIFY_WITH_TIMEOUT(isSettled(*sender), Patience);
        CHECKED(verifyStreams());
    }

    void finishesWithoutHoldingUpItsOwner()
    {
        auto sender = bus();
        publish(*sender, 100);
        QTRY_VERIFY_WITH_TIMEOUT(isSettled(*sender), Patience);
        m_server->freeze();
        publish(*sender, 100);
        bool isFinished = false;
        connect(
            sender.get(), &RedisBus::finished, this, [&] { isFinished = true; }, Qt::QueuedConnection);
        sender->finish();
        sender->finish();
        QTRY_VERIFY_WITH_TIMEOUT(isFinished, Patience);
        sender.reset();
        m_server->thaw();
        auto next = bus();
        QTRY_VERIFY_WITH_TIMEOUT(isSettled(*next), Patience);
        verifyStreams();
    }

    void aSlowServerCostsNothingButTime()
    {
        auto sender = bus();
        for (int i = 0; i < 40; ++i)
            publish(*sender, 3'000); // faster than anybody takes them: what does not fit into memory goes over the disk
        QTRY_VERIFY_WITH_TIMEOUT(isSettled(*sender), Patience);
        CHECKED(verifyStreams());
    }

    void theNextRunGoesOnWithTheSpool()
    {
        auto first = bus();
        publish(*first, 100);
        QTRY_VERIFY_WITH_TIMEOUT(isSettled(*first), Patience);
        m_server->kill();
        publish(*first, 100);
        first.reset();
        auto second = bus(); // Redis is still away
        publish(*second, 100);
        second.reset();
        QVERIFY(m_server->start());
        auto third = bus();
        publish(*third, 100);
        QTRY_VERIFY_WITH_TIMEOUT(isSettled(*third), Patience);
        CHECKED(verifyStreams());
        const QStringList all = m_server->command({QStringLiteral("XRANGE"), QStringLiteral("tickstock:stream:ticks:0"),
                                                   QStringLiteral("-"), QStringLiteral("+")});
        QVERIFY(!all.filter(QStringLiteral("\"replayed\":true")).isEmpty());
    }

    void aLostDataDirectoryLosesNoTicks()
    {
        auto first = bus();
        publish(*first, 500);
        QTRY_VERIFY_WITH_TIMEOUT(isSettled(*first), Patience);
        first.reset();
        m_directory = std::make_unique<QTemporaryDir>(); // numbers begin anew, the streams do not
        auto second = bus();
        publish(*second, 500);
        QTRY_VERIFY_WITH_TIMEOUT(isSettled(*second), Patience);
        CHECKED(verifyStreams());
    }

    void anotherWriterIsOvertaken()
    {
        auto sender = bus();
        publish(*sender, 100);
        QTRY_VERIFY_WITH_TIMEOUT(isSettled(*sender), Patience);
        for (int shard = 0; shard < Shards; ++shard) {
            m_server->command({QStringLiteral("XADD"), QStringLiteral("tickstock:stream:ticks:%1").arg(shard),
                               QStringLiteral("1000-1"), QStringLiteral("other"), QStringLiteral("x")});
        }
        publish(*sender, 100);
        QTRY_VERIFY_WITH_TIMEOUT(isSettled(*sender), Patience);
        const auto numbers = streamed();
        const std::set<std::int64_t> distinct(numbers.begin(), numbers.end());
        QCOMPARE(distinct.size(), 200u);
    }

    void aWrongPasswordIsSaidAndWhatIsDueIsKept()
    {
        m_server->stop();
        m_server->setPassword(QStringLiteral("sesame"));
        QVERIFY(m_server->start());
        auto sender = bus();
        publish(*sender, 300);
        QTRY_COMPARE_WITH_TIMEOUT(sender->health().state, SinkState::Refused, Patience);
        QVERIFY2(sender->health().lastError.contains(u"NOAUTH"), qPrintable(sender->health().lastError));
        QTRY_COMPARE_WITH_TIMEOUT(sender->health().spooled, 300u, Patience);
        m_server->command({QStringLiteral("CONFIG"), QStringLiteral("SET"), QStringLiteral("requirepass"), QString()});
        m_server->setPassword({});
        QTRY_VERIFY_WITH_TIMEOUT(isSettled(*sender), Patience);
        CHECKED(verifyStreams());
    }

    void anotherNumberOfStreamsIsRefused()
    {
        auto first = bus();
        publish(*first, 10);
        QTRY_VERIFY_WITH_TIMEOUT(isSettled(*first), Patience);
        first.reset();
        auto second = bus(Shards + 1);
        publish(*second, 10);
        QTRY_COMPARE_WITH_TIMEOUT(second->health().state, SinkState::Refused, Patience);
        QVERIFY(second->health().lastError.contains(u"REDIS_STREAM_SHARDS"));
        second.reset();
        auto third = bus(); // and what was due is not lost
        QTRY_VERIFY_WITH_TIMEOUT(isSettled(*third), Patience);
        CHECKED(verifyStreams());
    }

    void anEmptiedServerIsToldTheNumberOfStreamsAgain()
    {
        auto sender = bus();
        publish(*sender, 10);
        QTRY_VERIFY_WITH_TIMEOUT(isSettled(*sender), Patience);
        m_server->command({QStringLiteral("FLUSHALL")});
        const QStringList get{QStringLiteral("GET"), QStringLiteral("tickstock:stream:shards")};
        QTRY_COMPARE_WITH_TIMEOUT(m_server->command(get), QStringList{QString::number(Shards)}, Patience);
        publish(*sender, 10);
        QTRY_VERIFY_WITH_TIMEOUT(isSettled(*sender), Patience);
        QCOMPARE(streamed().size(), 10u);
    }

    void presenceVanishesWithTheProgram()
    {
        auto sender = bus(0);
        auto reader = bus(0, {"ticks"}, false);
        QByteArray seen;
        connect(reader.get(), &RedisBus::valueRead, this,
                [&](const QByteArray &, const QByteArray &value) { seen = value; });
        sender->setPresence("alive", "me");
        reader->watchValue("alive");
        QTRY_COMPARE_WITH_TIMEOUT(seen, QByteArray("me"), Patience);
        sender.reset();
        QTRY_COMPARE_WITH_TIMEOUT(seen, QByteArray(), Patience);
    }

    void listeningIsTakenUpAgain()
    {
        auto reader = bus(0, {"ticks"}, false);
        QSignalSpy lost(reader.get(), &RedisBus::listeningLost);
        QTRY_VERIFY_WITH_TIMEOUT(reader->isListening(), Patience);
        m_server->kill();
        QTRY_VERIFY_WITH_TIMEOUT(!reader->isListening(), Patience);
        QTRY_VERIFY_WITH_TIMEOUT(lost.count() >= 1, Patience); // told a moment later
        QVERIFY(m_server->start());
        QTRY_VERIFY_WITH_TIMEOUT(reader->isListening(), Patience);
        int heard = 0;
        QObject context;
        const auto subscription = reader->subscribe("ticks", &context, [&](const BusMessage &) { ++heard; });
        m_server->command({QStringLiteral("PUBLISH"), QStringLiteral("ticks"), QStringLiteral("x")});
        QTRY_COMPARE_WITH_TIMEOUT(heard, 1, Patience);
    }
};

QTEST_GUILESS_MAIN(RedisTest)
#include "tst_redis.moc"
