// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QObject>

class QSocketNotifier;

namespace tickstock {

/// Turns SIGINT and SIGTERM into a Qt signal, so that a program ends by its ordinary way out. Also ignores SIGPIPE: a
/// write to a connection that the peer has reset must be an error, not the end of the process. One per process.
class ShutdownSignal final : public QObject
{
    Q_OBJECT

public:
    explicit ShutdownSignal(QObject *parent = nullptr);
    ~ShutdownSignal() override;

Q_SIGNALS:
    void requested();
};

} // namespace tickstock
