// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/config/simulatedsettings.h"

#include "core/config/settingstable.h"

#include <utility>

namespace tickstock {

namespace {

/// What has its default in such a run, whatever the user has set.
constexpr const char *Reset[] = {"USE_MASSIVE_API",    "MASSIVE_REST_PER_MINUTE", "MASSIVE_CHANNELS", "MARKET_CLOCK",
                                 "MARKET_TICK_SOURCE", "SYMBOL_UNIVERSE_KEY",     "REDIS_URL",        "DATABASE_URL"};

} // namespace

Expected<Settings> simulatedSettings(SettingTexts own, const SimulatedRun &run)
{
    const auto set = [&](const QString &key, const QString &text) {
        own.values[settingOf(key).key] = {text, run.sourceWord};
    };
    for (const char *key : Reset)
        own.values.erase(settingOf(QString::fromLatin1(key)).key);
    set(QStringLiteral("MASSIVE_API_KEY"), run.key);
    set(QStringLiteral("MASSIVE_WEBSOCKET_URL"), run.feed.toString());
    set(QStringLiteral("MASSIVE_REST_URL"), run.rest.toString());
    set(QStringLiteral("USE_MULTI_CONNECTION"), flagText(run.connections > 1));
    set(QStringLiteral("WEBSOCKET_ROUTING_STRATEGY"), QStringLiteral("round-robin"));
    for (int n = 1; n <= int(MaxConnections); ++n) {
        const auto key = [n](const char *part) {
            return QStringLiteral("WEBSOCKET_CONNECTION_%1_%2").arg(n).arg(QLatin1String(part));
        };
        set(key("ENABLED"), flagText(n <= run.connections));
        set(key("NAME"), QStringLiteral("%1 %2").arg(run.sourceWord).arg(n));
        set(key("SYMBOLS"), n == 1 ? run.symbols.join(u',') : QString());
        own.values.erase(key("UNIVERSE_KEY"));
        own.values.erase(key("PRIORITY"));
    }
    auto settings = parseSettings(own, FileCheck::Skipped);
    if (settings && std::exchange(settings->isMultiRefused, false)) // for a value that this run does not need
        settings->useMultiConnection = true;
    return settings;
}

} // namespace tickstock
