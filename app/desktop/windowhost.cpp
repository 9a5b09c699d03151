// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/desktop/windowhost.h"

#include "core/storage/filethread.h"

#include <QGuiApplication>
#include <QScreen>
#include <QTextStream>

namespace tickstock {

namespace {

/// What belongs to invented or replayed prices is kept apart from the market's.
const QString InventedPrefix = QStringLiteral("demo-");
constexpr QSize ScreenshotSize{1280, 720};
constexpr QSize UsualSize{1440, 860};
constexpr int HealthLineMs = 1'000;

/// Nobody sees such a window, so the terminal is told how things stand.
bool isOffScreen()
{
    return QGuiApplication::platformName() == u"offscreen" || QGuiApplication::platformName() == u"minimal";
}

} // namespace

WindowHost::Kept::Kept(const QString &watermark, FileThread &files, const QString &directory)
    : window(watermark)
    , keeper(files, directory, watermark.isEmpty() ? QString() : InventedPrefix)
{
}

WindowHost::WindowHost(const DesktopOptions &options, FileThread &files, QString directory)
    : m_layout(options.layout)
    , m_isPicture(!options.screenshotFile.isEmpty() || isOffScreen())
    , m_files(files)
    , m_directory(std::move(directory))
{
    m_healthLine.setInterval(HealthLineMs);
    connect(&m_healthLine, &QTimer::timeout, this,
            [this] { QTextStream(stdout) << m_shown->window.healthLine() << Qt::endl; });
}

WindowHost::~WindowHost() = default;

void WindowHost::open(const QString &watermark)
{
    assertThreadOf(this);
    if (m_shown)
        m_shown->keeper.release(); // the next one reads what this one saves
    m_next = std::make_unique<Kept>(watermark, m_files, m_directory);
    connect(&m_next->keeper, &WindowKeeper::restored, this, &WindowHost::show);
    m_next->keeper.adopt(m_next->window);
}

void WindowHost::show()
{
    place(*m_next);
    m_next->window.show();
    m_shown = std::move(m_next);
    if (isOffScreen())
        m_healthLine.start();
    Q_EMIT opened(m_shown->window);
}

/// What takes precedence over the kept set-up: another window's place, a picture's size, the layout asked for.
void WindowHost::place(Kept &kept) const
{
    if (m_shown) {
        kept.window.restoreGeometry(m_shown->window.saveGeometry());
        kept.window.restoreState(m_shown->window.saveState());
    } else if (m_isPicture) {
        kept.window.resize(ScreenshotSize);
    } else if (!kept.keeper.hasPlace()) {
        kept.window.resize(UsualSize.boundedTo(QGuiApplication::primaryScreen()->availableGeometry().size()));
    }
    if (!m_layout.isEmpty())
        kept.window.applyLayout(m_layout);
}

} // namespace tickstock
