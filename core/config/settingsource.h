// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>
#include <QStringList>

#include <map>

namespace tickstock {

/// What the dialog saves, in the configuration directory; also the origin of what is read from it.
inline const QString SavedSettingsFile = QStringLiteral("settings.json");
inline constexpr qint64 LargestSavedFile = 1 << 20;
/// Origin of a key that the system's keychain keeps.
inline const QString KeychainOrigin = QStringLiteral("keychain");

/// One value and where it was found, so that a complaint can name the place. A value.
struct SettingValue
{
    QString text;
    QString origin; ///< "environment", ".env:12", "settings.json"
};

/// All settings as texts; the first source that has a key wins. A value.
struct SettingTexts
{
    std::map<QString, SettingValue> values;
    QStringList warnings;
};

/// Reads `KEY=VALUE` lines: `export ` before, quotes around, comments after `#`. A line that is neither is a warning.
SettingTexts readEnvFile(const QString &path);

/// The files that settings are read from. A value.
struct SettingPlaces
{
    QString envFile; ///< given with --env; must exist then
    QString workingDirectory;
    QString configDirectory; ///< holds .env and settings.json
};

/// Reads files: for the start, before there is a window. Environment, then one .env (the given file, else the working
/// directory's, else the configuration directory's), then the saved settings.
SettingTexts collectSettings(const SettingPlaces &places);

} // namespace tickstock
