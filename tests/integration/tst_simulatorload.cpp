// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/builders.h"
#include "tests/support/simulatorthread.h"
#include "tests/support/test.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QSemaphore>
#include <QWebSocket>

using namespace tickstock;
using namespace tickstock::test;

namespace {

constexpr int Patience = 20'000;

/// Held closed, it keeps whoever computes a bar of the past.
struct Gate
{
    QSemaphore reached, open;
    std::atomic<bool> isClosed = false;
};

/// The seeded model, whose past is behind a gate.
class GatedSource final : public simulator::TradeSource
{
public:
    GatedSource(std::unique_ptr<TradeSource> model, Gate &gate)
        : m_model(std::move(model))
        , m_gate(gate)
    {
    }
    std::unique_ptr<TradeSource> copy() const override
    {
        return std::make_unique<GatedSource>(m_model->copy(), m_gate);
    }
    const std::vector<std::string> &symbols() const override { return m_model->symbols(); }
    void trades(std::size_t symbol, Timestamp minute, std::vector<simulator::SimTrade> &out) override
    {
        if (minute < start() - OneHour && m_gate.isClosed.exchange(false)) {
            m_gate.reached.release();
            (void)m_gate.open.tryAcquire(1, Patience);
        }
        m_model->trades(symbol, minute, out);
    }
    Timestamp start() const override { return m_model->start(); }
    std::optional<Timestamp> nextMinute(Timestamp from) override { return m_model->nextMinute(from); }
    bool waitsForSubscription() const override { return false; }

private:
    std::unique_ptr<TradeSource> m_model;
    Gate &m_gate;
};

std::vector<std::string> manySymbols()
{
    std::vector<std::string> symbols;
    for (int i = 0; i < 300; ++i)
        symbols.push_back("SIM" + std::to_string(i));
    return symbols;
}

} // namespace

/// massive-sim under much work at once: large answers of REST beside the stream.
class SimulatorLoadTest final : public Test
{
    Q_OBJECT

private:
    static constexpr auto Friday = "/v2/aggs/grouped/locale/us/market/stocks/2025-03-07?adjusted=true&apiKey=k";

    struct Reader
    {
        QWebSocket socket;
        int frames = 0;
        explicit Reader(const QUrl &url)
        {
            QObject::connect(&socket, &QWebSocket::textMessageReceived, &socket,
                             [this](const QString &frame) { frames += frame.contains(u"\"ev\":\"A\"") ? 1 : 0; });
            QObject::connect(&socket, &QWebSocket::connected, &socket, [this] {
                socket.sendTextMessage(QStringLiteral(R"({"action":"auth","params":"k"})"));
                socket.sendTextMessage(QStringLiteral(R"({"action":"subscribe","params":"A.*"})"));
            });
            socket.open(url);
        }
    };
    std::unique_ptr<QNetworkReply> ask(const SimulatorThread &sim, const char *pathAndQuery)
    {
        return std::unique_ptr<QNetworkReply>(
            m_network.get(QNetworkRequest(QUrl(sim.restUrl().toString() + QLatin1String(pathAndQuery)))));
    }
    QNetworkAccessManager m_network;

private Q_SLOTS:
    void initTestCase() { m_network.setProxy(QNetworkProxy::NoProxy); }

    void framesGoOnWhileAGroupedDayIsAnswered()
    {
        Gate gate;
        simulator::SimulatorOptions options;
        options.speed = 20;
        const SimulatorThread sim(std::make_unique<GatedSource>(model(manySymbols(), "2025-03-10 09:30"), gate),
                                  options);
        Reader reader(sim.feedUrl());
        QTRY_VERIFY_WITH_TIMEOUT(reader.frames > 0, Patience);
        gate.isClosed = true;
        const auto grouped = ask(sim, Friday);
        QTRY_VERIFY_WITH_TIMEOUT(gate.reached.available() > 0, Patience);
        const int before = reader.frames;
        QTRY_VERIFY_WITH_TIMEOUT(reader.frames > before + 5, Patience);
        QVERIFY(QJsonDocument::fromJson(sim.get(QStringLiteral("/sim/stats"))).object().contains(u"frames"));
        QVERIFY(!grouped->isFinished());
        gate.open.release();
        QTRY_VERIFY_WITH_TIMEOUT(grouped->isFinished(), Patience);
        QCOMPARE(QJsonDocument::fromJson(grouped->readAll()).object()[u"results"].toArray().size(), 300);
    }

