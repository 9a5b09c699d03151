// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/config/settings.h"

#include "core/config/settingstable.h"

#include <algorithm>

namespace tickstock {

namespace {

/// Null when there is no such key. An empty text counts as none: `KEY=` in a file means "not set".
const SettingValue *givenValue(const SettingTexts &texts, const QString &key)
{
    const auto found = texts.values.find(key);
    return found == texts.values.end() || found->second.text.isEmpty() ? nullptr : &found->second;
}

SettingTarget targetOf(const Setting &setting, Settings &settings)
{
    return {settings, settings.connections[setting.connection]};
}

QString complaint(const Setting &setting, const SettingValue &value, const QString &accepted)
{
    return QStringLiteral("%1=%2 (%3): accepted is %4")
        .arg(setting.key, setting.type->shown(value.text), value.origin, accepted);
}

std::optional<RefusedText> readInto(Settings &settings, const Setting &setting, const QString &text, FileCheck files)
{
    const auto refused = setting.type->read(text, targetOf(setting, settings));
    if (refused || files == FileCheck::Skipped || !setting.type->checkFile)
        return refused;
    return setting.type->checkFile(text);
}

/// What one value allows depends on another one.
Outcome checkTogether(const Settings &settings, const SettingTexts &texts)
{
    const auto refuse = [&](const QString &key, const QString &accepted) {
        return Error{ErrorCode::BadInput, complaint(settingOf(key), *givenValue(texts, key), accepted)};
    };
    if (settings.tickSource == TickSource::Redis && settings.redisUrl.isEmpty())
        return refuse(QStringLiteral("MARKET_TICK_SOURCE"), QStringLiteral("websocket, unless REDIS_URL is set"));
    if (settings.apiListen && !settings.apiListen->first.isLoopback() && settings.apiToken.isEmpty())
        return refuse(QStringLiteral("API_LISTEN"), QStringLiteral("a loopback address, unless API_TOKEN is set"));
    return success();
}

void refuseSeveralConnections(Settings &settings)
{
    settings.isMultiRefused = settings.useMultiConnection;
    settings.useMultiConnection = false;
}

} // namespace

Settings::Settings()
{
    for (const Setting &setting : allSettings()) {
        if (setting.defaultText.isEmpty())
            continue;
        [[maybe_unused]] const auto refused = setting.type->read(setting.defaultText, targetOf(setting, *this));
        Q_ASSERT(!refused);
    }
}

std::optional<bool> flagFromText(const QString &text)
{
    const QString word = text.toLower();
    if (word == u"true" || word == u"1" || word == u"yes" || word == u"on")
        return true;
    if (word == u"false" || word == u"0" || word == u"no" || word == u"off")
        return false;
    return std::nullopt;
}

QStringList splitList(const QString &text)
{
    QStringList parts;
    for (const QString &part : text.split(u',', Qt::SkipEmptyParts)) {
        if (const QString trimmed = part.trimmed(); !trimmed.isEmpty())
            parts.append(trimmed);
    }
    return parts;
}

Expected<Settings> parseSettings(const SettingTexts &texts, FileCheck files)
{
    Settings settings;
    settings.warnings = texts.warnings;
    bool makeSense = true;
    for (const Setting &setting : allSettings()) {
        const SettingValue *value = givenValue(texts, setting.key);
        const auto refused = value ? readInto(settings, setting, value->text, files) : std::nullopt;
        if (!refused)
            continue;
        const QString words = complaint(setting, *value, refused->accepted);
        if (!refused->isReadable || !setting.type->isLenient)
            return Error{ErrorCode::BadInput, words};
        settings.warnings.append(words);
        makeSense = false;
    }
    if (const auto checked = checkTogether(settings, texts); !checked)
        return checked.error();
    const bool isAnyUsed = std::any_of(settings.connections.begin(), settings.connections.end(),
                                       [](const ConnectionSlot &slot) { return slot.enabled; });
    if (!makeSense || !isAnyUsed)
        refuseSeveralConnections(settings);
    return settings;
}

} // namespace tickstock
