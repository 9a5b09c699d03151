// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/bus/redis/streamepochs.h"
#include "tests/support/test.h"

#include <QTest>

using namespace tickstock;

namespace {

class FakeStore final : public NumberStore
{
public:
    qint64 number(const QString &name) override { return m_numbers[name]; }
    Outcome setNumber(const QString &name, qint64 value) override
    {
        if (isBroken)
            return Error{ErrorCode::Io, QStringLiteral("full")};
        m_numbers[name] = value;
        return success();
    }
    bool isBroken = false;

private:
    std::map<QString, qint64> m_numbers;
};

} // namespace

/// The ids under which ticks go to the streams, over restarts, losses and other writers.
class StreamEpochsTest final : public test::Test
{
    Q_OBJECT

private:
    static constexpr int Shards = 2;
    FakeStore m_store;

    StreamEpochs run()
    {
        StreamEpochs epochs(Shards);
        epochs.begin(&m_store);
        return epochs;
    }
    static QByteArray id(const std::optional<StreamEpochs::Entry> &entry) { return entry ? entry->id : QByteArray(); }

private Q_SLOTS:
    void init() { m_store = {}; }

    void everyRunHasAnEpochOfItsOwn()
    {
        QCOMPARE(run().current(), 1);
        QCOMPARE(run().current(), 2);
        StreamEpochs forgetful(Shards);
        forgetful.begin(nullptr);
        QCOMPARE(forgetful.current(), 1);
    }

    void eachEntryNamesTheOneBefore()
    {
        StreamEpochs epochs = run();
        const auto first = epochs.append(0, {1, 1});
        QCOMPARE(id(first), QByteArray("1-1"));
        QCOMPARE(first->previous, QByteArray("0-0"));
        const auto second = epochs.append(0, {1, 5});
        QCOMPARE(second->previous, QByteArray("1-1"));
        QCOMPARE(epochs.append(1, {1, 2})->previous, QByteArray("0-0")); // each stream by itself
    }

    void whatHasArrivedIsNotAppendedAgain()
    {
        StreamEpochs epochs = run();
        QVERIFY(epochs.append(0, {1, 1}) && epochs.append(0, {1, 2}) && epochs.append(0, {1, 3}));
        epochs.setTop(0, {1, 2}); // as the server says after the connection was lost
        QVERIFY(!epochs.append(0, {1, 2}));
        QCOMPARE(id(epochs.append(0, {1, 3})), QByteArray("1-3"));
    }

    void theNextRunSendsWhatTheLastOneLeftUnderItsOwnEpoch()
    {
        StreamEpochs first = run();
        QVERIFY(first.append(0, {1, 1}));
        StreamEpochs second = run();
        second.setTop(0, {1, 1});
        QVERIFY(!second.append(0, {1, 1}));
        QCOMPARE(id(second.append(0, {1, 2})), QByteArray("1-2"));
        QCOMPARE(id(second.append(0, {2, 1})), QByteArray("2-1"));
    }

    void aLostNumberIsRaisedAboveWhatIsThere()
    {
        StreamEpochs epochs = run();
        epochs.setTop(0, {7, 100});
        epochs.setTop(1, {9, 5});
        QCOMPARE(id(epochs.append(0, {1, 1})), QByteArray("10-1")); // above all streams
        QCOMPARE(id(epochs.append(1, {1, 2})), QByteArray("10-2"));
        QCOMPARE(id(epochs.append(0, {1, 3})), QByteArray("10-3"));
        QCOMPARE(run().current(), 11);
    }

    void theRaisedNumberIsRememberedOverARestart()
    {
        StreamEpochs first = run();
        first.setTop(0, {7, 100});
        QCOMPARE(id(first.append(0, {1, 1})), QByteArray("8-1"));
        StreamEpochs second = run();
        second.setTop(0, {8, 1});
        QVERIFY(!second.append(0, {1, 1}));
        QCOMPARE(id(second.append(0, {1, 2})), QByteArray("8-2"));
    }

    void anotherWriterIsOvertakenWhenItShowsTwice()
    {
        StreamEpochs epochs = run();
        QVERIFY(epochs.append(0, {1, 1}));
        epochs.refused(1); // may have been ourselves, late
        epochs.resolve();
        epochs.setTop(0, {1, 1});
        QCOMPARE(id(epochs.append(0, {1, 2})), QByteArray("1-2"));
        epochs.accepted();
        epochs.refused(1);
        epochs.resolve();
        QCOMPARE(id(epochs.append(0, {1, 3})), QByteArray("1-3")); // the first one is forgotten
        epochs.refused(1);
        epochs.setTop(0, {1, 50});
        epochs.resolve();
        QCOMPARE(id(epochs.append(0, {1, 4})), QByteArray("2-4"));
    }

    void anEpochThatCannotBeNotedIsNotTrusted()
    {
        m_store.isBroken = true;
        StreamEpochs epochs = run();
        epochs.setTop(0, {1, 3});
        epochs.resolve();
        QCOMPARE(id(epochs.append(0, {1, 1})), QByteArray("2-1"));
    }
};

QTEST_GUILESS_MAIN(StreamEpochsTest)
#include "tst_streamepochs.moc"
