// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/config/settingsdraft.h"

#include "core/config/settingstable.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>

namespace tickstock {

QString SettingsDraft::text(const QString &key) const
{
    const auto it = m_texts.values.find(key);
    return it == m_texts.values.end() ? QString() : it->second.text;
}

QString SettingsDraft::textOrDefault(const QString &key) const
{
    const QString given = text(key);
    return given.isEmpty() ? settingOf(key).defaultText : given;
}

bool SettingsDraft::isOn(const QString &key) const
{
    const Setting &setting = settingOf(key);
    Q_ASSERT(setting.type->kind == SettingKind::Flag);
    return flagFromText(text(key)).value_or(setting.defaultText == u"true");
}

QString SettingsDraft::lockedBy(const QString &key) const
{
    const auto it = m_texts.values.find(key);
    if (it == m_texts.values.end() || it->second.origin == SavedSettingsFile || it->second.origin == KeychainOrigin)
        return {};
    return it->second.origin;
}

void SettingsDraft::set(const QString &key, const QString &value)
{
    Q_ASSERT(findSetting(key));
    if (lockedBy(key).isEmpty())
        m_texts.values[key] = {value, SavedSettingsFile};
}

Outcome SettingsDraft::save(const QString &path) const
{
    QJsonObject json;
    if (QFile existing(path); existing.open(QIODevice::ReadOnly))
        json = QJsonDocument::fromJson(existing.readAll()).object();
    for (const auto &[key, value] : m_texts.values) {
        if (value.origin != SavedSettingsFile || settingOf(key).type->isSecret())
            continue;
        if (value.text.isEmpty())
            json.remove(key);
        else
            json[key] = value.text;
    }
    QDir().mkpath(QFileInfo(path).path());
    QSaveFile file(path);
    const QByteArray bytes = QJsonDocument(json).toJson();
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        return Error{ErrorCode::Io, QStringLiteral("%1: %2").arg(path, file.errorString())};
    return success();
}

} // namespace tickstock
