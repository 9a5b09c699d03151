// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/desktop/settingskeeper.h"

#include "core/storage/filethread.h"

#include <QDir>

namespace tickstock {

SettingsKeeper::SettingsKeeper(SettingTexts texts, const QString &directory, FileThread &files)
    : m_draft(std::move(texts))
    , m_settings(*m_draft.parsed())
    , m_file(QDir(directory).filePath(SavedSettingsFile))
    , m_files(files)
{
}

void SettingsKeeper::findKey(std::function<void()> then)
{
    assertThreadOf(this);
    if (!m_settings.apiKey.isEmpty() || !m_settings.useMassiveApi) {
        then();
        return;
    }
    m_keychain.read([this, then = std::move(then)](const Expected<QString> &key) {
        const bool isStillWanted = m_settings.apiKey.isEmpty(); // the user may have typed one meanwhile
        if (key && !key->isEmpty() && isStillWanted)
            useKey(*key);
        else if (!key)
            noteKeyProblem(
                tr("The keychain cannot be used (%1): a key lasts for this run only.").arg(key.error().detail));
        then();
    });
}

void SettingsKeeper::apply(const SettingsDraft &draft, const std::optional<QString> &key)
{
    assertThreadOf(this);
    m_draft = draft;
    m_files.run([draft, file = m_file] { return draft.save(file); }, this,
                [this](const Outcome &saved) {
                    if (!saved)
                        Q_EMIT notSaved(saved.error().detail);
                });
    if (const auto parsed = m_draft.parsed())
        m_settings = *parsed;
    if (!key)
        return;
    useKey(*key);
    m_keychain.write(*key, [this](const Outcome &written) {
        noteKeyProblem(
            written
                ? QString()
                : tr("The keychain cannot be used (%1): the key lasts for this run only.").arg(written.error().detail));
    });
}

void SettingsKeeper::useKey(const QString &key)
{
    m_settings.apiKey = key;
    SettingTexts texts = m_draft.texts();
    texts.values[QStringLiteral("MASSIVE_API_KEY")] = {key, KeychainOrigin};
    m_draft = SettingsDraft(std::move(texts));
}

void SettingsKeeper::noteKeyProblem(const QString &problem)
{
    m_keyProblem = problem;
    if (!problem.isEmpty())
        Q_EMIT keyProblemFound(problem);
}

} // namespace tickstock
