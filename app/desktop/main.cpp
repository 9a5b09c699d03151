// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/desktop/desktop.h"
#include "app/desktop/options.h"
#include "core/config/settingsdraft.h"
#include "core/market/newyork.h"
#include "core/storage/datadirectory.h"
#include "core/types/shutdownsignal.h"
#include "core/types/version.h"
#include "ui/common/theme.h"

#include <QApplication>
#include <QDir>
#include <QStandardPaths>
#include <QStyleFactory>
#include <QTextStream>
#include <QTimer>
#include <QTranslator>

#include <cmath>

using namespace tickstock;

namespace {

constexpr int FailedAtRunTime = 1;
constexpr int BadUsage = 2;

int complain(const QString &what, int code)
{
    QTextStream(stderr) << "tickstock: " << what << Qt::endl;
    return code;
}

/// The window brings the colours.
void applyLook()
{
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    QApplication::setFont(tabularFont(QApplication::font()));
}

void loadTexts(QTranslator &translator)
{
    if (translator.load(QLocale(), QStringLiteral("tickstock"), QStringLiteral("_"), QStringLiteral(":/i18n")) ||
        translator.load(QStringLiteral(":/i18n/tickstock_en")))
        QCoreApplication::installTranslator(&translator);
}

/// Settings and data directory are read and locked before there is a window: if they are no good, there shall be none,
/// and the exit code says so.
int run(QApplication &app, const DesktopOptions &options)
{
    const QString configDirectory = QStandardPaths::writableLocation(QStandardPaths::AppConfigLocation);
    SettingTexts texts = collectSettings({options.envFile, QDir::currentPath(), configDirectory});
    if (const auto settings = parseSettings(texts); !settings)
        return complain(settings.error().detail, BadUsage);
    if (!newyork::isAvailable())
        return complain(QStringLiteral("no time zone data for America/New_York; install tzdata"), FailedAtRunTime);
    const auto directory = DataDirectory::open(options.dataDirectory);
    if (!directory)
        return complain(directory.error().detail, FailedAtRunTime);

    Desktop desktop(options, std::move(texts), configDirectory, *directory);
    // Queued: before the event loop runs, it cannot be ended.
    QObject::connect(
        &desktop, &Desktop::failed, &app,
        [](const Error &error) {
            QCoreApplication::exit(
                complain(error.detail, error.code == ErrorCode::BadInput ? BadUsage : FailedAtRunTime));
        },
        Qt::QueuedConnection);
    if (options.exitAfterSeconds > 0) {
        QTimer::singleShot(static_cast<int>(std::lround(options.exitAfterSeconds * 1'000)), &app,
                           &QCoreApplication::quit);
    }
    desktop.start();
    const int code = QApplication::exec();
    if (code == 0 && !desktop.saveScreenshot())
        return complain(QStringLiteral("%1 cannot be written").arg(options.screenshotFile), FailedAtRunTime);
    return code;
}

} // namespace

int main(int argc, char *argv[])
{
    qSetMessagePattern(QStringLiteral("%{time yyyy-MM-dd HH:mm:ss.zzz} %{type} %{category}: %{message}"));
    QCoreApplication::setOrganizationName(QStringLiteral("tickstock"));
    QCoreApplication::setApplicationName(QStringLiteral("tickstock"));
    QCoreApplication::setApplicationVersion(QString::fromLatin1(version()));
    const auto options = [&] {
        const QCoreApplication withoutDisplay(argc, argv);
        return parseCommandLine();
    }();
    if (!options)
        return complain(options.error().detail, BadUsage);
    QApplication app(argc, argv);
    QGuiApplication::setDesktopFileName(QStringLiteral("org.tickstock.TickStock"));
    applyLook();
    QTranslator translator;
    loadTexts(translator);
    ShutdownSignal shutdown;
    QObject::connect(&shutdown, &ShutdownSignal::requested, &app, &QCoreApplication::quit);
    return run(app, *options);
}
