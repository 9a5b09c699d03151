// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/storage/filethread.h"

namespace tickstock {

FileThread::FileThread(QObject *parent)
    : QObject(parent)
{
    m_pool.setMaxThreadCount(1);
}

FileThread::~FileThread()
{
    m_pool.waitForDone();
}

void FileThread::answerNext()
{
    const Answer answer = std::move(m_answers.front());
    m_answers.pop_front();
    if (answer.context)
        answer.give();
}

} // namespace tickstock
