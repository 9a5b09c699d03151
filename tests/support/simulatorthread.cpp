// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/simulatorthread.h"

#include "core/simulator/marketmodel.h"
#include "tests/support/builders.h"

#include <QEventLoop>
#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QNetworkReply>

namespace tickstock::test {

SimulatorThread::SimulatorThread(std::unique_ptr<simulator::TradeSource> source, simulator::SimulatorOptions options)
{
    const auto shared = std::make_shared<std::unique_ptr<simulator::TradeSource>>(std::move(source));
    m_thread.start([&] {
        auto made = std::make_unique<simulator::Simulator>(std::move(*shared), options);
        const auto started = made->start();
        Q_ASSERT(started);
        m_feedPort = made->feedPort();
        m_httpPort = made->httpPort();
        return made;
    });
}

QUrl SimulatorThread::feedUrl() const
{
    return QUrl(QStringLiteral("ws://127.0.0.1:%1/stocks").arg(m_feedPort));
}

QUrl SimulatorThread::restUrl() const
{
    return QUrl(QStringLiteral("http://127.0.0.1:%1").arg(m_httpPort));
}

QByteArray SimulatorThread::post(const QString &pathAndQuery) const
{
    return call(true, pathAndQuery);
}

QByteArray SimulatorThread::get(const QString &pathAndQuery) const
{
    return call(false, pathAndQuery);
}

QByteArray SimulatorThread::call(bool isPost, const QString &pathAndQuery) const
{
    QNetworkAccessManager network;
    network.setProxy(QNetworkProxy::NoProxy);
    QNetworkRequest request(QUrl(restUrl().toString() + pathAndQuery));
    request.setHeader(QNetworkRequest::ContentTypeHeader, QStringLiteral("application/json"));
    const std::unique_ptr<QNetworkReply> reply(isPost ? network.post(request, QByteArray()) : network.get(request));
    QEventLoop loop;
    QObject::connect(reply.get(), &QNetworkReply::finished, &loop, &QEventLoop::quit);
    if (!reply->isFinished())
        loop.exec();
    return reply->readAll();
}

std::unique_ptr<simulator::TradeSource> model(const std::vector<std::string> &symbols, const char *newYorkStart,
                                              double rate)
{
    simulator::MarketModelOptions options;
    options.symbols = symbols;
    options.start = at(newYorkStart);
    options.tradesPerSecond = rate;
    return std::make_unique<simulator::MarketModel>(std::move(options));
}

} // namespace tickstock::test
