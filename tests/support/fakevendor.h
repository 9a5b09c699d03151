// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/net/httpserver.h"

#include <QStringList>
#include <QUrl>

#include <functional>
#include <memory>

namespace tickstock::test {

/// An HTTP server that answers as a test wants it to.
class FakeVendor
{
public:
    /// @param number 1 for the first request
    using Answer = std::function<HttpResponse(int number, const HttpRequest &request)>;

    FakeVendor()
    {
        m_server = std::make_unique<HttpServer>([this](const HttpRequest &request) {
            asked.append(request.path + u'?' + request.query.toString());
            keys.append(request.header("Authorization"));
            return answer(static_cast<int>(asked.size()), request);
        });
        const auto listening = m_server->listen(QHostAddress::LocalHost, 0);
        m_port = listening ? *listening : quint16(0);
    }
    QUrl url() const { return QUrl(QStringLiteral("http://127.0.0.1:%1").arg(m_port)); }

    Answer answer;
    QStringList asked;
    QList<QByteArray> keys;

private:
    std::unique_ptr<HttpServer> m_server;
    quint16 m_port = 0;
};

} // namespace tickstock::test
