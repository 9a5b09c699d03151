// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/service/settingsreport.h"

#include "core/config/connectionset.h"
#include "core/config/settingstable.h"
#include "core/config/starteruniverses.h"
#include "core/net/redisurl.h"
#include "core/storage/postgresstorage.h"

#include <QTextStream>

namespace tickstock {

namespace {

/// Which connections would be opened, and for which symbols.
void printConnections(QTextStream &out, const Settings &settings)
{
    const auto set = resolveConnections(settings, [](const QString &key) -> Expected<QStringList> {
        const auto universes = starterUniverses();
        const auto found = universes.find(key);
        if (found == universes.end()) {
            return Error{ErrorCode::NotFound,
                         key + QStringLiteral(" is not among the lists that come with the program")};
        }
        return found->second;
    });
    if (!set) {
        out << "warning   " << set.error().detail << Qt::endl;
        return;
    }
    out << "routing   " << toText(set->strategy) << ", " << set->connections.size() << " connection(s)" << Qt::endl;
    for (const ConnectionShare &share : set->connections) {
        out << "          connection " << share.id.value << " (" << share.name << "), priority " << share.priority;
        if (!share.symbols.isEmpty())
            out << ": " << share.symbols.size() << " symbols";
        out << Qt::endl;
    }
    const QString first = set->symbols.mid(0, 10).join(u',') + (set->symbols.size() > 10 ? u",..." : u"");
    out << "symbols   "
        << (first.isEmpty() ? QStringLiteral("none: set SYMBOL_UNIVERSE_KEY")
                            : QStringLiteral("%1: %2").arg(set->symbols.size()).arg(first))
        << Qt::endl;
    for (const QString &warning : set->warnings)
        out << "warning   " << warning << Qt::endl;
}

/// What has been set, also to what is the default anyway, and where that was found.
void printGiven(QTextStream &out, const SettingTexts &texts)
{
    for (const Setting &setting : allSettings()) {
        const auto found = texts.values.find(setting.key);
        if (found != texts.values.end() && !found->second.text.isEmpty())
            out << "given     " << setting.key << '=' << setting.type->shown(found->second.text) << " ("
                << found->second.origin << ')' << Qt::endl;
    }
}

} // namespace

void printSettings(const Settings &settings, const SettingTexts &texts)
{
    QTextStream out(stdout);
    printGiven(out, texts);
    out << "feed      " << settings.webSocketUrl.toString(QUrl::RemoveUserInfo | QUrl::RemoveQuery) << ", channels "
        << settings.channels.join(u',') << Qt::endl;
    out << "ticks     " << (settings.tickSource == TickSource::Redis ? "from Redis" : "from the feed") << Qt::endl;
    out << "redis     "
        << (settings.redisUrl.isEmpty() ? QStringLiteral("none: messages stay in this program")
                                        : redisAddress(settings.redisUrl)->shown())
        << (settings.streamShards > 0 ? QStringLiteral(", %1 stream(s)").arg(settings.streamShards) : QString())
        << Qt::endl;
    out << "store     "
        << (settings.databaseUrl.isEmpty() ? QStringLiteral("tickstock.sqlite in the data directory")
                                           : PostgresStorage::shown(settings.databaseUrl))
        << Qt::endl;
    out << "key       " << (settings.apiKey.isEmpty() ? "missing: set MASSIVE_API_KEY" : "set") << Qt::endl;
    printConnections(out, settings);
    for (const QString &warning : settings.warnings)
        out << "warning   " << warning << Qt::endl;
}

} // namespace tickstock
