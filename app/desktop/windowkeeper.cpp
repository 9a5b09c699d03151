// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/desktop/windowkeeper.h"

#include "ui/chart/workspace/chartworkspace.h"
#include "ui/shell/mainwindow.h"

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
constexpr int MostCopies = 20;           // of a file that cannot be read
constexpr qint64 LargestFile = 16 << 20; // a damaged disk must not fill the memory

} // namespace

WindowKeeper::WindowKeeper(const QString &directory, const QString &prefix)
    : m_setup{QDir(directory).filePath(prefix + QStringLiteral("window.json")), {}, true}
    , m_drawings{QDir(directory).filePath(prefix + QStringLiteral("drawings.json")), {}, true}
{
    m_soon.setSingleShot(true);
    m_soon.setInterval(SaveAfterMs);
    connect(&m_soon, &QTimer::timeout, this, &WindowKeeper::save);
    connect(&m_writer, &FileWriter::failed, this, &WindowKeeper::noteFailure);
    QCoreApplication::instance()->installEventFilter(this);
}

WindowKeeper::~WindowKeeper()
{
    release();
}

/// The program ends by closing one window after the other: what is kept is how they were before.
bool WindowKeeper::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Quit)
        release();
    return QObject::eventFilter(watched, event);
}

void WindowKeeper::adopt(MainWindow &window)
{
    m_window = &window;
    read(m_drawings);
    if (const QStringList problems = window.charts().drawings().restore(m_drawings.content); !problems.isEmpty())
        putAside(m_drawings, problems.join(QStringLiteral("; ")));
    read(m_setup);
    const QJsonDocument setup = QJsonDocument::fromJson(m_setup.content);
    if (setup.isObject())
        m_hasPlace = window.restore(setup.object());
    else if (!m_setup.content.isEmpty())
        putAside(m_setup, tr("it is not what this program writes"));
    connect(&window, &MainWindow::setupChanged, &m_soon, qOverload<>(&QTimer::start));
    connect(&window.charts().drawings(), &Drawings::changed, this, [this] { m_haveDrawingsChanged = true; });
    connect(&window, &MainWindow::fileWanted, &m_writer, &FileWriter::write);
    connect(&m_writer, &FileWriter::written, &window, [this, &window](const QString &file) {
        if (file != m_setup.file && file != m_drawings.file) // those are nothing to speak of
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
    m_window->disconnect(&m_soon);
    m_window->disconnect(&m_writer);
    m_window->charts().drawings().disconnect(this);
    m_writer.disconnect(m_window);
    m_window = nullptr;
}

void WindowKeeper::save()
{
    write(m_setup, QJsonDocument(m_window->setup()).toJson());
    if (std::exchange(m_haveDrawingsChanged, false))
        write(m_drawings, m_window->charts().drawings().toJson());
}

void WindowKeeper::write(Kept &kept, const QByteArray &content)
{
    if (kept.isOurs && std::exchange(kept.content, content) != content)
        m_writer.write(kept.file, content);
}

/// Ours are tried again with the next change, and at the end.
void WindowKeeper::noteFailure(const QString &file, const QString &problem)
{
    const QString text = tr("%1 is not saved: %2").arg(QDir::toNativeSeparators(file), problem);
    qCWarning(lcKeeper).noquote() << file << "is not saved:" << problem;
    if (file == m_setup.file)
        m_setup.content.clear();
    if (file == m_drawings.file) {
        m_drawings.content.clear();
        m_haveDrawingsChanged = true;
    }
    if (m_window)
        m_window->notify(text);
}

void WindowKeeper::read(Kept &kept)
{
    QFile file(kept.file);
    if (!file.exists())
        return;
    if (file.size() > LargestFile || !file.open(QIODevice::ReadOnly))
        putAside(kept, file.size() > LargestFile ? tr("it is too large") : file.errorString());
    else
        kept.content = file.readAll();
}

/// Copies of earlier troubles stay: one of them may be the only good one.
void WindowKeeper::putAside(Kept &kept, const QString &problem)
{
    const QString name = QDir::toNativeSeparators(kept.file);
    QString aside;
    kept.isOurs = false;
    for (int i = 1; i <= MostCopies && !kept.isOurs; ++i) {
        aside = QStringLiteral("%1.unreadable-%2").arg(kept.file).arg(i);
        kept.isOurs = QFile::copy(kept.file, aside); // which replaces nothing
    }
    m_problems.append(kept.isOurs
                          ? tr("%1 could not be read in full (%2). It is kept as %3.")
                                .arg(name, problem, QDir::toNativeSeparators(aside))
                          : tr("%1 could not be read in full (%2). It stays as it is, and nothing is saved to it.")
                                .arg(name, problem));
}

} // namespace tickstock
