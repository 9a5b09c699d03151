// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/desktop/options.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QFileInfo>
#include <QStandardPaths>

#include <algorithm>
#include <optional>

namespace tickstock {

namespace {

Error badUsage(const QString &what)
{
    return Error{ErrorCode::BadInput, what};
}

void addOptions(QCommandLineParser &parser)
{
    const auto add = [&](const char *name, const QString &text, const char *value = "") {
        parser.addOption(QCommandLineOption(QString::fromLatin1(name), text, QString::fromLatin1(value)));
    };
    add("env", QCoreApplication::translate("Options", "Read settings from this file."), "file");
    add("demo", QCoreApplication::translate("Options", "Run on the built-in simulator, on invented prices."));
    add("replay", QCoreApplication::translate("Options", "Play a recording (CSV, may be gzip) through the feed."),
        "file");
    add("speed", QCoreApplication::translate("Options", "Market seconds per second of a demo or replay."), "x");
    add("layout", QCoreApplication::translate("Options", "trading (everything) or focus (the chart alone)."), "name");
    add("screenshot", QCoreApplication::translate("Options", "Save a picture of the window (1280x720) at the end."),
        "file");
    add("exit-after", QCoreApplication::translate("Options", "End by itself."), "seconds");
    add("data-dir", QCoreApplication::translate("Options", "Folder for the database."), "folder");
    parser.addHelpOption();
    parser.addVersionOption();
}

/// A number at or above @p low; nothing if the text is something else.
std::optional<double> number(const QString &text, double low)
{
    bool good = false;
    const double value = text.toDouble(&good);
    return good && value >= low && value <= 1e7 ? std::optional(value) : std::nullopt;
}

/// Those that the toolkit takes for itself.
QStringList withoutToolkitOptions(QStringList arguments)
{
    for (const QString &option : {QStringLiteral("-platform"), QStringLiteral("-style")}) {
        const auto at = arguments.indexOf(option);
        if (at > 0)
            arguments.remove(at, std::min<qsizetype>(2, arguments.size() - at));
    }
    return arguments;
}

} // namespace

Expected<DesktopOptions> parseCommandLine()
{
    QCommandLineParser parser;
    parser.setApplicationDescription(QCoreApplication::translate("Options", "Real-time market monitor."));
    addOptions(parser);
    if (!parser.parse(withoutToolkitOptions(QCoreApplication::arguments())))
        return badUsage(parser.errorText());
    if (parser.isSet(QStringLiteral("help")))
        parser.showHelp(0);
    if (parser.isSet(QStringLiteral("version")))
        parser.showVersion();
    if (!parser.positionalArguments().isEmpty())
        return badUsage(QStringLiteral("unknown argument '%1'").arg(parser.positionalArguments().first()));

    DesktopOptions options;
    options.envFile = parser.value(QStringLiteral("env"));
    options.demo = parser.isSet(QStringLiteral("demo"));
    options.replayFile = parser.value(QStringLiteral("replay"));
    options.screenshotFile = parser.value(QStringLiteral("screenshot"));
    options.dataDirectory = parser.isSet(QStringLiteral("data-dir"))
                                ? parser.value(QStringLiteral("data-dir"))
                                : QStandardPaths::writableLocation(QStandardPaths::AppDataLocation);
    if (parser.isSet(QStringLiteral("layout"))) {
        options.layout = parser.value(QStringLiteral("layout")).toLower();
        if (options.layout != u"trading" && options.layout != u"focus")
            return badUsage(QStringLiteral("--layout %1: accepted are trading and focus").arg(options.layout));
    }
    if (!options.replayFile.isEmpty() && !QFileInfo(options.replayFile).isFile())
        return badUsage(QStringLiteral("--replay %1: there is no such file").arg(options.replayFile));
    if (options.demo && !options.replayFile.isEmpty())
        return badUsage(QStringLiteral("--demo and --replay exclude one another"));
    if (!options.envFile.isEmpty() && !QFileInfo(options.envFile).isFile())
        return badUsage(QStringLiteral("--env %1: there is no such file").arg(options.envFile));
    if (parser.isSet(QStringLiteral("speed"))) {
        const auto speed = number(parser.value(QStringLiteral("speed")), 0);
        if (!speed || (!options.demo && options.replayFile.isEmpty()))
            return badUsage(QStringLiteral("--speed: a number from 0, together with --demo or --replay"));
        options.speed = *speed;
        options.speedGiven = true;
    }
    if (parser.isSet(QStringLiteral("exit-after"))) {
        const auto seconds = number(parser.value(QStringLiteral("exit-after")), 0.1);
        if (!seconds)
            return badUsage(QStringLiteral("--exit-after: seconds, above 0"));
        options.exitAfterSeconds = *seconds;
    } else if (!options.screenshotFile.isEmpty()) {
        options.exitAfterSeconds = 8; // a picture is wanted, not a session
    }
    return options;
}

} // namespace tickstock
