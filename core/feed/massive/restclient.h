// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/barprovider.h"
#include "core/market/stocksplit.h"

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

class QNetworkReply;

namespace tickstock::massive {

/// One symbol's bar of a day. A value.
struct DayOfSymbol
{
    QString symbol;
    Bar bar;
};

/// The vendor's REST interface: bars of the past and the server's clock. Requests queue, at most eight are under way; a
/// 429 pauses all of them for the server's Retry-After (else 15 s) and, when it speaks of a limit per minute, slows us
/// to five a minute; 5xx and network failures are tried again a few times. The key goes into a header, never into a URL
/// or log. Lives in one thread with an event loop, the history thread; answers come in that thread.
class RestClient final : public QObject, public BarProvider
{
    Q_OBJECT

public:
    using JsonAnswer = std::function<void(const Expected<QJsonDocument> &)>;

    /// @param perMinute requests a minute we allow ourselves; 0: no limit
    /// @param caFile an extra certificate authority (PEM), for these requests only; empty: none
    RestClient(QUrl base, QString key, int perMinute, const QString &caFile);
    ~RestClient() override;

    static constexpr int MaxInFlight = 8;

    /// All pages. Implausible rows are left out.
    void bars(const QString &symbol, Timespan timespan, Timestamp from, Timestamp to, Priority priority,
              BarsAnswer answer) override;
    /// Bars of one exchange date, of every symbol; they begin at New York's midnight, as those of bars() do.
    void groupedDay(QDate date, std::function<void(const Expected<std::vector<DayOfSymbol>> &)> answer);
    /// Of all symbols, with from <= execution date <= to. Implausible rows are left out.
    void splits(QDate from, QDate to, std::function<void(const Expected<std::vector<StockSplit>> &)> answer);
    /// The server's own time, to the second.
    void serverTime(std::function<void(const Expected<Timestamp> &)> answer);

    /// Few requests a minute are allowed: only what is needed is asked for.
    bool isLimited() const { return m_perMinute > 0; }
    int waiting() const { return static_cast<int>(m_waiting.size()) + m_inFlight; }
    quint64 failures() const { return m_failures; }

    /// Where bars are asked for: @p base is the server's.
    static QUrl barsUrl(QUrl base, const QString &symbol, Timespan timespan, Timestamp from, Timestamp to);
    /// Rows of an aggregates answer.
    static std::vector<Bar> parseBars(const QJsonDocument &page);
    /// Rows of a grouped answer; implausible ones are left out.
    static std::vector<DayOfSymbol> parseGroupedDay(const QJsonDocument &page, QDate date);
    /// Rows of a splits answer.
    static std::vector<StockSplit> parseSplits(const QJsonDocument &page);
    /// serverTime of a marketstatus answer.
    static Expected<Timestamp> parseServerTime(const QJsonDocument &page);

private:
    struct Request
    {
        QUrl url;
        int attempt = 0;
        JsonAnswer answer;
    };

    void get(const QUrl &url, Priority priority, JsonAnswer answer);
    void sendNext();
    void finish(QNetworkReply *reply, const std::shared_ptr<Request> &request);
    void retryOrFail(const std::shared_ptr<Request> &request, int retryAfterSeconds, const Error &error);
    void pauseFor(int milliseconds);
    template<class Row>
    void nextPage(const QUrl &url, Priority priority, std::vector<Row> (*parse)(const QJsonDocument &page),
                  std::shared_ptr<std::vector<Row>> soFar,
                  std::function<void(const Expected<std::vector<Row>> &)> answer);
    bool takeToken();

    const QUrl m_base;
    const QString m_key;
    const QSslConfiguration m_tls;
    int m_perMinute;
    double m_tokens;
    QElapsedTimer m_tokenClock;
    QNetworkAccessManager m_network;
    std::deque<std::shared_ptr<Request>> m_waiting;
    int m_inFlight = 0;
    QTimer m_pause;
    quint64 m_failures = 0;
};

} // namespace tickstock::massive
