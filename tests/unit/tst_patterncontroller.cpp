// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/bus/inprocessbus.h"
#include "core/market/newyork.h"
#include "core/service/patterncontroller.h"
#include "core/service/pipelinehost.h"
#include "core/service/seeding.h"
#include "core/service/subscriptionlist.h"
#include "core/storage/sqlitestorage.h"
#include "core/types/inthread.h"
#include "tests/support/builders.h"
#include "tests/support/test.h"

#include <QFile>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace tickstock;

/// Patterns and what they begin with, with a pipeline and a store that work at once, in this thread.
class PatternControllerTest final : public test::Test
{
    Q_OBJECT

private:
    QTemporaryDir m_directory;
    ServiceOptions m_options;
    SymbolTable m_symbols;
    std::unique_ptr<SubscriptionList> m_subscriptions;
    BoundedQueue<TickBatchPtr> m_ticks{10};
    InProcessBus m_bus;
    WriteQueue m_writes{10};
    MarketMailbox m_mailbox;
    HealthBoard m_health;
    std::unique_ptr<PipelineHost> m_host;
    std::unique_ptr<SqliteStorage> m_storage;
    int m_pipelineCalls = 0;
    bool m_isStoreThere = true;

    PatternController::Parts parts()
    {
        return {m_options,    m_symbols, *m_subscriptions,
                onPipeline(), onStore(), [](const QString &, const PatternSettings &) {}};
    }
    OnPipeline onPipeline()
    {
        return [this](const std::function<void(PipelineHost &)> &work) {
            if (QThread::currentThread() != thread()) { // in which the past is judged
                postTo(this, [this, work] {
                    if (m_host)
                        work(*m_host);
                });
                return;
            }
            ++m_pipelineCalls;
            work(*m_host);
        };
    }
    OnStore onStore()
    {
        return [this](const std::function<void(Storage &)> &work) { work(*m_storage); };
    }
    Seeding::Parts seedingParts()
    {
        Seeding::Parts parts{m_symbols, *m_subscriptions, m_mailbox, onStore(), onStore(), onPipeline(), {}};
        parts.onHistory = [](const std::function<void(HistoryWorker &)> &) {};
        parts.retryMs = 1;
        return parts;
    }

    /// Patterns of the symbol have begun.
    bool isFollowed(const QString &symbol)
    {
        std::vector<PatternEvent> events;
        m_host->pipeline.scanner().evaluate(Timestamp{1'741'613'520'000}, events);
        return m_host->pipeline.scanner().newestBar(*m_symbols.intern(symbol), Timeframe::Min1).isValid();
    }

private Q_SLOTS:
    void init()
    {
        m_options = {};
        m_options.patternsFile = m_directory.filePath(QStringLiteral("patterns.json"));
        QFile::remove(m_options.patternsFile);
        m_subscriptions = std::make_unique<SubscriptionList>();
        m_host = std::make_unique<PipelineHost>(
            Pipeline::Parts{m_ticks, m_symbols, m_bus, m_writes, m_mailbox, m_health}, m_options);
        m_storage = std::make_unique<SqliteStorage>(QStringLiteral(":memory:"));
        QVERIFY(m_storage->open());
    }
    void cleanup()
    {
        m_host.reset();
        m_storage.reset();
        m_subscriptions.reset();
    }

    void whatWasChosenOutlivesTheProgram()
    {
        PatternSettings wanted;
        wanted.setOn("Doji", Timeframe::Min1, true);
        PatternController(parts()).setPatternSettings(wanted);
        PatternController next(parts());
        next.start();
        QTRY_COMPARE(next.patternSettings(), wanted);
    }

    void aChoiceIsNotOverruledByTheFileThatIsStillBeingRead()
    {
        PatternSettings kept, wanted;
        kept.setOn("Doji", Timeframe::Min1, true);
        wanted.setOn("Doji", Timeframe::Min5, true);
        PatternController(parts()).setPatternSettings(kept);
        PatternController next(parts());
        next.start();
        next.setPatternSettings(wanted);
        QSignalSpy noticed(&next, &PatternController::noticed);
        const int before = m_pipelineCalls;
        QTRY_COMPARE(m_pipelineCalls, before + 1); // the pipeline is told once more, after the file's settings
        QCOMPARE(next.patternSettings(), wanted);
    }

