// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/config/settings.h"
#include "core/feed/connectiontest.h"
#include "core/feed/massive/restclient.h"
#include "core/feed/massiveconnection.h"
#include "core/feed/multiconnectionmanager.h"

#include <QDir>
#include <QTest>

using namespace tickstock;

/// The connection tests against the real feed. Needs MASSIVE_API_KEY; uses one connection at a time, as every plan
/// allows, and closes it before the next.
class LiveTest final : public QObject
{
    Q_OBJECT

private:
    static constexpr int Patience = 30'000;
    Settings m_settings;
    SymbolTable m_symbols;

    MassiveConnectionOptions options() const
    {
        MassiveConnectionOptions made;
        made.url = m_settings.webSocketUrl;
        made.key = m_settings.apiKey;
        made.caFile = m_settings.caFile;
        made.channels = m_settings.channels;
        return made;
    }

private Q_SLOTS:
    void initTestCase()
    {
        const auto settings = parseSettings(collectSettings({{}, QDir::currentPath(), {}}));
        QVERIFY2(settings, settings ? "" : qPrintable(settings.error().detail));
        m_settings = *settings;
        QVERIFY2(!m_settings.apiKey.isEmpty(), "set MASSIVE_API_KEY");
    }

    void everyStagePasses()
    {
        ConnectionTestRequest request;
        request.url = m_settings.webSocketUrl;
        request.key = m_settings.apiKey;
        request.caFile = m_settings.caFile;
        request.channels = m_settings.channels;
        ConnectionTest test(request, m_symbols);
        ConnectionTestResult last;
        connect(&test, &ConnectionTest::progressed, this, [&](const ConnectionTestResult &result) {
            last = result;
            if (result.outcome != TestOutcome::Running)
                qInfo().noquote() << "stage" << static_cast<int>(result.stage) << result.took.count() << "ms"
                                  << result.detail;
        });
        test.start();
        QTRY_VERIFY_WITH_TIMEOUT(last.isLast, 2 * Patience);
        QVERIFY2(last.outcome != TestOutcome::Failed, qPrintable(last.detail));
    }

    void aWrongKeyIsRefusedForGood()
    {
        auto wrong = options();
        wrong.key = QStringLiteral("not-a-key");
        MassiveConnection connection(wrong, m_symbols);
        connection.open();
        QTRY_COMPARE_WITH_TIMEOUT(connection.health().front().status, ConnectionStatus::Blocked, Patience);
        QCOMPARE(connection.health().front().reason, StatusReason::AuthFailed);
    }

    void subscribesThroughTheManager()
    {
        MultiConnectionManager manager({}, m_symbols);
        manager.addConnection(std::make_unique<MassiveConnection>(options(), m_symbols), 1);
        manager.subscribe({QStringLiteral("SPY"), QStringLiteral("BRK.B")});
        manager.open();
        QTRY_COMPARE_WITH_TIMEOUT(manager.confirmedTickers(), 2, Patience);
        manager.close();
        QCOMPARE(manager.health().front().status, ConnectionStatus::Off);
    }

    void restTellsTheTimeAndTheBars()
    {
        massive::RestClient rest(m_settings.restUrl, m_settings.apiKey, m_settings.restPerMinute, m_settings.caFile);
        Timestamp server;
        rest.serverTime([&](const Expected<Timestamp> &time) { server = time ? *time : Timestamp{1}; });
        QTRY_VERIFY_WITH_TIMEOUT(server.isValid(), Patience);
        QVERIFY(server.ms > 1);
        int bars = -1;
        rest.bars(QStringLiteral("SPY"), Timespan::Day, server - 14 * OneDay, server, Priority::Visible,
                  [&](const Expected<FetchedBars> &found) { bars = found ? static_cast<int>(found->bars.size()) : 0; });
        QTRY_VERIFY_WITH_TIMEOUT(bars >= 0, Patience);
        QVERIFY(bars >= 5);
    }
};

QTEST_GUILESS_MAIN(LiveTest)
#include "tst_live.moc"
