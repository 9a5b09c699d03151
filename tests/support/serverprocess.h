// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QProcess>
#include <QStringList>

#include <vector>

namespace tickstock::test {

/// A server that a test starts on a port of its own, treats badly, and ends. Only processes that it has started
/// itself, and their children, are ever touched.
class ServerProcess
{
public:
    virtual ~ServerProcess();

    /// Returns when it answers.
    bool start();
    /// In good order.
    void stop();
    /// At once (SIGKILL), with its children.
    void kill();
    /// It keeps its connections and does nothing any more (SIGSTOP), until thaw().
    void freeze();
    void thaw();
    bool isRunning() const { return m_process.state() != QProcess::NotRunning; }
    QByteArray output() { return m_process.readAllStandardOutput() + m_process.readAllStandardError(); }

protected:
    virtual QString program() const = 0;
    virtual QStringList arguments() const = 0;
    virtual bool answers() = 0;
    /// As root: the user to become, because the program refuses root; empty: it does not.
    virtual QString unprivilegedUser() const { return {}; }
    /// Runs something to its end as that user.
    bool run(const QString &program, const QStringList &arguments);

private:
    std::vector<qint64> family() const;
    std::pair<QString, QStringList> asUser(const QString &program, const QStringList &arguments) const;

    QProcess m_process;
};

} // namespace tickstock::test
