// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/types/expected.h"

#include <QByteArray>
#include <QString>

namespace tickstock {

/// Reads a file that has at most @p largest bytes. NotFound: there is no such file; BadInput: it has more; Io: it
/// cannot be read, or it is no ordinary file. Waits for the disk, so the GUI thread calls it through a FileThread.
/// Thread-safe.
Expected<QByteArray> readWholeFile(const QString &name, qint64 largest);

/// Replaces the file in one step: a crash leaves the old content or the new one. Waits for the disk. Thread-safe.
Outcome writeWholeFile(const QString &name, const QByteArray &content);

/// Copies a file that cannot be used to a name of its own beside it, before it is replaced. Earlier copies stay: one of
/// them may be the only good one. Returns the copy's name; empty if there can be none. Waits for the disk. Thread-safe.
QString copyAside(const QString &name);

} // namespace tickstock
