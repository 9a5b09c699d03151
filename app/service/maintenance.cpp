// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/service/maintenance.h"

#include "core/config/connectionset.h"
#include "core/config/universefile.h"
#include "core/feed/massive/restclient.h"
#include "core/history/nightlyrollup.h"
#include "core/storage/makestore.h"
#include "core/storage/storagecopy.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QFileInfo>
#include <QTextStream>

#include <optional>

namespace tickstock::maintenance {

namespace {

QTextStream &out()
{
    static QTextStream stream(stdout);
    return stream;
}

Expected<std::unique_ptr<SqlStorage>> opened(const Place &place)
{
    auto store = makeStore(place.settings.databaseUrl, place.file);
    if (const auto done = store->open(); !done)
        return done.error();
    return store;
}

/// Fetches the day's bars of those configured symbols that have none.
Outcome fetchMissing(const Place &place, Storage &store, QDate date)
{
    const auto set = resolveConnections(place.settings, [&store](const QString &key) { return store.universe(key); });
    if (!set)
        return success(); // no symbols are set up, so none can be missing
    WriteBatch batch;
    QStringList missing;
    for (const QString &symbol : set->symbols) {
        if (const auto days = store.days(symbol, date, date.addDays(1)); days && days->empty())
            missing.append(symbol);
    }
    if (missing.isEmpty())
        return success();
    massive::RestClient rest(place.settings.restUrl, place.settings.apiKey, place.settings.restPerMinute,
                             place.settings.caFile);
    std::optional<Outcome> outcome;
    rest.groupedDay(date, [&](const auto &answer) {
        outcome = answer ? success() : Outcome(answer.error());
        for (const auto &[symbol, bar] : answer ? *answer : std::vector<massive::DayOfSymbol>()) {
            if (missing.contains(symbol))
                batch.days.push_back({symbol, date, bar});
        }
        QCoreApplication::quit();
    });
    if (!outcome)
        QCoreApplication::exec(); // the program's only event loop: main() does not run another one for a task
    if (!outcome)
        return Error{ErrorCode::Unreachable, QStringLiteral("--rollup: interrupted before REST had answered")};
    if (!*outcome)
        return *outcome;
    if (const auto written = store.write(batch); !written)
        return written;
    out() << batch.days.size() << " of " << missing.size() << " missing day(s) came from REST" << Qt::endl;
    return success();
}

} // namespace

Outcome migrate(const Place &place)
{
    const auto store = opened(place);
    if (!store)
        return store.error();
    out() << "the schema is up to date" << Qt::endl;
    return success();
}

Outcome rollUp(const Place &place, QDate date)
{
    const auto hours = ExchangeCalendar().hours(date);
    if (!hours)
        return Error{ErrorCode::BadInput,
                     QStringLiteral("--rollup %1: the exchange was closed").arg(date.toString(Qt::ISODate))};
    const Timestamp now{QDateTime::currentMSecsSinceEpoch()};
    if (now < hours->close)
        return Error{ErrorCode::BadInput,
                     QStringLiteral("--rollup %1: the session is not over").arg(date.toString(Qt::ISODate))};
    const auto store = opened(place);
    if (!store)
        return store.error();
    const auto done = (*store)->rollUp(*hours);
    if (!done)
        return done.error();
    out() << date.toString(Qt::ISODate) << ": " << done->days << " day(s) out of stored minutes" << Qt::endl;
    // A day from REST is never replaced, so it is not fetched before the vendor has made its last corrections.
    const bool isFinal = now >= hours->postClose + NightlyRollup::Delay;
    if (!isFinal || !place.settings.useMassiveApi || place.settings.apiKey.isEmpty())
        return success();
    return fetchMissing(place, **store, date);
}

Outcome importUniverses(const Place &place, const QString &csvFile)
{
    const auto found = readUniverseFile(csvFile);
    if (!found)
        return found.error();
    const auto store = opened(place);
    if (!store)
        return store.error();
    for (const auto &[key, symbols] : found->lists) {
        if (const auto saved = (*store)->saveUniverse(key, symbols); !saved)
            return saved;
        out() << key << ": " << symbols.size() << " symbols" << Qt::endl;
    }
    for (const QString &problem : found->problems)
        out() << "left out: " << problem << Qt::endl;
    if (found->rejected > found->problems.size())
        out() << "left out: " << found->rejected - found->problems.size() << " more line(s)" << Qt::endl;
    return success();
}

Outcome copyFrom(const Place &place, const QString &source)
{
    const bool isServer = source.startsWith(u"postgresql://") || source.startsWith(u"postgres://");
    if (!isServer && !QFileInfo(source).isFile())
        return Error{ErrorCode::BadInput, QStringLiteral("--copy-from %1: there is no such file").arg(source)};
    const auto from = makeStore(isServer ? QUrl(source) : QUrl(), source);
    if (const auto done = from->open(); !done)
        return done.error();
    const auto into = opened(place);
    if (!into)
        return into.error();
    const auto rows = copyStore(*from, **into, [](const QString &table, qint64 count) {
        out() << '\r' << table << ": " << count << " rows" << Qt::flush;
    });
    out() << Qt::endl;
    if (!rows)
        return rows.error();
    out() << *rows << " rows copied" << Qt::endl;
    return success();
}

} // namespace tickstock::maintenance
