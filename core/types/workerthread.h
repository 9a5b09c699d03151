// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QCoreApplication>
#include <QObject>
#include <QThread>

#include <functional>
#include <memory>
#include <type_traits>

namespace tickstock {

/// A named thread that owns one worker object. The worker is created, used and deleted in that thread; destroying
/// this object deletes the worker there, then quits and waits.
template<class Worker>
class WorkerThread
{
public:
    explicit WorkerThread(const QString &name)
        : m_thread(std::make_unique<QThread>())
    {
        m_thread->setObjectName(name);
    }
    ~WorkerThread() { stop(); }
    Q_DISABLE_COPY_MOVE(WorkerThread)

    /// Starts the thread and makes the worker in it; returns when the worker exists.
    void start(const std::function<std::unique_ptr<Worker>()> &make)
    {
        m_context = std::make_unique<QObject>();
        m_context->moveToThread(m_thread.get());
        m_thread->start();
        QMetaObject::invokeMethod(
            m_context.get(), [this, make] { m_worker = make(); }, Qt::BlockingQueuedConnection);
    }

    /// Runs in the worker's thread, later.
    template<class F>
    void post(F work)
    {
        if (m_context)
            QMetaObject::invokeMethod(m_context.get(), [this, work] { work(*m_worker); }, Qt::QueuedConnection);
    }
    /// Runs in the worker's thread and waits for it; not from within that thread, not for I/O from the GUI thread.
    template<class F>
    void postAndWait(F work)
    {
        if (m_context)
            QMetaObject::invokeMethod(
                m_context.get(), [this, &work] { work(*m_worker); }, Qt::BlockingQueuedConnection);
    }

    void stop()
    {
        if (!m_context)
            return;
        QMetaObject::invokeMethod(
            m_context.get(),
            [this] {
                m_worker.reset();
                // Objects that the worker released with deleteLater() must not outlive their thread.
                QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
            },
            Qt::BlockingQueuedConnection);
        m_thread->quit();
        m_thread->wait();
        m_context.reset();
    }

    /// The worker, for connecting signals; touch it otherwise only by post().
    Worker *worker() const { return m_worker.get(); }
    bool isRunning() const { return m_context != nullptr; }

private:
    std::unique_ptr<QThread> m_thread;
    std::unique_ptr<QObject> m_context; // lives in m_thread
    std::unique_ptr<Worker> m_worker;   // lives in m_thread
};

} // namespace tickstock
