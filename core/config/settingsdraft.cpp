// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/config/settingsdraft.h"

#include "core/config/settingstable.h"
#include "core/types/wholefile.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>

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
    const auto existing = readWholeFile(path, LargestSavedFile);
    const auto saved = existing ? QJsonDocument::fromJson(*existing) : QJsonDocument();
    const bool isLost = !saved.isObject() && (existing || existing.error().code != ErrorCode::NotFound);
    if (isLost && copyAside(path).isEmpty())
        return Error{ErrorCode::Io, QStringLiteral("%1: what is there cannot be read, nor kept beside it").arg(path)};
    QJsonObject json = saved.object();
    for (const auto &[key, value] : m_texts.values) {
        if (value.origin != SavedSettingsFile || settingOf(key).type->isSecret())
            continue;
        if (value.text.isEmpty())
            json.remove(key);
        else
            json[key] = value.text;
    }
    QDir().mkpath(QFileInfo(path).path());
    if (const auto written = writeWholeFile(path, QJsonDocument(json).toJson()); !written)
        return Error{ErrorCode::Io, QStringLiteral("%1: %2").arg(path, written.error().detail)};
    return success();
}

} // namespace tickstock
