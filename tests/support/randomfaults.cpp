// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/randomfaults.h"

#include <iterator>

namespace tickstock::test {

namespace {

struct Kind
{
    const char *name;
    const char *path; ///< without %-places: as it is; %c: a connection, %s: a symbol, %n: a count
    int most = 1;     ///< of the count
};

constexpr Kind Kinds[]{
    {"abort", "/sim/drop?how=abort&connection=%c"},
    {"close", "/sim/drop?how=close&code=1011&connection=%c"},
    {"long_stall", "/sim/stall?seconds=3&connection=%c"},
    {"short_stall", "/sim/stall?seconds=1&connection=%c"},
    {"refuse", "/sim/refuse?seconds=2"},
    {"rest_error", "/sim/rest-error?status=429&count=%n", 3},
    {"malformed", "/sim/malformed?count=%n", 5},
    {"correction", "/sim/resend?ago=80&symbol=%s"},
    {"null_fields", "/sim/misbehave?kind=null_fields&count=%n", 200},
    {"seconds_times", "/sim/misbehave?kind=seconds_times&count=%n", 20},
    {"nanoseconds_times", "/sim/misbehave?kind=nanoseconds_times&count=%n", 20},
    {"future_times", "/sim/misbehave?kind=future_times&count=%n", 20},
    {"absurd_numbers", "/sim/misbehave?kind=absurd_numbers&count=%n", 20},
    {"nan_token", "/sim/misbehave?kind=nan_token&count=%n", 3},
    {"text_numbers", "/sim/misbehave?kind=text_numbers&count=%n", 20},
    {"foreign_symbol", "/sim/misbehave?kind=foreign_symbol&count=%n", 200},
    {"unknown_events", "/sim/misbehave?kind=unknown_events&count=%n", 50},
    {"off_minute", "/sim/misbehave?kind=off_minute&count=%n", 5},
    {"duplicate_trades", "/sim/misbehave?kind=duplicate_trades&count=%n", 200},
    {"swapped_trades", "/sim/misbehave?kind=swapped_trades&count=%n", 5},
    {"binary_frames", "/sim/misbehave?kind=binary_frames&count=%n", 50},
    {"half_frame", "/sim/misbehave?kind=half_frame&count=%n", 3},
    {"late_data", "/sim/misbehave?kind=late_data&count=%n", 50},
    {"close_1008_slow", "/sim/misbehave?kind=close_1008_slow&count=1"},
    {"joined_answers", "/sim/misbehave?kind=joined_answers&count=1"},
    {"no_answers", "/sim/misbehave?kind=no_answers&count=1"},
    {"late_answers", "/sim/misbehave?kind=late_answers&count=1"},
    {"odd_auth_words", "/sim/misbehave?kind=odd_auth_words&count=1"},
    {"null_auth_message", "/sim/misbehave?kind=null_auth_message&count=1"},
    {"retry_after_zero", "/sim/misbehave?kind=retry_after_zero&count=%n", 3},
    {"retry_after_huge", "/sim/misbehave?kind=retry_after_huge&count=1"},
    {"retry_after_date", "/sim/misbehave?kind=retry_after_date&count=1"},
    {"redirect_same_host", "/sim/misbehave?kind=redirect_same_host&count=%n", 2},
    {"html_page", "/sim/misbehave?kind=html_page&count=%n", 2},
    {"status_error", "/sim/misbehave?kind=status_error&count=%n", 3},
    {"null_results", "/sim/misbehave?kind=null_results&count=%n", 3},
    {"short_results", "/sim/misbehave?kind=short_results&count=%n", 3},
    {"next_url_foreign_host", "/sim/misbehave?kind=next_url_foreign_host&count=%n", 3},
    {"next_url_loop", "/sim/misbehave?kind=next_url_loop&count=1"},
    {"empty_page_with_next", "/sim/misbehave?kind=empty_page_with_next&count=%n", 3},
    {"bad_rows", "/sim/misbehave?kind=bad_rows&count=%n", 3},
};

} // namespace

QStringList RandomFaults::allKinds()
{
    QStringList names;
    for (const Kind &kind : Kinds)
        names.append(QString::fromLatin1(kind.name));
    return names;
}

RandomFaults::RandomFaults(unsigned seed, QStringList kinds, QStringList symbols, int connections)
    : m_random(seed)
    , m_kinds(std::move(kinds))
    , m_symbols(std::move(symbols))
    , m_connections(connections)
{
}

QString RandomFaults::next()
{
    const QString name = m_kinds[pick(static_cast<int>(m_kinds.size()))];
    for (const Kind &kind : Kinds) {
        if (name != QLatin1String(kind.name))
            continue;
        QString path = QString::fromLatin1(kind.path);
        path.replace(QStringLiteral("%c"), QString::number(pick(m_connections) + 1));
        path.replace(QStringLiteral("%s"), m_symbols[pick(static_cast<int>(m_symbols.size()))]);
        path.replace(QStringLiteral("%n"), QString::number(pick(kind.most) + 1));
        return path;
    }
    return {};
}

} // namespace tickstock::test
