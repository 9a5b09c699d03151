// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QMetaObject>
#include <QObject>

#include <utility>

namespace tickstock {

/// Runs @p work in the thread that @p object lives in, later, in the order of the calls; not at all once the object is
/// gone. Thread-safe.
template<class Work>
void postTo(QObject *object, Work work)
{
    QMetaObject::invokeMethod(object, std::move(work), Qt::QueuedConnection);
}

} // namespace tickstock
