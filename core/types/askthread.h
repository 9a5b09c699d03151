// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/types/workerthread.h"

#include <chrono>
#include <future>
#include <optional>

namespace tickstock {

/// How long an answer is waited for: a thread that takes longer hangs.
inline constexpr std::chrono::seconds AnswerPatience{2};

/// Asks the worker of another thread and waits for what it says. Nothing when there is no worker, it has no answer, or
/// has not answered by then. For threads that may wait; never the GUI thread.
template<class T, class Worker, class Question>
std::optional<T> askThread(WorkerThread<Worker> &thread, Question question)
{
    const auto answer = std::make_shared<std::promise<std::optional<T>>>();
    auto future = answer->get_future();
    const bool isAsked = thread.tryPost(
        [answer, question = std::move(question)](Worker &worker) { answer->set_value(question(worker)); });
    if (!isAsked || future.wait_for(AnswerPatience) != std::future_status::ready)
        return std::nullopt;
    return future.get();
}

} // namespace tickstock
