// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QObject>

class QSocketNotifier;

namespace tickstock {

/// Turns SIGINT and SIGTERM into a Qt signal, so that the program ends in its ordinary way. Also ignores SIGPIPE: a
/// write to a connection that the peer has reset must be an error, not the end of the process. One per process, in the
/// main thread.
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
