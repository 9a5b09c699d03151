// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QCoreApplication>
#include <QObject>
#include <QThread>

#include <functional>
#include <memory>
#include <mutex>
#include <utility>

namespace tickstock {

/// A named thread that owns one worker object. The worker is created, used and deleted in that thread. Start it from
/// the thread that owns it; post from any thread; stop it from any thread but its own, once nobody else starts it.
template<class Worker>
class WorkerThread
{
public:
    explicit WorkerThread(const QString &name) { m_thread.setObjectName(name); }
    ~WorkerThread() { stop(); }
    Q_DISABLE_COPY_MOVE(WorkerThread)

    /// Starts the thread and makes the worker in it; returns when the worker exists.
    void start(const std::function<std::unique_ptr<Worker>()> &make)
    {
        auto context = std::make_unique<QObject>();
        context->moveToThread(&m_thread);
        m_thread.start();
        QMetaObject::invokeMethod(
            context.get(), [this, make] { m_worker = make(); }, Qt::BlockingQueuedConnection);
        const std::lock_guard lock(m_mutex);
        m_context = std::move(context);
    }

    bool isRunning() const
    {
        const std::lock_guard lock(m_mutex);
        return m_context != nullptr;
    }

    /// Runs in the worker's thread, later. To post where no worker is would lose the work silently: an error in debug
    /// builds. Whoever may come before the start or after the stop uses tryPost().
    template<class F>
    void post(F work)
    {
        [[maybe_unused]] const bool isPosted = tryPost(std::move(work));
        Q_ASSERT_X(isPosted, qPrintable(m_thread.objectName()), "work was posted to a thread that does not run");
    }

    /// The same, and false where no worker is: before start() and after stop().
    template<class F>
    bool tryPost(F work)
    {
        const std::lock_guard lock(m_mutex);
        if (!m_context)
            return false;
        QMetaObject::invokeMethod(
            m_context.get(), [this, work = std::move(work)]() mutable { work(*m_worker); }, Qt::QueuedConnection);
        return true;
    }

    /// Runs in the worker's thread, after everything posted so far, and waits for it. Only while shutting down.
    template<class F>
    void postAndWait(F work)
    {
        if (m_context)
            QMetaObject::invokeMethod(
                m_context.get(), [this, &work] { work(*m_worker); }, Qt::BlockingQueuedConnection);
    }

    /// Works off what was posted, deletes the worker in its thread, ends the thread.
    void stop()
    {
        std::unique_ptr<QObject> context;
        {
            const std::lock_guard lock(m_mutex);
            context = std::move(m_context);
        }
        if (!context)
            return;
        QMetaObject::invokeMethod(
            context.get(),
            [this] {
                m_worker.reset();
                // Objects that the worker released with deleteLater() must not outlive their thread.
                QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
            },
            Qt::BlockingQueuedConnection);
        m_thread.quit();
        m_thread.wait();
    }

    /// For connecting signals right after start(); everything else goes through post().
    Worker *worker() const { return m_worker.get(); }

private:
    QThread m_thread;
    std::unique_ptr<Worker> m_worker;   // lives in m_thread
    mutable std::mutex m_mutex;         // protects m_context
    std::unique_ptr<QObject> m_context; // lives in m_thread; null before start and after stop
};

} // namespace tickstock