    void aBrokenFileIsNamedAndLeftOut()
    {
        QFile file(m_options.patternsFile);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("{ nonsense") > 0);
        file.close();
        PatternController patterns(parts());
        QSignalSpy noticed(&patterns, &PatternController::noticed);
        patterns.start();
        QTRY_VERIFY(!noticed.isEmpty());
        QVERIFY(noticed[0][0].value<ServiceNotice>().detail.contains(m_options.patternsFile));
        QCOMPARE(patterns.patternSettings(), PatternSettings());
    }

    void aFileThatCannotBeWrittenIsSaid()
    {
        m_options.patternsFile = m_directory.filePath(QStringLiteral("no/such/folder.json"));
        PatternController patterns(parts());
        QSignalSpy notSaved(&patterns, &PatternControl::notSaved);
        patterns.setPatternSettings({});
        QTRY_COMPARE(notSaved.size(), 1);
    }

    void symbolsArePreparedWhenTheStoreHasBeenRead()
    {
        Seeding seeding(seedingParts());
        m_subscriptions->begin({QStringLiteral("AAPL"), QStringLiteral("MSFT")});
        QVERIFY(m_subscriptions->prepared().isEmpty()); // the answer comes through this thread's queue
        m_subscriptions->remove({QStringLiteral("MSFT")});
        QTRY_COMPARE(m_subscriptions->prepared(), QStringList{QStringLiteral("AAPL")});
    }

    void whatIsStoredReachesPipelineAndScreen()
    {
        const Bar minute{Timestamp{1'741'613'400'000}, 100, 101, 99, 100.5, 1'000};
        WriteBatch batch;
        batch.minutes.push_back({QStringLiteral("AAPL"), minute, Session::Regular});
        PatternEvent event;
        event.pattern = QStringLiteral("Doji");
        event.symbol = QStringLiteral("AAPL");
        event.timeframe = Timeframe::Min1;
        event.barStart = minute.start;
        event.id = event.computedId();
        batch.events.push_back(event);
        QVERIFY(m_storage->write(batch));
        Seeding seeding(seedingParts());
        m_subscriptions->begin({QStringLiteral("AAPL")});
        std::size_t events = 0, quotes = 0;
        const auto isThere = [&] {
            const MarketUpdate update = m_mailbox.takeAll();
            events += update.events.size();
            quotes += update.quotes.size();
            return events == 1 && quotes > 0; // the bar book goes on from the stored minute
        };
        QTRY_VERIFY(isThere());
    }

    /// Data flow when the bars have been read; what patterns begin with is read a few symbols at a time.
    void dataFlowBeforeTheWholePastIsRead()
    {
        constexpr int Slice = Seeding::SliceSize, All = 2 * Slice + 4, Last = All - 1;
        QStringList symbols;
        WriteBatch batch;
        for (int i = 0; i < All; ++i) {
            symbols.append(QStringLiteral("S%1").arg(i));
            batch.minutes.push_back(
                {symbols.back(), Bar{Timestamp{1'741'613'400'000}, 100, 101, 99, 100.5, 1'000}, Session::Regular});
        }
        QVERIFY(m_storage->write(batch));
        std::vector<std::function<void(Storage &)>> asked;
        Seeding::Parts slow = seedingParts();
        slow.onStore = slow.onReader = [&](std::function<void(Storage &)> work) { asked.push_back(std::move(work)); };
        Seeding seeding(std::move(slow));
        QSignalSpy progressed(&seeding, &Seeding::progressed);
        m_subscriptions->setVisible({QStringLiteral("S%1").arg(Last)});
        m_subscriptions->begin(symbols);
        const auto answer = [&] {
            const auto work = std::move(asked.front());
            asked.erase(asked.begin());
            work(*m_storage);
        };
        const auto isScanned = [&](int i) { return isFollowed(symbols[i]); };
        answer(); // the bars of all
        QTRY_COMPARE(m_subscriptions->prepared().size(), All);
        QTRY_COMPARE(asked.size(), 1u);
        m_host->pipeline.scanner().apply({*m_symbols.intern(symbols[0]), batch.minutes[0].bar, {}});
        QVERIFY(!isScanned(0)); // without its past a pattern would be found, or missed, wrongly
        answer();
        QTRY_COMPARE(asked.size(), 1u);
        QVERIFY(isScanned(Last) && isScanned(Slice - 2) && !isScanned(Slice - 1)); // the one on the screen first
        QCOMPARE(progressed.back(), QVariantList({Slice, All}));
        answer();
        QTRY_COMPARE(asked.size(), 1u);
        answer();
        QTRY_COMPARE(progressed.size(), 3);
        QCOMPARE(progressed.back(), QVariantList({All, All}));
        QVERIFY(isScanned(Slice - 1) && isScanned(Last - 1));
        QVERIFY(asked.empty());
        seeding.readPatterns(symbols);
        QCOMPARE(asked.size(), 1u);
        answer(); // what was queued of them is written
        QTRY_COMPARE(asked.size(), 1u);
        seeding.stop(); // the program ends while the past is read
        answer();
        QTRY_COMPARE(progressed.size(), 4);
        QVERIFY(asked.empty());
    }

    /// A month of minutes is read once a session; a start after that finds what has been made of them.
    void usualVolumesAreMadeOnce()
    {
        const QString symbol = QStringLiteral("AAPL");
        const QDate session{2025, 3, 10};
        WriteBatch batch;
        for (int ago = 10; ago >= 1; --ago) {
            const Timestamp open = newyork::toUtc(ExchangeCalendar::tradingDaysBack(session, ago), QTime(9, 30));
            batch.minutes.push_back({symbol, test::bar(open, 10, 10, 10, 10, 700), Session::Regular});
        }
        QVERIFY(m_storage->write(batch));
        m_subscriptions->begin({symbol});
        for (const double expected : {700.0, 500.0}) {
            m_host->pipeline.scanner().forget(*m_symbols.intern(symbol));
            Seeding seeding(seedingParts());
            seeding.setSession(session);
            seeding.readPatterns({symbol});
            QTRY_COMPARE(m_host->pipeline.scanner().usualVolume(*m_symbols.intern(symbol), 1), expected);
            std::vector<float> means((*m_storage->keptUsualVolumes(symbol, session))->means());
            QCOMPARE(static_cast<double>(means[0]), expected);
            means[0] = 500; // so that it can be told apart
            QVERIFY(m_storage->keepUsualVolumes({{symbol, session, *UsualVolumes::fromMeans(means)}},
                                                m_storage->watchUsualVolumes(session)));
        }
    }

    void aStoreThatCannotBeReadIsAskedAgain()
    {
        constexpr int All = Seeding::SliceSize + 1;
        QStringList symbols;
        WriteBatch batch;
        for (int i = 0; i < All; ++i) {
            symbols.append(QStringLiteral("S%1").arg(i));
            batch.minutes.push_back(
                {symbols.back(), Bar{Timestamp{1'741'613'400'000}, 100, 101, 99, 100.5, 1'000}, Session::Regular});
        }
        QVERIFY(m_storage->write(batch));
        SqliteStorage closed(QStringLiteral(":memory:"));
        int asked = 0; // for two slices
        Seeding::Parts parts = seedingParts();
        parts.onReader = [&](const std::function<void(Storage &)> &work) {
            work(asked++ < 2 ? static_cast<Storage &>(closed) : *m_storage);
        };
        Seeding seeding(std::move(parts));
        QSignalSpy progressed(&seeding, &Seeding::progressed);
        for (int i = 0; i < 2; ++i)
            QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("the store cannot be read")));
        m_subscriptions->begin(symbols);
        QTRY_COMPARE(m_subscriptions->prepared().size(), All);
        QTRY_VERIFY(!progressed.isEmpty());
        QCOMPARE(progressed.front(), QVariantList({0, All})); // what could not be read is not ready
        QTRY_VERIFY(progressed.back() == QVariantList({All, All}));
        QVERIFY(isFollowed(symbols.front()) && isFollowed(symbols.back()));
    }
};

QTEST_GUILESS_MAIN(PatternControllerTest)
#include "tst_patterncontroller.moc"
