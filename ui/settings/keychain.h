// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/types/expected.h"

#include <QObject>

#include <functional>

namespace QKeychain {
class Job;
}

namespace tickstock {

/// The Massive key in the system's keychain. Never falls back to a plain-text file: without a keychain the key lasts
/// for the run. GUI thread; answers come after five seconds at the latest.
class Keychain final : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// An empty text if none is kept.
    void read(std::function<void(const Expected<QString> &)> answer);
    /// An empty key removes it.
    void write(const QString &key, std::function<void(const Outcome &)> answer);

private:
    void start(QKeychain::Job *job, std::function<void(QKeychain::Job *)> finished);
};

} // namespace tickstock
