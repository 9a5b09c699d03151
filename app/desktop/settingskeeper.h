// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/config/settingsdraft.h"
#include "ui/settings/keychain.h"

#include <QObject>

#include <functional>
#include <optional>

namespace tickstock {

class FileThread;

/// The settings in force. What the dialog changes is saved by the file thread, the key by the system's keychain. GUI
/// thread.
class SettingsKeeper final : public QObject
{
    Q_OBJECT

public:
    /// @param texts parse without an error
    /// @param directory where the dialog's settings are saved
    /// @param files must outlive the keeper
    SettingsKeeper(SettingTexts texts, const QString &directory, FileThread &files);

    const Settings &settings() const { return m_settings; }
    const SettingsDraft &draft() const { return m_draft; }
    /// What is wrong with the keychain; empty if nothing is known to be.
    const QString &keyProblem() const { return m_keyProblem; }

    /// Calls @p then when the keychain has answered, or at once if the key is known or not needed.
    void findKey(std::function<void()> then);
    /// The settings are in force at once, and are saved. @p key nothing: the key stays as it is.
    void apply(const SettingsDraft &draft, const std::optional<QString> &key);

Q_SIGNALS:
    void notSaved(const QString &problem);
    void keyProblemFound(const QString &problem);

private:
    void useKey(const QString &key);
    void noteKeyProblem(const QString &problem);

    SettingsDraft m_draft;
    Settings m_settings;
    const QString m_file;
    FileThread &m_files;
    Keychain m_keychain;
    QString m_keyProblem;
};

} // namespace tickstock
