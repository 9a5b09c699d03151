// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/feed/massive/restpauses.h"
#include "core/market/barprovider.h"
#include "core/types/expected.h"

#include <QElapsedTimer>
#include <QJsonDocument>
#include <QNetworkAccessManager>
#include <QObject>
#include <QSslConfiguration>
#include <QTimer>
#include <QUrl>

#include <deque>
#include <functional>
#include <memory>
#include <optional>

class QNetworkReply;

namespace tickstock::massive {

/// Sends requests to one server, at most eight at a time. A 429 pauses all of them (RestPauses), and when it speaks of
/// a limit per minute, slows us to five a minute; until an answer comes, one is sent at a time. 5xx, network failures
/// and answers that break the rules are tried again a few times. Redirections are followed on the server that was
/// asked. The key goes into a header, never into a URL or log. Lives in one thread with an event loop; answers come in
/// that thread.
class RestQueue final : public QObject
{
    Q_OBJECT

public:
    using JsonAnswer = std::function<void(const Expected<QJsonDocument> &)>;
    /// Whether an answer keeps to the rules. If not, it is asked for again; but not after ErrorCode::Refused.
    using Check = Outcome (*)(const QJsonDocument &answer);

    /// @param key for the server of @p base, and for no other
    /// @param perMinute requests a minute we allow ourselves; 0: no limit
    /// @param caFile an extra certificate authority (PEM), for these requests only; empty: none
    RestQueue(const QUrl &base, QString key, int perMinute, const QString &caFile);
    ~RestQueue() override;

    static constexpr int MaxInFlight = 8;
    static constexpr int MaxRedirections = 3;
    /// An answer is this long at most; the longest page has some 10 MB.
    static constexpr qint64 MaxAnswerBytes = 64 * 1024 * 1024;

    /// @param url on the server that the key is for
    void get(const QUrl &url, Priority priority, Check check, JsonAnswer answer);

    /// While this says so, what nobody looks at waits: whoever takes the answers has enough to do.
    void holdBackgroundWhile(std::function<bool()> isBusy) { m_isReceiverBusy = std::move(isBusy); }

    bool isLimited() const { return m_perMinute > 0; }
    int waiting() const { return static_cast<int>(m_visible.size() + m_background.size()) + m_inFlight; }
    quint64 failures() const { return m_failures; }

Q_SIGNALS:
    /// The server refuses requests for now: what it says, in English, and how long we wait. Empty: it answers again.
    void limitChanged(const QString &limit);

private:
    struct Request
    {
        QUrl url;
        Priority priority;
        Check check;
        JsonAnswer answer;
        int attempt = 0;
        int redirections = 0;
        bool isTooLong = false; ///< its answer
    };

    std::deque<std::shared_ptr<Request>> &lineOf(const Request &request);
    std::deque<std::shared_ptr<Request>> *nextLine();
    void sendNext();
    void send(const std::shared_ptr<Request> &request);
    void finish(QNetworkReply *reply, const std::shared_ptr<Request> &request);
    void takeAnswer(const QByteArray &body, const std::shared_ptr<Request> &request);
    void redirect(int status, const QByteArray &location, const std::shared_ptr<Request> &request);
    void takeLimit(std::optional<double> retryAfter, const Error &error);
    void tellLimit(const QString &before);
    void retryOrFail(const std::shared_ptr<Request> &request, std::optional<double> retryAfter, const Error &error);
    void fail(const std::shared_ptr<Request> &request, const Error &error);
    void pauseFor(Milliseconds pause);
    bool takeToken();

    const QString m_key;
    const QSslConfiguration m_tls;
    int m_perMinute;
    double m_tokens;
    QElapsedTimer m_tokenClock;
    QNetworkAccessManager m_network;
    std::deque<std::shared_ptr<Request>> m_visible, m_background; // what waits, by priority
    std::function<bool()> m_isReceiverBusy;
    QTimer m_held; // runs while the background is held
    int m_inFlight = 0;
    QTimer m_pause;
    RestPauses m_pauses;
    bool m_isPausedByLimit = false; // m_pause is that of a 429
    quint64 m_failures = 0;
    bool m_isLongPauseSaid = false;
    bool m_isMoveSaid = false;
};

} // namespace tickstock::massive
