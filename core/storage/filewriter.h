// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QObject>
#include <QString>
#include <QThreadPool>

namespace tickstock {

/// Writes whole files where nobody waits for the disk: in a thread of its own, in the order asked for. A file is
/// replaced at once or not at all. One thread asks and hears; the end of the object waits for what is under way.
class FileWriter final : public QObject
{
    Q_OBJECT

public:
    explicit FileWriter(QObject *parent = nullptr);
    ~FileWriter() override;

    void write(const QString &file, const QByteArray &content);

Q_SIGNALS:
    void written(const QString &file);
    /// @p problem in the system's words.
    void failed(const QString &file, const QString &problem);

private:
    QThreadPool m_thread;
};

} // namespace tickstock
