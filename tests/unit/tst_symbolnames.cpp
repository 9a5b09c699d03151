// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/feed/massive/resttickers.h"
#include "core/history/symbolnames.h"
#include "core/simulator/inventedlisting.h"
#include "core/simulator/misbehaviour.h"
#include "core/simulator/restapi.h"
#include "core/storage/sqlitestorage.h"
#include "tests/support/builders.h"
#include "tests/support/fakevendor.h"
#include "tests/support/test.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTest>

#include <set>

using namespace tickstock;
using namespace tickstock::test;

namespace {

/// A market of symbols that do not trade.
class StillMarket final : public simulator::TradeSource
{
public:
    explicit StillMarket(std::vector<std::string> symbols)
        : m_symbols(std::move(symbols))
    {
    }
    std::unique_ptr<TradeSource> copy() const override { return std::make_unique<StillMarket>(m_symbols); }
    const std::vector<std::string> &symbols() const override { return m_symbols; }
    void trades(std::size_t, Timestamp, std::vector<simulator::SimTrade> &out) override { out.clear(); }
    Timestamp start() const override { return at("2025-03-10 09:30"); }
    std::optional<Timestamp> nextMinute(Timestamp from) override { return from; }
    bool waitsForSubscription() const override { return false; }

private:
    std::vector<std::string> m_symbols;
};

std::vector<std::string> manySymbols(int count)
{
    std::vector<std::string> symbols;
    for (int i = 0; i < count; ++i)
        symbols.push_back("S" + std::to_string(i));
    return symbols;
}

} // namespace

/// What symbols are called: asked of the vendor once a week, kept in the store.
class SymbolNamesTest final : public Test
{
    Q_OBJECT

private:
    static constexpr int Patience = 60'000;
    Timestamp m_now{1'741'613'400'000};
    FakeVendor m_vendor;
    std::unique_ptr<SqliteStorage> m_store;
    std::unique_ptr<massive::RestClient> m_rest;
    std::unique_ptr<SymbolNames> m_names;
    std::vector<std::shared_ptr<const SymbolListing>> m_told;

    void makeNames(massive::RestClient *rest)
    {
        m_told.clear();
        m_names = std::make_unique<SymbolNames>(
            SymbolNames::Parts{rest,
                               [this](const std::function<void(Storage &)> &read, const std::function<void()> &then) {
                                   read(*m_store);
                                   then();
                               },
                               [this] { return m_now; }});
        connect(m_names.get(), &SymbolNames::listed, this, [this](const auto &listing) { m_told.push_back(listing); });
    }
    static HttpResponse page(const QJsonArray &rows)
    {
        return HttpResponse::json(QJsonDocument(QJsonObject{{QStringLiteral("status"), QStringLiteral("OK")},
                                                            {QStringLiteral("count"), rows.size()},
                                                            {QStringLiteral("results"), rows}}));
    }
    static QJsonArray apple(const char *name)
    {
        return {QJsonObject{{QStringLiteral("ticker"), QStringLiteral("AAPL")},
                            {QStringLiteral("name"), QString::fromLatin1(name)},
                            {QStringLiteral("type"), QStringLiteral("CS")},
                            {QStringLiteral("primary_exchange"), QStringLiteral("XNAS")}}};
    }
    void waitForVendor() { QTRY_COMPARE_WITH_TIMEOUT(m_rest->waiting(), 0, Patience); }

private Q_SLOTS:
    void init()
    {
        m_now = at("2025-03-10 10:00");
        m_vendor.asked.clear();
        m_vendor.answer = [](int, const HttpRequest &) { return page(apple("Apple Inc.")); };
        m_store = std::make_unique<SqliteStorage>(QStringLiteral(":memory:"));
        QVERIFY(m_store->open());
        m_rest = std::make_unique<massive::RestClient>(m_vendor.url(), QStringLiteral("k"), 0, QString());
        makeNames(m_rest.get());
    }
    void cleanup()
    {
        m_names.reset();
        m_rest.reset();
    }

    void rowsAreReadOrLeftOut()
    {
        massive::TickerRows rows;
        rows.take(
            QJsonDocument::fromJson(
                "[{\"ticker\":\"MSFT\",\"name\":\" Microsoft\\n Corp\\u0000 \",\"type\":\"CS\",\"market\":\"stocks\"},"
                "{\"ticker\":\"A\",\"name\":\"old\"},{\"ticker\":\"A\",\"name\":\"new\",\"active\":true},"
                "{\"ticker\":\"GONE\",\"active\":false},{\"ticker\":\"X:BTCUSD\",\"market\":\"crypto\"},"
                "{\"ticker\":\"not one\"},{\"name\":\"nobody\"},7,null,{\"ticker\":\"B\",\"name\":{}}]")
                .array());
        const std::vector<ListedSymbol> wanted{
            {QStringLiteral("A"), QStringLiteral("new"), QString(), QString()},
            {QStringLiteral("B"), QString(), QString(), QString()},
            {QStringLiteral("MSFT"), QStringLiteral("Microsoft Corp"), QStringLiteral("CS"), QString()}};
        QVERIFY(rows.symbols() == wanted);
        QCOMPARE(rows.leftOut(), 4);
    }

