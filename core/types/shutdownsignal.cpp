// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/types/shutdownsignal.h"

#include <QSocketNotifier>

#ifndef Q_OS_WIN
#include <csignal>
#include <sys/socket.h>
#include <unistd.h>
#endif

namespace tickstock {

#ifndef Q_OS_WIN

namespace {

int wakePipe[2] = {-1, -1}; // global, because a signal handler has no other way to reach them

void handleSignal(int)
{
    const char byte = 1;
    [[maybe_unused]] const auto written = ::write(wakePipe[0], &byte, 1);
}

} // namespace

ShutdownSignal::ShutdownSignal(QObject *parent)
    : QObject(parent)
{
    std::signal(SIGPIPE, SIG_IGN);
    if (::socketpair(AF_UNIX, SOCK_STREAM, 0, wakePipe) != 0)
        return;
    auto *notifier = new QSocketNotifier(wakePipe[1], QSocketNotifier::Read, this);
    connect(notifier, &QSocketNotifier::activated, this, [this] {
        char byte = 0;
        [[maybe_unused]] const auto taken = ::read(wakePipe[1], &byte, 1);
        Q_EMIT requested();
    });
    std::signal(SIGINT, handleSignal);
    std::signal(SIGTERM, handleSignal);
}

ShutdownSignal::~ShutdownSignal()
{
    std::signal(SIGINT, SIG_DFL);
    std::signal(SIGTERM, SIG_DFL);
    ::close(wakePipe[0]);
    ::close(wakePipe[1]);
}

#else

ShutdownSignal::ShutdownSignal(QObject *parent)
    : QObject(parent)
{
}
ShutdownSignal::~ShutdownSignal() = default;

#endif

} // namespace tickstock
