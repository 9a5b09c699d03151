// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/barprovider.h"
#include "core/types/expected.h"

#include <QDate>
#include <QSet>
#include <QUrl>

#include <optional>

class QJsonValue;

/// Where the vendor's REST interface is asked. Pure.
namespace tickstock::massive {

struct RestPage;

/// Where bars are asked for: @p base is the server's.
QUrl barsUrl(QUrl base, const QString &symbol, Timespan timespan, Timestamp from, Timestamp to);
/// All splits with from <= execution date <= to.
QUrl splitsUrl(QUrl base, QDate from, QDate to);
/// All stocks that are traded, with their names.
QUrl tickersUrl(QUrl base);
/// The bars of one exchange date, of every symbol.
QUrl groupedDayUrl(QUrl base, QDate date);

/// Whether both are served by the same program: the key is for one of them, and may go to the other.
bool isSameServer(const QUrl &one, const QUrl &other);

/// Where an answer that is a redirection leads. Only within the server that was asked.
/// @param location as the header says it
Expected<QUrl> redirection(const QUrl &asked, const QByteArray &location);

/// Leads from page to page of one list. The next page is taken from the server that was asked first, whatever name the
/// answer gives it: the key does not leave the house. A value.
class RestPaging
{
public:
    /// So many pages a list can have; the server decides how long it goes on.
    static constexpr int MaxPages = 100;

    explicit RestPaging(const QUrl &first);

    /// Where the page after this one is; nothing: that was the last one, and all that was counted has come.
    Expected<std::optional<QUrl>> after(const RestPage &page);

private:
    Expected<QUrl> address(const QJsonValue &next) const;

    QUrl m_current;
    QSet<QString> m_seen; // path and query of each page
    double m_rows = 0, m_counted = 0;
};

} // namespace tickstock::massive