    /// Of the simulator, page by page, over a real connection.
    void allPagesAreRead()
    {
        simulator::MarketTape tape(std::make_unique<StillMarket>(manySymbols(2'345)));
        simulator::Misbehaviour misbehaviour;
        simulator::RestApi api(tape, misbehaviour, {});
        m_vendor.answer = [&](int, const HttpRequest &request) { return std::get<HttpResponse>(api.handle(request)); };
        m_names->begin();
        QTRY_VERIFY_WITH_TIMEOUT(!m_told.empty(), Patience);
        QCOMPARE(m_vendor.asked.size(), 3);
        QVERIFY(m_vendor.asked[1].contains(u"cursor=1000") && m_vendor.asked[1].contains(u"market=stocks"));
        QCOMPARE(m_told.back()->symbols.size(), 2'345u);
        for (const ListedSymbol &listed : m_told.back()->symbols)
            QVERIFY(listed == simulator::inventedListing(listed.symbol));
        QVERIFY(m_store->listing()->symbols == m_told.back()->symbols);
    }

    void theVendorIsAskedOnceAWeek()
    {
        m_names->begin();
        QTRY_COMPARE_WITH_TIMEOUT(m_told.size(), 1u, Patience);
        QCOMPARE(m_told.back()->readAt, m_now);
        m_now = m_now + SymbolNames::AskedEvery - OneMinute;
        m_names->check();
        makeNames(m_rest.get()); // the program has been started again
        m_names->begin();
        QCOMPARE(m_told.size(), 1u);
        QCOMPARE(m_told.back()->symbols.front().name, QStringLiteral("Apple Inc."));
        waitForVendor();
        QCOMPARE(m_vendor.asked.size(), 1);
        m_vendor.answer = [](int, const HttpRequest &) { return page(apple("Apple Computer")); };
        m_now = m_now + OneMinute;
        m_names->check();
        m_names->check(); // it is being asked
        QTRY_COMPARE_WITH_TIMEOUT(m_told.size(), 2u, Patience);
        QCOMPARE(m_vendor.asked.size(), 2);
        QCOMPARE(m_store->listing()->symbols.front().name, QStringLiteral("Apple Computer"));
        QCOMPARE(m_store->listing()->readAt, m_now);
    }

    void whatIsKnownStaysWhileTheVendorDoesNotAnswer()
    {
        const Timestamp before = m_now - SymbolNames::AskedEvery;
        QVERIFY(m_store->saveListing({{{QStringLiteral("OLD"), QStringLiteral("Old Inc."), {}, {}}}, before}));
        for (const QJsonArray &rows : {QJsonArray(), QJsonArray{QJsonValue()}}) {
            m_vendor.answer = [&rows](int, const HttpRequest &) {
                return rows.isEmpty() ? page({}) : HttpResponse::failure(404, QStringLiteral("not found"));
            };
            makeNames(m_rest.get());
            m_names->begin();
            waitForVendor();
            QCOMPARE(m_told.size(), 1u);
            QCOMPARE(m_told.back()->readAt, before); // and it says how old it is
        }
        QCOMPARE(m_store->listing()->symbols.front().symbol, QStringLiteral("OLD"));
        m_vendor.answer = [](int, const HttpRequest &) { return page(apple("Apple Inc.")); };
        m_names->check(); // the next time
        QTRY_COMPARE_WITH_TIMEOUT(m_told.size(), 2u, Patience);
        QCOMPARE(m_store->listing()->symbols.size(), 1u);
    }

    /// What an owner of the feed has stored, a reader shows.
    void anotherProgramsListIsTaken()
    {
        makeNames(nullptr);
        m_names->begin();
        QCOMPARE(m_told.size(), 0u);
        QVERIFY(m_store->saveListing({{{QStringLiteral("A"), QStringLiteral("Agilent"), {}, {}}}, m_now}));
        m_names->check();
        QCOMPARE(m_told.size(), 1u);
        m_names->check();
        QCOMPARE(m_told.size(), 1u);
    }

    void aListOfTheFutureIsNotBelieved()
    {
        QVERIFY(m_store->saveListing({{{QStringLiteral("A"), {}, {}, {}}}, m_now + 2 * OneDay}));
        m_names->begin();
        QTRY_COMPARE_WITH_TIMEOUT(m_told.size(), 2u, Patience);
        QCOMPARE(m_told.back()->readAt, m_now);
    }

    void whatCouldNotBeStoredIsStoredLater()
    {
        auto whole = std::move(m_store);
        m_store = std::make_unique<SqliteStorage>(QStringLiteral(":memory:")); // not open
        QTest::ignoreMessage(QtWarningMsg,
                             QRegularExpression(QStringLiteral("^the names of symbols are not stored: ")));
        m_names->begin();
        QTRY_COMPARE_WITH_TIMEOUT(m_told.size(), 1u, Patience);
        m_store = std::move(whole);
        m_names->check();
        QCOMPARE(m_store->listing()->symbols.size(), 1u);
        QCOMPARE(m_vendor.asked.size(), 1);
    }

    void inventedNamesAreVariousAndStay()
    {
        std::set<QString> names, types;
        for (const std::string &symbol : manySymbols(1'000)) {
            const ListedSymbol listed = simulator::inventedListing(QString::fromStdString(symbol));
            QVERIFY(listed == simulator::inventedListing(listed.symbol));
            QVERIFY(!listed.name.isEmpty() && !listed.exchange.isEmpty());
            names.insert(listed.name);
            types.insert(listed.type);
        }
        QVERIFY(names.size() > 600);
        QCOMPARE(types.size(), 3u);
        QCOMPARE(simulator::inventedListing(QStringLiteral("SPY")).type, QStringLiteral("ETF"));
    }
};

QTEST_GUILESS_MAIN(SymbolNamesTest)
#include "tst_symbolnames.moc"
