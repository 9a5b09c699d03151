// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/feed/massive/restqueue.h"
#include "core/feed/massive/restrows.h"
#include "core/market/barprovider.h"
#include "core/market/listedsymbol.h"

#include <QJsonDocument>
#include <QObject>
#include <QSet>
#include <QUrl>

#include <functional>
#include <memory>

namespace tickstock::massive {

class RestPaging;

/// The vendor's REST interface: bars of the past, splits, names of symbols and the server's clock. How requests are
/// sent is RestQueue's; further pages are followed on the server that was asked. Lives in one thread with an event
/// loop, the history thread; answers come in that thread.
class RestClient final : public QObject, public BarProvider
{
    Q_OBJECT

public:
    /// @param perMinute requests a minute we allow ourselves; 0: no limit
    /// @param caFile an extra certificate authority (PEM), for these requests only; empty: none
    RestClient(QUrl base, QString key, int perMinute, const QString &caFile);
    ~RestClient() override;

    /// All pages. An answer that is not complete by its own words is an error; single rows that cannot be true are left
    /// out and named.
    void bars(const QString &symbol, Timespan timespan, Timestamp from, Timestamp to, Priority priority,
              BarsAnswer answer) override;
    /// Bars of one exchange date, of every symbol; they begin at New York's midnight, as those of bars() do. Rows that
    /// cannot be true are left out.
    void groupedDay(QDate date, std::function<void(const Expected<std::vector<DayOfSymbol>> &)> answer);
    /// Of all symbols, with from <= execution date <= to.
    void splits(QDate from, QDate to, std::function<void(const Expected<SplitList> &)> answer);
    /// All stocks that are traded, by symbol; rows that name none are left out.
    void tickers(std::function<void(const Expected<std::vector<ListedSymbol>> &)> answer);
    /// The server's own time, to the second.
    void serverTime(std::function<void(const Expected<Timestamp> &)> answer);

    /// While this says so, what nobody looks at waits. Called in this thread.
    void holdBackgroundWhile(std::function<bool()> isBusy) { m_queue.holdBackgroundWhile(std::move(isBusy)); }
    /// Few requests a minute are allowed: only what is needed is asked for.
    bool isLimited() const { return m_queue.isLimited(); }
    int waiting() const { return m_queue.waiting(); }
    quint64 failures() const { return m_queue.failures() + m_brokenLists; }

Q_SIGNALS:
    /// The server refuses requests for now: what it says, in English, and how long we wait. Empty: it answers again.
    void limitChanged(const QString &limit);

private:
    /// A list that is being fetched page by page.
    struct Listing
    {
        Priority priority = Priority::Background;
        QString ticker; ///< whose rows are wanted; empty: those of many
        std::function<void(const QJsonArray &rows)> take;
        std::function<void(const Outcome &)> done;
    };

    void list(const QUrl &url, Listing listing);
    void nextPage(const QUrl &url, const std::shared_ptr<Listing> &listing, const std::shared_ptr<RestPaging> &paging);
    void takePage(const QJsonDocument &answer, const std::shared_ptr<Listing> &listing,
                  const std::shared_ptr<RestPaging> &paging);
    void sayLeftOut(const QString &what, const RowsLeftOut &rows);
    void sayOnce(const QString &line);

    const QUrl m_base;
    RestQueue m_queue;
    quint64 m_brokenLists = 0; // of which the pages did not fit together
    QSet<QString> m_said;      // by sayOnce()
};

} // namespace tickstock::massive
