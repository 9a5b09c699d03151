// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/feed/massive/restqueue.h"

#include "core/feed/massive/restaddress.h"
#include "core/feed/massive/restpage.h"
#include "core/net/loopback.h"
#include "core/net/tls.h"
#include "core/types/threadcheck.h"

#include <QLoggingCategory>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QNetworkRequest>

#include <algorithm>
#include <cmath>
#include <utility>

namespace tickstock::massive {

namespace {

Q_LOGGING_CATEGORY(lcRest, "tickstock.rest", QtInfoMsg)

constexpr int TimeoutMs = 30'000;
constexpr int HeldMs = 100;
constexpr int MaxAttempts = 5;
constexpr int SlowestPerMinute = 5;

bool isRedirection(int status)
{
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

/// The time when an answer was made, by the server's clock if it says so.
QDateTime timeOf(const QNetworkReply &reply)
{
    const QDateTime told = httpDate(reply.rawHeader("Date"));
    return told.isValid() ? told : QDateTime::currentDateTimeUtc();
}

} // namespace

RestQueue::RestQueue(const QUrl &base, QString key, int perMinute, const QString &caFile)
    : m_key(std::move(key))
    , m_tls(base.scheme() == u"https" ? tlsConfiguration(caFile) : QSslConfiguration())
    , m_perMinute(perMinute)
    , m_tokens(perMinute)
{
    m_tokenClock.start();
    m_network.setTransferTimeout(TimeoutMs);
    if (isLoopbackHost(base.host()))
        m_network.setProxy(QNetworkProxy::NoProxy);
    m_held.setSingleShot(true);
    m_held.setInterval(HeldMs);
    connect(&m_held, &QTimer::timeout, this, &RestQueue::sendNext);
    m_pause.setSingleShot(true);
    connect(&m_pause, &QTimer::timeout, this, [this] {
        m_isPausedByLimit = false;
        sendNext();
    });
}

RestQueue::~RestQueue() = default;

void RestQueue::get(const QUrl &url, Priority priority, Check check, JsonAnswer answer)
{
    assertThreadOf(this);
    auto request = std::make_shared<Request>(Request{url, priority, check, std::move(answer), 0, 0, false});
    if (priority == Priority::Visible)
        m_visible.push_front(std::move(request));
    else
        m_background.push_back(std::move(request));
    sendNext();
}

bool RestQueue::takeToken()
{
    if (m_perMinute == 0)
        return true;
    const double earned = static_cast<double>(m_tokenClock.restart()) * m_perMinute / 60'000.0;
    m_tokens = std::min<double>(m_perMinute, m_tokens + earned);
    if (m_tokens < 1) {
        pauseFor(Milliseconds(static_cast<int>(std::ceil((1 - m_tokens) * 60'000.0 / m_perMinute))));
        return false;
    }
    m_tokens -= 1;
    return true;
}

void RestQueue::pauseFor(Milliseconds pause)
{
    if (!m_pause.isActive() || m_pause.remainingTimeAsDuration() < pause)
        m_pause.start(pause);
}

void RestQueue::sendNext()
{
    const int most = m_pauses.isLimited() ? 1 : MaxInFlight;
    while (m_inFlight < most && !m_pause.isActive()) {
        auto *const line = nextLine();
        if (!line || !takeToken())
            return;
        const auto request = line->front();
        line->pop_front();
        send(request);
    }
}

std::deque<std::shared_ptr<RestQueue::Request>> &RestQueue::lineOf(const Request &request)
{
    return request.priority == Priority::Visible ? m_visible : m_background;
}

/// From which the next request is taken; null: there is none now.
std::deque<std::shared_ptr<RestQueue::Request>> *RestQueue::nextLine()
{
    if (!m_visible.empty())
        return &m_visible;
    if (m_background.empty())
        return nullptr;
    if (!m_isReceiverBusy || !m_isReceiverBusy())
        return &m_background;
    if (!m_held.isActive())
        m_held.start();
    return nullptr;
}

void RestQueue::send(const std::shared_ptr<Request> &request)
{
    QNetworkRequest http(request->url);
    if (request->url.scheme() == u"https")
        http.setSslConfiguration(m_tls);
    http.setRawHeader("Authorization", "Bearer " + m_key.toUtf8());
    http.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    ++m_inFlight;
    QNetworkReply *reply = m_network.get(http);
    connect(reply, &QNetworkReply::downloadProgress, this, [reply, request](qint64 received) {
        if (received > MaxAnswerBytes && !std::exchange(request->isTooLong, true))
            reply->abort(); // it is finished with that
    });
    connect(reply, &QNetworkReply::finished, this, [this, reply, request] {
        --m_inFlight;
        reply->deleteLater();
        finish(reply, request);
        sendNext();
    });
}

void RestQueue::finish(QNetworkReply *reply, const std::shared_ptr<Request> &request)
{
    const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    const QByteArray body = reply->isOpen() ? reply->readAll() : QByteArray(); // closed when it was broken off
    const bool isAnswer = status >= 200 && status < 300 && reply->error() == QNetworkReply::NoError;
    const Error error = isAnswer ? Error() : errorFrom(status, body, reply->errorString());
    const auto retryAfter = retryAfterSeconds(reply->rawHeader("Retry-After"), timeOf(*reply));
    if (status == 429) {
        takeLimit(retryAfter, error);
        lineOf(*request).push_front(request); // a 429 is not the request's fault and costs it no attempt
        return;
    }
    if (status > 0 && status < 500 && !m_isPausedByLimit) { // what was under way before the pause says nothing of it
        const QString before = m_pauses.limit();
        m_pauses.noteAnswer();
        tellLimit(before);
    }
    if (request->isTooLong)
        fail(request, Error{ErrorCode::BadInput,
                            QStringLiteral("REST answer is longer than %1 MB").arg(MaxAnswerBytes / (1024 * 1024))});
    else if (isAnswer)
        takeAnswer(body, request);
    else if (isRedirection(status))
        redirect(status, reply->rawHeader("Location"), request);
    else if (status >= 500 || status < 300) // server trouble, no answer, or an answer that broke off
        retryOrFail(request, retryAfter, error);
    else
        fail(request, error);
}

void RestQueue::takeAnswer(const QByteArray &body, const std::shared_ptr<Request> &request)
{
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(body, &problem);
    const Outcome checked =
        problem.error == QJsonParseError::NoError
            ? request->check(document)
            : Outcome(Error{ErrorCode::BadInput, QStringLiteral("REST answer is not JSON: ") + problem.errorString()});
    if (checked)
        request->answer(document);
    else if (checked.error().code == ErrorCode::Refused)
        fail(request, checked.error());
    else
        retryOrFail(request, std::nullopt, checked.error());
}

void RestQueue::redirect(int status, const QByteArray &location, const std::shared_ptr<Request> &request)
{
    const auto target = redirection(request->url, location);
    if (!target) {
        fail(request, Error{target.error().code, QStringLiteral("REST %1: ").arg(status) + target.error().detail});
    } else if (++request->redirections > MaxRedirections) {
        fail(request,
             Error{ErrorCode::BadInput,
                   QStringLiteral("REST %1: moved more than %2 times in a row").arg(status).arg(MaxRedirections)});
    } else {
        if (!std::exchange(m_isMoveSaid, true))
            qCInfo(lcRest).noquote() << "REST has moved, from" << request->url.path() << "to" << target->path();
        request->url = *target;
        lineOf(*request).push_front(request);
    }
}

/// Requests that were under way together are refused together, and count once.
void RestQueue::takeLimit(std::optional<double> retryAfter, const Error &error)
{
    if (std::exchange(m_isPausedByLimit, true))
        return;
    if (error.detail.contains(u"per minute") && !retryAfter && (m_perMinute == 0 || m_perMinute > SlowestPerMinute)) {
        m_perMinute = SlowestPerMinute;
        m_tokens = 0;
        qCWarning(lcRest) << "the plan limits requests per minute; slowing down to" << SlowestPerMinute;
    }
    const QString before = m_pauses.limit();
    pauseFor(m_pauses.afterLimit(retryAfter, error.detail));
    tellLimit(before);
}

/// In the log once, in health as it is now.
void RestQueue::tellLimit(const QString &before)
{
    const QString &limit = m_pauses.limit();
    if (limit == before)
        return;
    if (before.isEmpty())
        qCWarning(lcRest).noquote() << limit << "- pauses grow while it goes on";
    else if (limit.isEmpty())
        qCInfo(lcRest) << "the server answers again";
    Q_EMIT limitChanged(limit);
}

void RestQueue::retryOrFail(const std::shared_ptr<Request> &request, std::optional<double> retryAfter,
                            const Error &error)
{
    const Milliseconds pause = RestPauses::bounded(retryAfter, OneSecond * (1 << std::min(request->attempt, 4)));
    if (retryAfter && *retryAfter * 1'000 > static_cast<double>(pause.count()) && !m_isLongPauseSaid) {
        m_isLongPauseSaid = true;
        qCWarning(lcRest).noquote() << error.detail << "- the server asks for a pause of" << *retryAfter
                                    << "s, which is bounded to" << pause.count() / 1'000 << 's';
    }
    if (++request->attempt >= MaxAttempts) {
        fail(request, error);
        return;
    }
    QTimer::singleShot(pause, this, [this, request] {
        lineOf(*request).push_front(request);
        sendNext();
    });
}

void RestQueue::fail(const std::shared_ptr<Request> &request, const Error &error)
{
    ++m_failures;
    qCWarning(lcRest).noquote() << request->url.path() << error.detail;
    request->answer(error);
}

} // namespace tickstock::massive
