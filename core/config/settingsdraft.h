// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/config/settings.h"

namespace tickstock {

/// Settings while they are edited: what is in force, what the dialog has saved before, and what was changed since. A
/// value that comes from the environment or an .env file wins over a saved one, so it cannot be changed here. One
/// thread.
class SettingsDraft
{
public:
    SettingsDraft() = default;
    /// @param current as collected at start
    explicit SettingsDraft(SettingTexts current)
        : m_texts(std::move(current))
    {
    }

    QString text(const QString &key) const;
    /// Where the value comes from if it cannot be changed here; empty if it can.
    QString lockedBy(const QString &key) const;
    /// An empty value means the default.
    void set(const QString &key, const QString &value);
    /// Everything checked, as at start.
    Expected<Settings> parsed() const { return parseSettings(m_texts); }
    const SettingTexts &texts() const { return m_texts; }

    /// Writes what can be changed here to the file and keeps what else is in it; never a key or token. Crash-safe.
    Outcome save(const QString &file) const;

private:
    SettingTexts m_texts;
};

/// Name of the file in the configuration directory.
inline const QString SavedSettingsFile = QStringLiteral("settings.json");

/// Origin of a key that the system's keychain keeps.
inline const QString KeychainOrigin = QStringLiteral("keychain");

} // namespace tickstock
