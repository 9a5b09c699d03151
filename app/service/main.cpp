// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/service/maintenance.h"
#include "app/service/settingsreport.h"
#include "core/config/connectionset.h"
#include "core/config/settings.h"
#include "core/config/starteruniverses.h"
#include "core/market/newyork.h"
#include "core/net/redisurl.h"
#include "core/patterns/analysis.h"
#include "core/service/marketdataservice.h"
#include "core/storage/datadirectory.h"
#include "core/storage/postgresstorage.h"
#include "core/types/shutdownsignal.h"
#include "core/types/version.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>
#include <QTextStream>
#include <QTimer>

#include <cmath>
#include <functional>
#include <optional>

using namespace tickstock;

namespace {

constexpr int FailedAtRunTime = 1;
constexpr int BadUsage = 2;

int complain(const QString &what, int code)
{
    QTextStream(stderr) << "tickstockd: " << what << Qt::endl;
    return code;
}

void addOptions(QCommandLineParser &parser)
{
    const auto add = [&](const char *name, const char *text, const char *value = "", const char *fallback = "") {
        parser.addOption(QCommandLineOption(QString::fromLatin1(name), QString::fromLatin1(text),
                                            QString::fromLatin1(value), QString::fromLatin1(fallback)));
    };
    add("env", "Read settings from this file.", "file");
    add("role", "What this program does: all, ingest (all but patterns), or scan (only patterns).", "role", "all");
    add("data-dir", "Folder for the database.", "folder");
    add("check-config", "Say what is wrong with the settings, and end.");
    add("migrate", "Bring the store's schema up to date, and end.");
    add("rollup", "Make a day's bars out of its stored minutes, and end.", "YYYY-MM-DD");
    add("import-universe", "Read symbol lists from a CSV file into the store, and end.", "file");
    add("copy-from", "Copy another store into this one, and end.", "file or postgresql://...");
    add("analyze", "Scan a file of bars for patterns and indicators into --output, and end.", "bars.csv");
    add("output", "Where --analyze writes to.", "folder", ".");
    add("exit-after", "End by itself.", "seconds");
    parser.addHelpOption();
    parser.addVersionOption();
}

QString dataDirectory(const QCommandLineParser &parser)
{
    return parser.isSet(QStringLiteral("data-dir")) ? parser.value(QStringLiteral("data-dir"))
                                                    : QStandardPaths::writableLocation(QStandardPaths::AppDataLocation);
}

/// The task that the command line asks for instead of the service, if any.
std::optional<std::function<Outcome()>> maintenanceTask(const QCommandLineParser &parser, const Settings &settings,
                                                        const DataDirectory &directory)
{
    const maintenance::Place place{settings, directory.file(QStringLiteral("tickstock.sqlite"))};
    const auto text = [&parser](const char *name) { return parser.value(QString::fromLatin1(name)); };
    if (parser.isSet(QStringLiteral("migrate")))
        return [=] { return maintenance::migrate(place); };
    if (parser.isSet(QStringLiteral("import-universe")))
        return [=, file = text("import-universe")] { return maintenance::importUniverses(place, file); };
    if (parser.isSet(QStringLiteral("copy-from")))
        return [=, source = text("copy-from")] { return maintenance::copyFrom(place, source); };
    if (!parser.isSet(QStringLiteral("rollup")))
        return std::nullopt;
    const QDate date = QDate::fromString(text("rollup"), Qt::ISODate);
    return [=, given = text("rollup")]() -> Outcome {
        if (!date.isValid())
            return Error{ErrorCode::BadInput, QStringLiteral("--rollup %1: a date like 2025-03-10").arg(given)};
        return maintenance::rollUp(place, date);
    };
}

/// Needs neither settings nor a store.
int runAnalysis(const QString &barFile, const QString &directory)
{
    const auto bars = analyze(barFile, directory);
    if (!bars)
        return complain(bars.error().detail, bars.error().code == ErrorCode::BadInput ? BadUsage : FailedAtRunTime);
    QTextStream(stdout) << *bars << " bars analysed into " << QDir(directory).absolutePath() << Qt::endl;
    return 0;
}

int runService(QCoreApplication &app, const Settings &settings, const QString &role, const DataDirectory &directory)
{
    ServiceOptions options;
    options.settings = settings;
    if (role == u"scan") {
        options.role = ServiceRole::Scan;
        options.settings.tickSource = TickSource::Redis;
    } else if (role == u"ingest") {
        options.role = ServiceRole::Ingest;
    }
    options.databaseFile = directory.file(QStringLiteral("tickstock.sqlite"));
    options.patternsFile = directory.file(QStringLiteral("patterns.json"));
    options.isUnattended = true;
    MarketDataService service(std::move(options));
    QObject::connect(&service, &MarketDataService::failed, &app, [](const Error &error) {
        const int code = error.code == ErrorCode::NotFound ? BadUsage : FailedAtRunTime;
        QCoreApplication::exit(complain(error.detail, code));
    });
    QObject::connect(&service, &HealthView::noticed, &app, [](const ServiceNotice &notice) {
        switch (notice.kind) {
        case ServiceNotice::Kind::NoKey:
            complain(QStringLiteral("MASSIVE_API_KEY is not set: no feed is opened"), 0);
            break;
        case ServiceNotice::Kind::NoSymbols:
            complain(QStringLiteral("no symbols: set SYMBOL_UNIVERSE_KEY or WEBSOCKET_CONNECTION_1_SYMBOLS"), 0);
            break;
        case ServiceNotice::Kind::NotCarried:
            complain(QStringLiteral("warning: the sender does not carry ") + notice.detail, 0);
            break;
        case ServiceNotice::Kind::SettingWarning: complain(QStringLiteral("warning: ") + notice.detail, 0); break;
        default: break; // the other notices end the program, or are in the log
        }
    });
    QObject::connect(&service, &HealthView::started, &app, [&service] {
        QTextStream(stdout) << "tickstockd: running with " << service.interfaces().market.subscribedSymbols().size()
                            << " symbols" << Qt::endl;
    });
    service.start();
    return app.exec();
}

/// What the command line asks for, apart from the options that maintenanceTask() reads. A value.
struct Arguments
{
    QString role;
    QString envFile;
    double exitAfterSeconds = 0; ///< 0: run until it is stopped
};

Expected<Arguments> readArguments(const QCommandLineParser &parser)
{
    const auto bad = [](const QString &what) { return Error{ErrorCode::BadInput, what}; };
    if (!parser.positionalArguments().isEmpty())
        return bad(QStringLiteral("unknown argument '%1'").arg(parser.positionalArguments().first()));
    Arguments arguments{parser.value(QStringLiteral("role")), parser.value(QStringLiteral("env"))};
    if (arguments.role != u"all" && arguments.role != u"ingest" && arguments.role != u"scan")
        return bad(QStringLiteral("--role %1: accepted are all, ingest and scan").arg(arguments.role));
    if (parser.isSet(QStringLiteral("exit-after"))) {
        bool good = false;
        arguments.exitAfterSeconds = parser.value(QStringLiteral("exit-after")).toDouble(&good);
        if (!good || arguments.exitAfterSeconds < 0)
            return bad(QStringLiteral("--exit-after: seconds, above 0"));
    }
    if (!arguments.envFile.isEmpty() && !QFileInfo(arguments.envFile).isFile())
        return bad(QStringLiteral("--env %1: there is no such file").arg(arguments.envFile));
    return arguments;
}

/// A worker of role scan depends on what the other programs share with it.
Outcome checkScanSettings(const Settings &settings)
{
    if (settings.redisUrl.isEmpty() || settings.streamShards == 0)
        return Error{
            ErrorCode::BadInput,
            QStringLiteral("--role scan shares streams of ticks: set REDIS_URL, and REDIS_STREAM_SHARDS as the "
                           "program that feeds them has it")};
    if (settings.databaseUrl.isEmpty())
        return Error{ErrorCode::BadInput,
                     QStringLiteral("--role scan begins with the bars and events of the common database: set "
                                    "DATABASE_URL as the program that fills it has it")};
    return success();
}

int runTask(const std::function<Outcome()> &task)
{
    const auto done = task();
    const bool isUsage =
        !done && (done.error().code == ErrorCode::BadInput || done.error().code == ErrorCode::NotFound);
    return done ? 0 : complain(done.error().detail, isUsage ? BadUsage : FailedAtRunTime);
}

/// With good arguments: checks the settings, runs one task, or runs the service until it is stopped.
int run(QCoreApplication &app, const QCommandLineParser &parser, const Arguments &arguments)
{
    const SettingTexts texts = collectSettings(
        {arguments.envFile, QDir::currentPath(), QStandardPaths::writableLocation(QStandardPaths::AppConfigLocation)});
    const auto settings = parseSettings(texts);
    if (!settings)
        return complain(settings.error().detail, BadUsage);
    if (parser.isSet(QStringLiteral("check-config"))) {
        printSettings(*settings, texts);
        return 0;
    }
    if (arguments.role == u"scan") {
        if (const auto checked = checkScanSettings(*settings); !checked)
            return complain(checked.error().detail, BadUsage);
    }
    if (!newyork::isAvailable())
        return complain(QStringLiteral("no time zone data for America/New_York; install tzdata"), FailedAtRunTime);
    const auto directory = DataDirectory::open(dataDirectory(parser));
    if (!directory)
        return complain(directory.error().detail, FailedAtRunTime);
    if (const auto task = maintenanceTask(parser, *settings, **directory))
        return runTask(*task);
    if (arguments.exitAfterSeconds > 0)
        QTimer::singleShot(static_cast<int>(std::lround(arguments.exitAfterSeconds * 1'000)), &app,
                           &QCoreApplication::quit);
    return runService(app, *settings, arguments.role, **directory);
}

} // namespace

int main(int argc, char *argv[])
{
    qSetMessagePattern(QStringLiteral("%{time yyyy-MM-dd HH:mm:ss.zzz} %{type} %{category}: %{message}"));
    QCoreApplication app(argc, argv);
    QCoreApplication::setOrganizationName(QStringLiteral("tickstock"));
    QCoreApplication::setApplicationName(QStringLiteral("tickstockd"));
    QCoreApplication::setApplicationVersion(QString::fromLatin1(version()));
    ShutdownSignal shutdown;
    QObject::connect(&shutdown, &ShutdownSignal::requested, &app, &QCoreApplication::quit);

    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral("TickStock's core without a window."));
    addOptions(parser);
    if (!parser.parse(app.arguments()))
        return complain(parser.errorText(), BadUsage);
    if (parser.isSet(QStringLiteral("help")))
        parser.showHelp(0);
    if (parser.isSet(QStringLiteral("version")))
        parser.showVersion();
    if (parser.isSet(QStringLiteral("analyze")) && parser.positionalArguments().isEmpty())
        return runAnalysis(parser.value(QStringLiteral("analyze")), parser.value(QStringLiteral("output")));
    const auto arguments = readArguments(parser);
    if (!arguments)
        return complain(arguments.error().detail, BadUsage);
    return run(app, parser, *arguments);
}
