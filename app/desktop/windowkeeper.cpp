// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/desktop/windowkeeper.h"

#include "core/storage/filethread.h"
#include "core/types/wholefile.h"
#include "ui/chart/workspace/chartworkspace.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/windowsetup.h"

#include <QCoreApplication>
#include <QDir>
#include <QEvent>
#include <QFile>
#include <QJsonDocument>
#include <QLoggingCategory>

#include <utility>

namespace tickstock {

namespace {

Q_LOGGING_CATEGORY(lcKeeper, "tickstock.window", QtInfoMsg)

constexpr int SaveAfterMs = 1'000;
constexpr qint64 LargestFile = 16 << 20; // a damaged disk must not fill the memory

} // namespace

WindowKeeper::WindowKeeper(FileThread &files, const QString &directory, const QString &prefix)
    : m_files(files)
    , m_setup{QDir(directory).filePath(prefix + QStringLiteral("window.json")), {}}
    , m_drawings{QDir(directory).filePath(prefix + QStringLiteral("drawings.json")), {}}
{
    m_soon.setSingleShot(true);
    m_soon.setInterval(SaveAfterMs);
    connect(&m_soon, &QTimer::timeout, this, &WindowKeeper::save);
    QCoreApplication::instance()->installEventFilter(this);
}

WindowKeeper::~WindowKeeper()
{
    release();
}

/// The program ends by closing one window after the other; what is kept is how they were before.
bool WindowKeeper::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Quit)
        release();
    return QObject::eventFilter(watched, event);
}

void WindowKeeper::adopt(MainWindow &window)
{
    assertThreadOf(this);
    m_window = &window;
    using Contents = std::pair<Expected<QByteArray>, Expected<QByteArray>>;
    m_files.run(
        [setup = m_setup.file, drawings = m_drawings.file] {
            return Contents(readWholeFile(setup, LargestFile), readWholeFile(drawings, LargestFile));
        },
        this, [this](const Contents &contents) { restore(contents.first, contents.second); });
}

void WindowKeeper::restore(const Expected<QByteArray> &setup, const Expected<QByteArray> &drawings)
{
    if (!m_window)
        return;
    if (drawings) {
        m_drawings.content = *drawings;
        const QStringList problems = m_window->charts().drawings().restore(*drawings);
        if (!problems.isEmpty())
            putAside(m_drawings, problems.join(QStringLiteral("; ")));
    } else if (drawings.error().code != ErrorCode::NotFound) {
        putAside(m_drawings, drawings.error().detail);
    }
    if (setup) {
        m_setup.content = *setup;
        if (const QJsonDocument json = QJsonDocument::fromJson(*setup); json.isObject())
            m_hasPlace = applySetup(json.object(), *m_window);
        else if (!setup->isEmpty())
            putAside(m_setup, tr("it is not what this program writes"));
    } else if (setup.error().code != ErrorCode::NotFound) {
        putAside(m_setup, setup.error().detail);
    }
    follow();
    Q_EMIT restored();
}

void WindowKeeper::follow()
{
    m_isRestored = true;
    connect(m_window, &MainWindow::setupChanged, &m_soon, qOverload<>(&QTimer::start));
    connect(&m_window->charts(), &ChartWorkspace::setupChanged, &m_soon, qOverload<>(&QTimer::start));
    connect(&m_window->charts().drawings(), &Drawings::changed, this, [this] { m_haveDrawingsChanged = true; });
    connect(m_window, &MainWindow::fileWanted, this, &WindowKeeper::saveForUser);
}

void WindowKeeper::release()
{
    assertThreadOf(this);
    if (!m_window)
        return;
    if (m_isRestored)
        save();
    m_soon.stop();
    m_window->disconnect(&m_soon);
    m_window->charts().disconnect(&m_soon);
    m_window->disconnect(this);
    m_window->charts().drawings().disconnect(this);
    m_window = nullptr;
}

void WindowKeeper::save()
{
    write(m_setup, QJsonDocument(setupOf(*m_window)).toJson());
    if (std::exchange(m_haveDrawingsChanged, false))
        write(m_drawings, m_window->charts().drawings().toJson());
}

void WindowKeeper::write(Kept &kept, const QByteArray &content)
{
    if (std::exchange(kept.content, content) == content)
        return;
    m_files.run([file = kept.file, content,
                 mayReplace = kept.mayReplace] { return *mayReplace ? writeWholeFile(file, content) : success(); },
                this,
                [this, file = kept.file](const Outcome &written) {
                    if (!written)
                        handleFailure(file, written.error().detail);
                });
}

/// Our own files are written again with the next change, and at the end.
void WindowKeeper::handleFailure(const QString &file, const QString &problem)
{
    qCWarning(lcKeeper).noquote() << file << "is not saved:" << problem;
    if (file == m_setup.file)
        m_setup.content.clear();
    if (file == m_drawings.file) {
        m_drawings.content.clear();
        m_haveDrawingsChanged = true;
    }
    if (m_window)
        m_window->notify(tr("%1 is not saved: %2").arg(QDir::toNativeSeparators(file), problem));
}

void WindowKeeper::saveForUser(const QString &file, const QByteArray &content)
{
    m_files.run([file, content] { return writeWholeFile(file, content); }, this,
                [this, file](const Outcome &written) {
                    if (!written)
                        handleFailure(file, written.error().detail);
                    else if (m_window)
                        m_window->answer(tr("Saved: %1").arg(QDir::toNativeSeparators(file)));
                });
}

void WindowKeeper::putAside(const Kept &kept, const QString &problem)
{
    m_files.run(
        [file = kept.file, mayReplace = kept.mayReplace] {
            QString aside = copyAside(file);
            *mayReplace = !aside.isEmpty();
            return aside;
        },
        this,
        [this, name = QDir::toNativeSeparators(kept.file), problem](const QString &aside) {
            if (!m_window)
                return;
            m_window->notify(
                aside.isEmpty()
                    ? tr("%1 could not be read in full (%2). It stays as it is, and nothing is saved to it.")
                          .arg(name, problem)
                    : tr("%1 could not be read in full (%2). It is kept as %3.")
                          .arg(name, problem, QDir::toNativeSeparators(aside)));
        });
}

} // namespace tickstock
