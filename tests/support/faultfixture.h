// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "tests/support/builders.h"
#include "tests/support/feedwitness.h"
#include "tests/support/simulatedservice.h"
#include "tests/support/test.h"

#include <QTest>

namespace tickstock::test {

/// A market of thirty symbols at thirty times real time, and tickstockd on one or three connections. Whatever a test
/// does to the feed, finish() demands that the stored minutes are in the end those of the market, and that the gap
/// ledger tells what was done.
class FaultFixture : public Test
{
protected:
    static constexpr int Patience = 120'000;
    static constexpr int Symbols = 30;
    static constexpr int PerConnection = 10;
    const QString WitnessKey = QStringLiteral("witness");
    static constexpr int ClaimPatience = 10'000;
    /// A minute is stored so long after its start, in market time, at the latest.
    static constexpr Milliseconds LatestClose{90'000};
    const Timestamp SessionStart = at("2025-03-10 09:30");
    std::unique_ptr<SimulatedService> m_world;
    QStringList m_names;

    /// Said by a test's cleanup(): tells what the program said if the test failed, and ends it.
    void end()
    {
        if (QTest::currentTestFailed() && m_world && m_world->startedService())
            qWarning().noquote() << m_world->service().errors();
        m_world.reset();
    }
    void makeWorld(const QStringList &more = {})
    {
        m_world = std::make_unique<SimulatedService>(
            QStringList{QStringLiteral("--key"), WitnessKey, QStringLiteral("--symbols"), QString::number(Symbols),
                        QStringLiteral("--speed"), QStringLiteral("30"), QStringLiteral("--start"),
                        QStringLiteral("2025-03-10 09:30")} +
            more);
        m_names = m_world->stats()[u"symbols"].toObject().keys();
        QCOMPARE(m_names.size(), Symbols);
    }
    SimulatedService::Environment three() const
    {
        return {{QStringLiteral("USE_MULTI_CONNECTION"), QStringLiteral("true")},
                {QStringLiteral("WEBSOCKET_ROUTING_STRATEGY"), QStringLiteral("round-robin")},
                {QStringLiteral("WEBSOCKET_CONNECTION_1_SYMBOLS"), m_names.join(u',')},
                {QStringLiteral("WEBSOCKET_CONNECTION_2_ENABLED"), QStringLiteral("true")},
                {QStringLiteral("WEBSOCKET_CONNECTION_3_ENABLED"), QStringLiteral("true")},
                {QStringLiteral("WEBSOCKET_STALL_SECONDS"), QStringLiteral("2")}};
    }
    SimulatedService::Environment one() const
    {
        return {{QStringLiteral("WEBSOCKET_CONNECTION_1_SYMBOLS"), m_names.join(u',')},
                {QStringLiteral("WEBSOCKET_STALL_SECONDS"), QStringLiteral("2")}};
    }
    int closedMinutes() const { return m_world->health()[u"pipeline"][u"closed_minutes"].toInt(); }
    bool isComplete() const
    {
        return m_world->connections()[u"total_tickers"].toInt() == Symbols && m_world->unrepairedGaps() == 0 &&
               m_world->health()[u"repair"][u"waiting"].toInt() == 0;
    }
    void goOn(int minutes)
    {
        const int until = closedMinutes() + minutes * Symbols;
        QTRY_VERIFY_WITH_TIMEOUT(closedMinutes() >= until, Patience);
    }
    void start(const SimulatedService::Environment &settings)
    {
        QVERIFY(m_world->startService(settings));
        QTRY_COMPARE_WITH_TIMEOUT(m_world->connections()[u"total_tickers"].toInt(), Symbols, Patience);
        CHECKED(goOn(2));
    }
    /// What the ledger calls repaired must be in the store, with the right values. And what the store lacks of minutes
    /// that are over must be in a hole that is open.
    void checkClaims()
    {
        QVERIFY(m_world->control(QStringLiteral("/sim/pause")));
        QString untrue;
        const auto isTrue = [&] {
            untrue = untrueClaim();
            return untrue.isEmpty();
        };
        QTRY_VERIFY2_WITH_TIMEOUT(isTrue(), qPrintable(untrue), ClaimPatience); // what is on its way to the store
        QVERIFY(m_world->control(QStringLiteral("/sim/resume")));
    }
    QString untrueClaim()
    {
        const QJsonArray ledger = m_world->gaps();
        const auto over = static_cast<std::int64_t>(m_world->stats()[u"market_time"].toDouble()) - LatestClose.count();
        for (const QString &name : m_names) {
            const auto stored = m_world->stored(name);
            for (const auto &[start, minute] : m_world->truth(name)) {
                const auto found = stored.find(start);
                const bool isMissing = found == stored.end();
                if (start >= over || (!isMissing && found->second == minute))
                    continue;
                const auto [isOpen, isRepaired] = holesOver(ledger, name, start);
                if (isRepaired && !isOpen)
                    return QStringLiteral("%1: minute %2 is %3, its hole is called repaired")
                        .arg(name)
                        .arg(start)
                        .arg(isMissing ? QStringLiteral("missing") : QStringLiteral("not right"));
                if (isMissing && !isOpen)
                    return QStringLiteral("%1: minute %2 is missing in no hole").arg(name).arg(start);
            }
        }
        return {};
    }
    struct Holes
    {
        bool isOpen = false, isRepaired = false;
    };
    static Holes holesOver(const QJsonArray &ledger, const QString &symbol, std::int64_t minute)
    {
        Holes holes;
        for (const auto &gap : ledger) {
            if (gap[u"symbol"].toString() != symbol || gap[u"from"].toInteger() >= minute + OneMinute.count())
                continue;
            const qint64 to = gap[u"to"].toInteger();
            if (to == 0 || to > minute)
                (gap[u"repaired_at"].isNull() ? holes.isOpen : holes.isRepaired) = true;
        }
        return holes;
    }
    /// Compares the stored minutes with what the feed itself says has been traded. Empty if both agree.
    QString dayVolumeProblem(const FeedWitness &witness) const
    {
        for (const QString &name : m_names) {
            const auto day = witness.dayVolumes().find(name);
            if (day == witness.dayVolumes().end() || day->second.until == 0)
                return name + QStringLiteral(": the witness has seen no minute");
            double volume = 0;
            for (const auto &[start, minute] : m_world->stored(name)) {
                if (start >= SessionStart.ms && start < day->second.until)
                    volume += minute.volume;
            }
            if (volume != day->second.shares)
                return QStringLiteral("%1: %2 stored, %3 traded")
                    .arg(name)
                    .arg(volume, 0, 'f')
                    .arg(day->second.shares, 0, 'f');
        }
        return {};
    }
    /// Once: what is asked of REST again, or moved back, ends it for a moment, and the macro looks more than once.
    void waitUntilComplete()
    {
        bool wasComplete = false;
        QTRY_VERIFY2_WITH_TIMEOUT((wasComplete = wasComplete || isComplete()), qPrintable(whatIsLeft()), Patience);
    }
    /// The feed is whole again and has been for a while; then everything is compared.
    void finish(int gaps)
    {
        // A hole is repaired when its newest minutes have been fetched once more, and the feed's volumes agree.
        CHECKED(waitUntilComplete());
        CHECKED(goOn(3)); // REST is asked once more when what it said is two minutes old
        QVERIFY(m_world->control(QStringLiteral("/sim/pause")));
        const auto pausedAt = static_cast<qint64>(m_world->stats()[u"market_time"].toDouble());
        std::map<QString, SimulatedService::Minutes> truths;
        for (const QString &name : m_names)
            truths[name] = m_world->truth(name);
        QString difference;
        const auto areEqual = [&](auto &&self) -> bool { // looks again only at what was not equal yet
            while (!truths.empty()) {
                const auto &[name, minutes] = *truths.begin();
                difference = SimulatedService::difference(m_world->stored(name), minutes);
                if (!difference.isEmpty()) {
                    difference.prepend(name + u' ');
                    return false;
                }
                self.insert(truths.extract(truths.begin()));
            }
            return true;
        };
        std::map<QString, SimulatedService::Minutes> equal;
        QTRY_VERIFY2_WITH_TIMEOUT(areEqual(equal), qPrintable(difference), Patience);
        const QJsonArray ledger = gapsBefore(pausedAt);
        if (gaps >= 0)
            QVERIFY2(ledger.size() == gaps, qPrintable(describe(ledger, gaps)));
        // The ledger may know a little after the store that a hole is repaired.
        QTRY_VERIFY2_WITH_TIMEOUT(areRepaired(gapsBefore(pausedAt)), qPrintable(whatIsLeft()), Patience);
        QCOMPARE(m_world->health()[u"queues"][u"pipeline"][u"dropped"].toInt(), 0);
        QCOMPARE(m_world->service().terminate(), 0);
        truths.swap(equal); // and once more, with the program gone
        QVERIFY2(areEqual(equal), qPrintable(difference));
    }
    /// Those that began before a market time, and not because the market paused then.
    QJsonArray gapsBefore(qint64 pausedAt) const
    {
        QJsonArray before;
        for (const auto &gap : m_world->gaps()) {
            if (gap[u"from"].toInteger() < pausedAt - OneMinute.count() || !gap[u"to"].isNull())
                before.append(gap);
        }
        return before;
    }
    static bool areRepaired(const QJsonArray &ledger)
    {
        return std::none_of(ledger.begin(), ledger.end(), [](const auto &gap) { return gap[u"repaired_at"].isNull(); });
    }
    QString whatIsLeft() const
    {
        QStringList reasons{QStringLiteral("%1 symbols carried, %2 repairs waiting")
                                .arg(m_world->connections()[u"total_tickers"].toInt())
                                .arg(m_world->health()[u"repair"][u"waiting"].toInt())};
        for (const auto &gap : m_world->gaps()) {
            if (gap[u"repaired_at"].isNull())
                reasons.append(gap[u"symbol"].toString() + u' ' + gap[u"cause"].toString() + u' ' +
                               QString::number(gap[u"from"].toInteger()) + u' ' +
                               QString::number(gap[u"to"].toInteger()) + u' ' + gap[u"open_because"].toString());
        }
        return reasons.join(u'\n');
    }
    static QString describe(const QJsonArray &ledger, int expected)
    {
        std::map<QString, int> kinds;
        for (const auto &gap : ledger)
            ++kinds[gap[u"connection"].toString() + u' ' + gap[u"cause"].toString()];
        QString text = QStringLiteral("%1 entries instead of %2:").arg(ledger.size()).arg(expected);
        for (const auto &[kind, count] : kinds)
            text += QStringLiteral(" %1 x %2").arg(kind).arg(count);
        return text;
    }
};

} // namespace tickstock::test
