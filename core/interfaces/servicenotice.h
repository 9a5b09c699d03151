// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QMetaType>
#include <QString>

namespace tickstock {

/// Something the user should know that is not a state of a connection. A value.
struct ServiceNotice
{
    enum class Kind {
        StorageFailed,
        StorageAway, ///< it will come back, and what is due is kept on disk for it
        NoSymbols,
        UnknownUniverse,
        NoKey,
        ApiUnavailable,
        SettingWarning,
        UniverseNotSaved,
        NotCarried,
        PatternsNotSaved
    };
    Kind kind = Kind::SettingWarning;
    QString detail;
};

} // namespace tickstock

Q_DECLARE_METATYPE(tickstock::ServiceNotice)
