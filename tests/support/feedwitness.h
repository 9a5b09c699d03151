// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QWebSocket>

#include <map>

namespace tickstock::test {

/// Reads minute bars and trades from the simulator beside the program under test, with a key of its own, and keeps what
/// the feed says has been traded on the day: a second opinion on whether the stored minutes are all there are. Lives in
/// the test's thread.
class FeedWitness
{
public:
    struct DayVolume
    {
        std::int64_t until = 0; ///< end of the minute it includes, ms
        double shares = 0;      ///< as told with that minute, and what was reported late since then
    };

    FeedWitness(quint16 port, const QString &key)
    {
        QObject::connect(&m_socket, &QWebSocket::connected, &m_socket, [this, key] {
            m_socket.sendTextMessage(QStringLiteral(R"({"action":"auth","params":"%1"})").arg(key));
            m_socket.sendTextMessage(QStringLiteral(R"({"action":"subscribe","params":"AM.*,T.*"})"));
        });
        QObject::connect(&m_socket, &QWebSocket::textMessageReceived, &m_socket,
                         [this](const QString &frame) { read(frame); });
        m_socket.open(QUrl(QStringLiteral("ws://127.0.0.1:%1/stocks").arg(port)));
    }

    const std::map<QString, DayVolume> &dayVolumes() const { return m_dayVolumes; }

private:
    void read(const QString &frame)
    {
        for (const auto &event : QJsonDocument::fromJson(frame.toUtf8()).array()) {
            DayVolume &known = m_dayVolumes[event[u"sym"].toString()];
            if (event[u"ev"].toString() == u"AM") {
                const DayVolume told{event[u"e"].toInteger(), event[u"dav"].toString().toDouble()};
                if (told.until > known.until) // not a correction
                    known = told;
            } else if (event[u"ev"].toString() == u"T" && event[u"t"].toInteger() < known.until) {
                known.shares += event[u"s"].toDouble();
            }
        }
    }

    QWebSocket m_socket;
    std::map<QString, DayVolume> m_dayVolumes; // by symbol
};

} // namespace tickstock::test
