// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/program.h"

#include <QDeadlineTimer>
#include <QDir>
#include <QEventLoop>
#include <QJsonDocument>
#include <QLockFile>
#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QRandomGenerator>
#include <QTcpServer>

#include <memory>
#include <vector>

namespace tickstock::test {

namespace {

constexpr int PatienceMs = 60'000;

QByteArray fetch(const QString &url, bool isPost)
{
    QNetworkAccessManager network;
    network.setProxy(QNetworkProxy::NoProxy);
    QNetworkRequest request{QUrl(url)};
    request.setHeader(QNetworkRequest::ContentTypeHeader, QStringLiteral("application/json"));
    const std::unique_ptr<QNetworkReply> reply(isPost ? network.post(request, QByteArray()) : network.get(request));
    QEventLoop loop;
    QObject::connect(reply.get(), &QNetworkReply::finished, &loop, &QEventLoop::quit);
    if (!reply->isFinished())
        loop.exec();
    return reply->readAll();
}

} // namespace

Program::Program(const QString &name, const QStringList &arguments, const std::map<QString, QString> &environment)
{
    QProcessEnvironment clean = QProcessEnvironment::systemEnvironment();
    for (const auto &[key, value] : environment)
        clean.insert(key, value);
    m_process.setProcessEnvironment(clean);
    m_process.start(QStringLiteral(TICKSTOCK_BIN "/") + name, arguments);
    m_process.waitForStarted();
}

Program::~Program()
{
    terminate();
}

void Program::read()
{
    m_output += QString::fromUtf8(m_process.readAllStandardOutput());
    m_errors += QString::fromUtf8(m_process.readAllStandardError());
}

bool Program::waitForOutput(const QString &text)
{
    const QDeadlineTimer deadline(PatienceMs);
    read();
    while (!m_output.contains(text) && !deadline.hasExpired() && m_process.state() != QProcess::NotRunning) {
        m_process.waitForReadyRead(200);
        read();
    }
    return m_output.contains(text);
}

int Program::waitForExit()
{
    if (!m_process.waitForFinished(PatienceMs) && m_process.state() != QProcess::NotRunning)
        return -1;
    read();
    return m_process.exitStatus() == QProcess::NormalExit ? m_process.exitCode() : -2;
}

int Program::terminate()
{
    if (m_process.state() == QProcess::NotRunning)
        return m_process.exitCode();
    m_process.terminate();
    if (!m_process.waitForFinished(PatienceMs)) {
        m_process.kill();
        m_process.waitForFinished();
        return -1;
    }
    read();
    return m_process.exitStatus() == QProcess::NormalExit ? m_process.exitCode() : -2;
}

void Program::kill()
{
    m_process.kill();
    m_process.waitForFinished();
    read();
}

QString Program::errors()
{
    read();
    return m_errors;
}

quint16 freePort()
{
    constexpr int First = 20'000, Last = 32'000;
    static std::vector<std::unique_ptr<QLockFile>> reserved; // until the test ends
    for (int port = QRandomGenerator::global()->bounded(First, Last);; port = port < Last ? port + 1 : First) {
        auto lock = std::make_unique<QLockFile>(QDir::temp().filePath(QStringLiteral("tickstock-port-%1").arg(port)));
        lock->setStaleLockTime(0); // however long the test runs
        QTcpServer server;
        if (!lock->tryLock(0) || !server.listen(QHostAddress::LocalHost, static_cast<quint16>(port)))
            continue;
        reserved.push_back(std::move(lock));
        return static_cast<quint16>(port);
    }
}

QJsonObject getJson(const QString &url)
{
    return QJsonDocument::fromJson(fetch(url, false)).object();
}

QByteArray getText(const QString &url)
{
    return fetch(url, false);
}

QByteArray postTo(const QString &url)
{
    return fetch(url, true);
}

} // namespace tickstock::test
