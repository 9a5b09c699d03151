// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/shell/windowsetup.h"

#include "ui/chart/workspace/chartsetup.h"
#include "ui/chart/workspace/chartworkspace.h"
#include "ui/common/linkchip.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/windowdocks.h"

#include <array>
#include <utility>

namespace tickstock {

namespace {

constexpr std::array DirectionNames{std::pair{Look::Directions::Classic, "classic"},
                                    std::pair{Look::Directions::ColourBlind, "colour-blind"},
                                    std::pair{Look::Directions::Reversed, "reversed"}};

QJsonObject toJson(const Look &look)
{
    QJsonObject json{{QStringLiteral("dark"), look.isDark}};
    for (const auto &[directions, name] : DirectionNames) {
        if (directions == look.directions)
            json[QStringLiteral("directions")] = QString::fromLatin1(name);
    }
    return json;
}

Look lookFrom(const QJsonObject &json)
{
    Look look;
    look.isDark = json[u"dark"].toBool(look.isDark);
    for (const auto &[directions, name] : DirectionNames) {
        if (json[u"directions"].toString() == QLatin1String(name))
            look.directions = directions;
    }
    return look;
}

void applyLink(const QJsonValue &kept, LinkChip &chip)
{
    if (const auto group = linkGroupFrom(kept.toString()))
        chip.setGroup(*group);
}

} // namespace

QJsonObject setupOf(const MainWindow &window)
{
    return {{QStringLiteral("look"), toJson(window.look())},
            {QStringLiteral("charts"), setupOf(window.charts())},
            {QStringLiteral("geometry"), QString::fromLatin1(window.saveGeometry().toBase64())},
            {QStringLiteral("state"), QString::fromLatin1(window.saveState().toBase64())},
            {QStringLiteral("watchlist_link"), letter(window.docks().watchlistLink().group())},
            {QStringLiteral("events_link"), letter(window.docks().eventsLink().group())}};
}

bool applySetup(const QJsonObject &setup, MainWindow &window)
{
    if (setup[u"look"].isObject())
        window.setLook(lookFrom(setup[u"look"].toObject()));
    applyLink(setup[u"watchlist_link"], window.docks().watchlistLink());
    applyLink(setup[u"events_link"], window.docks().eventsLink());
    const bool hasPlace = window.restoreGeometry(QByteArray::fromBase64(setup[u"geometry"].toString().toLatin1()));
    window.restoreState(QByteArray::fromBase64(setup[u"state"].toString().toLatin1()));
    applySetup(setup[u"charts"].toObject(), window.charts());
    return hasPlace;
}

} // namespace tickstock