    /// The answer tells of the market when it was asked for; a correction after that is in the next.
    void anAnswerIsThatOfTheMomentItWasAskedFor()
    {
        Gate gate;
        simulator::SimulatorOptions options;
        options.speed = 200;
        const SimulatorThread sim(std::make_unique<GatedSource>(model({"AAPL"}, "2025-03-10 09:30"), gate), options);
        const auto minutes = [&] { return sim.get(QStringLiteral("/sim/truth?symbol=AAPL")).count('\n') - 1; };
        QTRY_VERIFY_WITH_TIMEOUT(minutes() >= 4, Patience);
        sim.post(QStringLiteral("/sim/pause"));
        gate.isClosed = true;
        const auto grouped = ask(sim, Friday);
        QTRY_VERIFY_WITH_TIMEOUT(gate.reached.available() > 0, Patience);
        const char *day = "/v2/aggs/ticker/AAPL/range/1/minute/2025-03-10/2025-03-10?apiKey=k";
        const auto before = ask(sim, day);
        sim.get(QStringLiteral("/sim/stats")); // over another connection, but `before` has been sent by then
        const QByteArray truthBefore = sim.get(QStringLiteral("/sim/truth?symbol=AAPL"));
        QVERIFY(sim.post(QStringLiteral("/sim/resend?symbol=AAPL&ago=90")).contains("true"));
        const QByteArray truthAfter = sim.get(QStringLiteral("/sim/truth?symbol=AAPL"));
        QVERIFY(truthBefore != truthAfter);
        const auto after = ask(sim, day);
        gate.open.release();
        QTRY_VERIFY_WITH_TIMEOUT(before->isFinished() && after->isFinished(), Patience);
        QCOMPARE(asTruth(before->readAll()), truthBefore);
        QCOMPARE(asTruth(after->readAll()), truthAfter);
    }

    void aClientThatGoesAwayIsNotAnswered()
    {
        Gate gate;
        const SimulatorThread sim(std::make_unique<GatedSource>(model({"AAPL"}, "2025-03-10 09:30"), gate), {});
        gate.isClosed = true;
        const auto grouped = ask(sim, Friday);
        QTRY_VERIFY_WITH_TIMEOUT(gate.reached.available() > 0, Patience);
        grouped->abort();
        sim.get(QStringLiteral("/sim/stats"));
        gate.open.release();
        const auto again = ask(sim, Friday);
        QTRY_VERIFY_WITH_TIMEOUT(again->isFinished(), Patience);
        QCOMPARE(again->error(), QNetworkReply::NoError);
    }

    void endsWithAnAnswerUnderWay()
    {
        Gate gate;
        auto sim = std::make_unique<SimulatorThread>(
            std::make_unique<GatedSource>(model(manySymbols(), "2025-03-10 09:30"), gate),
            simulator::SimulatorOptions());
        gate.isClosed = true;
        const auto first = ask(*sim, Friday), second = ask(*sim, Friday);
        QTRY_VERIFY_WITH_TIMEOUT(gate.reached.available() > 0, Patience);
        gate.open.release();
        sim.reset();
        QTRY_VERIFY_WITH_TIMEOUT(first->isFinished() && second->isFinished(), Patience);
    }

private:
    /// The minutes of an answer as /sim/truth writes them.
    static QByteArray asTruth(const QByteArray &json)
    {
        QByteArray csv = "t,o,h,l,c,v\n";
        for (const auto &value : QJsonDocument::fromJson(json).object()[u"results"].toArray()) {
            const QJsonObject row = value.toObject();
            csv += QByteArray::number(static_cast<qint64>(row[u"t"].toDouble()));
            for (const char *key : {"o", "h", "l", "c", "v"})
                csv +=
                    ',' + QByteArray::number(row[QLatin1String(key)].toDouble(), 'f', QLocale::FloatingPointShortest);
            csv += '\n';
        }
        return csv;
    }
};

QTEST_GUILESS_MAIN(SimulatorLoadTest)
#include "tst_simulatorload.moc"
