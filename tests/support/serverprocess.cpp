// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/serverprocess.h"

#include <QDir>
#include <QFile>
#include <QTest>

#include <csignal>
#include <unistd.h>

namespace tickstock::test {

namespace {

constexpr int PatienceMs = 30'000;

/// Field 4 of /proc/<pid>/stat, behind the name in brackets.
qint64 parentOf(qint64 pid)
{
    QFile file(QStringLiteral("/proc/%1/stat").arg(pid));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    const QByteArray line = file.readAll();
    return line.mid(line.lastIndexOf(')') + 2).split(' ').value(1).toLongLong();
}

} // namespace

ServerProcess::~ServerProcess()
{
    if (isRunning()) {
        thaw();
        kill();
    }
}

std::pair<QString, QStringList> ServerProcess::asUser(const QString &program, const QStringList &arguments) const
{
    const QString user = unprivilegedUser();
    if (user.isEmpty() || ::geteuid() != 0)
        return {program, arguments};
    return {QStringLiteral("setpriv"), QStringList{QStringLiteral("--reuid=") + user, QStringLiteral("--regid=") + user,
                                                   QStringLiteral("--clear-groups"), program} +
                                           arguments};
}

bool ServerProcess::run(const QString &program, const QStringList &arguments)
{
    const auto [command, all] = asUser(program, arguments);
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(command, all);
    const bool isFine = process.waitForFinished(PatienceMs) && process.exitCode() == 0;
    if (!isFine)
        qWarning().noquote() << command << all << process.errorString() << process.readAll();
    return isFine;
}

bool ServerProcess::start()
{
    const auto [command, all] = asUser(program(), arguments());
    m_process.start(command, all);
    if (!m_process.waitForStarted())
        return false;
    return QTest::qWaitFor([this] { return !isRunning() || answers(); }, PatienceMs) && isRunning();
}

void ServerProcess::stop()
{
    ::kill(static_cast<pid_t>(m_process.processId()), SIGINT); // PostgreSQL: at once, but in order
    m_process.waitForFinished(PatienceMs);
}

/// The process itself first.
std::vector<qint64> ServerProcess::family() const
{
    std::vector<qint64> pids{m_process.processId()};
    const auto all = QDir(QStringLiteral("/proc")).entryList(QDir::Dirs);
    for (std::size_t i = 0; i < pids.size(); ++i) {
        for (const QString &entry : all) {
            const qint64 pid = entry.toLongLong();
            if (pid > 0 && parentOf(pid) == pids[i])
                pids.push_back(pid);
        }
    }
    return pids;
}

void ServerProcess::kill()
{
    for (const qint64 pid : family())
        ::kill(static_cast<pid_t>(pid), SIGKILL);
    m_process.waitForFinished(PatienceMs);
}

void ServerProcess::freeze()
{
    for (const qint64 pid : family())
        ::kill(static_cast<pid_t>(pid), SIGSTOP);
}

void ServerProcess::thaw()
{
    for (const qint64 pid : family())
        ::kill(static_cast<pid_t>(pid), SIGCONT);
}

} // namespace tickstock::test
