// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/types/threadcheck.h"

#include <QPointer>
#include <QThreadPool>

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace tickstock {

/// Does work on files in a thread of its own, so that its owner's thread never waits for the disk. Jobs run one after
/// the other, in the order in which they were given: what was written first can be read by a later job. Lives in its
/// owner's thread; its destructor waits until all jobs are done.
class FileThread final : public QObject
{
    Q_OBJECT

public:
    explicit FileThread(QObject *parent = nullptr);
    ~FileThread() override;

    /// Runs @p work in the file thread, and then @p then with its result in the owner's thread. @p then is left out if
    /// @p context or this object has been deleted by then.
    template<class Work, class Then>
    void run(Work work, const QObject *context, Then then)
    {
        assertThreadOf(this);
        const auto result = std::make_shared<std::optional<std::invoke_result_t<Work>>>();
        m_answers.push_back({context, [result, then = std::move(then)]() mutable { then(std::move(**result)); }});
        m_pool.start([this, result, work = std::move(work)]() mutable {
            result->emplace(work());
            QMetaObject::invokeMethod(this, &FileThread::answerNext, Qt::QueuedConnection);
        });
    }

private:
    struct Answer
    {
        QPointer<const QObject> context;
        std::function<void()> give;
    };

    void answerNext();

    std::deque<Answer> m_answers; // of the jobs that are not answered yet, in their order
    QThreadPool m_pool;           // of one thread
};

} // namespace tickstock
