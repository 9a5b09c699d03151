// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/config/universefile.h"

#include <QObject>
#include <QThreadPool>

namespace tickstock {

/// Reads files of symbol lists where the window does not wait for the disk. GUI thread; the file is read in a thread of
/// its own, which the end of the object waits for.
class UniverseFileReader final : public QObject
{
    Q_OBJECT

public:
    explicit UniverseFileReader(QObject *parent = nullptr);
    ~UniverseFileReader() override;

    void read(const QString &file);

Q_SIGNALS:
    void finished(const tickstock::Expected<tickstock::ImportedUniverses> &read);

private:
    QThreadPool m_thread;
};

} // namespace tickstock
