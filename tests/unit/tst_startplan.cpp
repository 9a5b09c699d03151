// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/service/startplan.h"
#include "tests/support/test.h"

#include <QTest>

#include <algorithm>

using namespace tickstock;

/// How a service begins, whatever the store has answered.
class StartPlanTest final : public test::Test
{
    Q_OBJECT

private:
    using Kind = ServiceNotice::Kind;

    static bool has(const StartPlan &plan, Kind kind)
    {
        return std::any_of(plan.notices.begin(), plan.notices.end(),
                           [kind](const ServiceNotice &notice) { return notice.kind == kind; });
    }
    static StoreAnswer answer(std::optional<Error> storageError = {})
    {
        StoreAnswer made;
        made.storageError = std::move(storageError);
        ConnectionSet set;
        set.connections.push_back({{1}, QStringLiteral("primary"), 1, {}});
        set.symbols = {QStringLiteral("AAPL")};
        set.warnings = {QStringLiteral("tier 2 is empty")};
        made.connections = set;
        return made;
    }
    static Error unknownList() { return {ErrorCode::NotFound, QStringLiteral("there is no universe 'x:y'")}; }

private Q_SLOTS:
    void allIsWell()
    {
        ServiceOptions options;
        options.extraSymbols = {QStringLiteral("SPY")};
        const StartPlan plan = planStart(options, answer());
        QCOMPARE(plan.symbols, (QStringList{QStringLiteral("SPY"), QStringLiteral("AAPL")}));
        QCOMPARE(plan.connections.connections.size(), 1u);
        QVERIFY(!plan.failure && !plan.awaitsStore);
        QCOMPARE(plan.notices.size(), 1u);
        QVERIFY(has(plan, Kind::SettingWarning));
    }

    void aServerThatIsAwayComesBack()
    {
        ServiceOptions options;
        options.isUnattended = true;
        const StartPlan plan = planStart(options, answer(Error{ErrorCode::Unreachable, QStringLiteral("refused")}));
        QVERIFY(has(plan, Kind::StorageAway) && !plan.failure && !plan.awaitsStore);
        QCOMPARE(plan.symbols, QStringList{QStringLiteral("AAPL")});
    }

    void aStoreThatIsNotOursEndsAServiceWithoutAUser()
    {
        const Error foreign{ErrorCode::Refused, QStringLiteral("foreign tables")};
        ServiceOptions options;
        QVERIFY(!planStart(options, answer(foreign)).failure); // a user sees it, and goes on
        options.isUnattended = true;
        const StartPlan plan = planStart(options, answer(foreign));
        QVERIFY(plan.failure && has(plan, Kind::StorageFailed));
        QVERIFY(plan.symbols.isEmpty());
    }

    void anUnknownListWaitsForTheStoreThatMayKnowIt()
    {
        ServiceOptions options;
        options.isUnattended = true;
        StoreAnswer unknown = answer();
        unknown.connections = unknownList();
        QVERIFY(planStart(options, unknown).failure);
        unknown.storageError = Error{ErrorCode::Unreachable, QStringLiteral("refused")};
        QVERIFY(planStart(options, unknown).awaitsStore);
        options.isUnattended = false;
        const StartPlan plan = planStart(options, unknown);
        QVERIFY(!plan.failure && !plan.awaitsStore && has(plan, Kind::UnknownUniverse));
        QCOMPARE(plan.connections.connections.size(), 1u); // never none
    }

    void aScanWorkerBeginsWithoutSymbols()
    {
        ServiceOptions options;
        options.role = ServiceRole::Scan;
        const StartPlan plan = planStart(options, answer());
        QVERIFY(plan.symbols.isEmpty() && plan.notices.empty());
    }
};

QTEST_GUILESS_MAIN(StartPlanTest)
#include "tst_startplan.moc"
