// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/desktop/windowkeeper.h"

#include "ui/chart/workspace/chartworkspace.h"
#include "ui/shell/mainwindow.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>

#include <utility>

namespace tickstock {

namespace {

constexpr int SaveAfterMs = 1'000;
constexpr qint64 LargestFile = 16 << 20; // a damaged disk must not fill the memory

} // namespace

WindowKeeper::WindowKeeper(const QString &directory, const QString &prefix)
    : m_windowFile(QDir(directory).filePath(prefix + QStringLiteral("window.json")))
    , m_drawingsFile(QDir(directory).filePath(prefix + QStringLiteral("drawings.json")))
{
    m_soon.setSingleShot(true);
    m_soon.setInterval(SaveAfterMs);
    connect(&m_soon, &QTimer::timeout, this, &WindowKeeper::save);
}

WindowKeeper::~WindowKeeper()
{
    release();
}

void WindowKeeper::adopt(MainWindow &window)
{
    m_window = &window;
    m_savedDrawings = read(m_drawingsFile);
    if (const QStringList problems = window.charts().drawings().restore(m_savedDrawings); !problems.isEmpty())
        putAside(m_drawingsFile, problems.join(QStringLiteral("; ")));
    m_savedWindow = read(m_windowFile);
    const QJsonDocument setup = QJsonDocument::fromJson(m_savedWindow);
    if (setup.isObject())
        window.restore(setup.object());
    else if (!m_savedWindow.isEmpty())
        putAside(m_windowFile, tr("it is not what this program writes"));
    connect(&window, &MainWindow::setupChanged, &m_soon, qOverload<>(&QTimer::start));
    connect(&window, &MainWindow::fileWanted, &m_writer, &FileWriter::write);
    connect(&m_writer, &FileWriter::failed, &window, [&window](const QString &file, const QString &problem) {
        window.notify(tr("%1 is not saved: %2").arg(QDir::toNativeSeparators(file), problem));
    });
    connect(&m_writer, &FileWriter::written, &window, [this, &window](const QString &file) {
        if (file != m_windowFile && file != m_drawingsFile) // those are nothing to speak of
            window.answer(tr("Saved: %1").arg(QDir::toNativeSeparators(file)));
    });
    for (const QString &problem : std::exchange(m_problems, {}))
        window.notify(problem);
}

void WindowKeeper::release()
{
    if (!m_window)
        return;
    save();
    m_soon.stop();
    m_window->disconnect(this);
    m_window->disconnect(&m_soon);
    m_window->disconnect(&m_writer);
    m_writer.disconnect(m_window);
    m_window = nullptr;
}

void WindowKeeper::save()
{
    const QByteArray setup = QJsonDocument(m_window->setup()).toJson();
    if (std::exchange(m_savedWindow, setup) != setup)
        m_writer.write(m_windowFile, setup);
    const QByteArray drawings = m_window->charts().drawings().toJson();
    if (std::exchange(m_savedDrawings, drawings) != drawings)
        m_writer.write(m_drawingsFile, drawings);
}

QByteArray WindowKeeper::read(const QString &name)
{
    QFile file(name);
    if (!file.exists())
        return {};
    if (file.size() > LargestFile || !file.open(QIODevice::ReadOnly)) {
        putAside(name, file.size() > LargestFile ? tr("it is too large") : file.errorString());
        return {};
    }
    return file.readAll();
}

void WindowKeeper::putAside(const QString &file, const QString &problem)
{
    const QString aside = file + QStringLiteral(".unreadable");
    QFile::remove(aside);
    const bool isKept = QFile::copy(file, aside);
    m_problems.append(tr("%1 could not be read in full: %2").arg(QDir::toNativeSeparators(file), problem) +
                      (isKept ? u' ' + tr("It is kept as %1.").arg(QDir::toNativeSeparators(aside)) : QString()));
}

} // namespace tickstock
