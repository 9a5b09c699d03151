// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/config/settings.h"

namespace tickstock {

/// Settings while they are edited: what is in force, what the dialog has saved before, and what was changed since. What
/// comes from the environment or an .env file wins over what is saved, so it cannot be changed here. A value.
class SettingsDraft
{
public:
    SettingsDraft() = default;
    /// @param current as collected at start
    explicit SettingsDraft(SettingTexts current)
        : m_texts(std::move(current))
    {
    }

    /// As it was given; empty if it was not.
    QString text(const QString &key) const;
    QString textOrDefault(const QString &key) const;
    /// Of a flag; the default if its text is neither true nor false.
    bool isOn(const QString &key) const;
    /// Where the value comes from if it cannot be changed here; empty if it can.
    QString lockedBy(const QString &key) const;
    /// An empty value means the default.
    void set(const QString &key, const QString &value);
    /// Everything checked, as at start, but for the files that settings name: the window does not wait for the disk.
    Expected<Settings> parsed() const { return parseSettings(m_texts, FileCheck::Skipped); }
    const SettingTexts &texts() const { return m_texts; }

    /// Writes what can be changed here to the file and keeps what else is in it; never a key or token. Crash-safe.
    /// Waits for the disk.
    Outcome save(const QString &file) const;

private:
    SettingTexts m_texts;
};

} // namespace tickstock
