// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QJsonObject>
#include <QProcess>
#include <QProcessEnvironment>
#include <QStringList>
#include <QTemporaryDir>

#include <map>

namespace tickstock::test {

/// One of our executables, run with a clean environment and ended with the test.
class Program
{
public:
    Program(const QString &name, const QStringList &arguments, const std::map<QString, QString> &environment = {});
    ~Program();
    Q_DISABLE_COPY_MOVE(Program)

    /// Waits until standard output contains @p text; false after a while or when the program ended without it.
    bool waitForOutput(const QString &text);
    /// Waits until it ends by itself; -1 after a while.
    int waitForExit();
    /// Asks it to end (SIGTERM) and waits.
    int terminate();
    /// Ends it at once (SIGKILL), as a crash would.
    void kill();
    QString output() const { return m_output; }
    QString errors();

private:
    void read();

    QProcess m_process;
    QString m_output;
    QString m_errors;
};

/// A port that nobody listens on, and that no other test is given as long as this one runs: what listens there may be
/// ended and started again. From below those that systems give to whoever asks for any.
quint16 freePort();

/// GET or POST of a JSON document; empty on failure.
QJsonObject getJson(const QString &url);
QByteArray getText(const QString &url);
QByteArray postTo(const QString &url);

} // namespace tickstock::test
