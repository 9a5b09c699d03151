// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QCoreApplication>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryFile>
#include <QUrl>

namespace tickstock::bench {

/// massive-sim in a process of its own. Used in one thread.
class MarketSender
{
public:
    MarketSender(const QStringList &symbols, const QStringList &arguments)
    {
        if (m_symbols.open())
            m_symbols.write(symbols.join(u'\n').toUtf8());
        m_symbols.close();
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_process.start(QCoreApplication::applicationDirPath() + QStringLiteral("/massive-sim"),
                        QStringList{QStringLiteral("--port"), QStringLiteral("0"), QStringLiteral("--http-port"),
                                    QStringLiteral("0"), QStringLiteral("--symbols"), m_symbols.fileName(),
                                    QStringLiteral("--start"), QStringLiteral("2025-03-10 09:30")} +
                            arguments);
        static const QRegularExpression address(QStringLiteral("ws://[\\d.:]+/stocks"));
        for (QString said; m_url.isEmpty() && m_process.waitForReadyRead(Patience);) {
            said += QString::fromUtf8(m_process.readAllStandardOutput());
            m_url = address.match(said).captured();
        }
    }
    ~MarketSender()
    {
        m_process.terminate();
        m_process.waitForFinished(Patience);
    }
    Q_DISABLE_COPY_MOVE(MarketSender)

    /// Empty if it did not start.
    QUrl url() const { return QUrl(m_url); }

private:
    static constexpr int Patience = 30'000;
    QTemporaryFile m_symbols;
    QProcess m_process;
    QString m_url;
};

} // namespace tickstock::bench
