// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QObject>
#include <QThread>

namespace tickstock {

/// The first line of every public function of an object that lives in one thread. In debug builds a call from another
/// thread ends the program there, where the mistake is, and not later with half-written state; costs nothing in
/// release.
inline void assertThreadOf([[maybe_unused]] const QObject *object)
{
    Q_ASSERT_X(QThread::currentThread() == object->thread(), object->metaObject()->className(),
               "called from another thread than the one it lives in");
}

/// The same for classes that are no QObjects: they belong to the thread that made them.
class ThreadCheck
{
public:
    void assertHere() const
    {
        Q_ASSERT_X(QThread::currentThreadId() == m_thread, "ThreadCheck",
                   "called from another thread than the one it was made in");
    }

private:
    [[maybe_unused]] Qt::HANDLE m_thread = QThread::currentThreadId();
};

} // namespace tickstock
