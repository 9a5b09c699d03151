// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/config/settingsource.h"

#include "core/config/settingkeys.h"
#include "core/config/settingstable.h"
#include "core/types/wholefile.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcessEnvironment>
#include <QRegularExpression>

namespace tickstock {

namespace {

QString unquoted(QString value)
{
    if (value.size() >= 2 && (value[0] == u'"' || value[0] == u'\'')) {
        const qsizetype end = value.indexOf(value[0], 1);
        if (end > 0)
            return value.mid(1, end - 1);
    }
    const qsizetype comment = value.indexOf(QRegularExpression(QStringLiteral("\\s#")));
    return (comment >= 0 ? value.left(comment) : value).trimmed();
}

void addMissing(SettingTexts &into, const SettingTexts &from)
{
    into.values.insert(from.values.begin(), from.values.end());
    into.warnings += from.warnings;
}

SettingTexts fromEnvironment()
{
    SettingTexts texts;
    const QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const QString &key : environment.keys()) {
        if (findSetting(key))
            texts.values[key] = {environment.value(key), QStringLiteral("environment")};
        else if (const QString meant = nearestSettingKey(key); !meant.isEmpty())
            texts.warnings.append(QStringLiteral("environment: %1 is not a setting; %2 is").arg(key, meant));
    }
    return texts;
}

SettingTexts fromSavedFile(const QString &path)
{
    SettingTexts texts;
    const auto content = readWholeFile(path, LargestSavedFile);
    if (!content && content.error().code == ErrorCode::NotFound)
        return texts;
    QJsonParseError problem;
    const auto saved = content ? QJsonDocument::fromJson(*content, &problem) : QJsonDocument();
    if (!saved.isObject()) {
        const QString why = !content                                    ? content.error().detail
                            : problem.error != QJsonParseError::NoError ? problem.errorString()
                                                                        : QStringLiteral("it holds no settings");
        texts.warnings.append(QStringLiteral("%1: not readable (%2); its settings are not used").arg(path, why));
        return texts;
    }
    const QJsonObject values = saved.object();
    for (auto it = values.begin(); it != values.end(); ++it) {
        const QString meant = findSetting(it.key()) ? QString() : nearestSettingKey(it.key());
        if (findSetting(it.key()) && !it.value().isArray() && !it.value().isObject() && !it.value().isNull())
            texts.values[it.key()] = {it.value().toVariant().toString(), QFileInfo(path).fileName()};
        else if (findSetting(it.key()))
            texts.warnings.append(QStringLiteral("%1: %2 is no text; it is not used").arg(path, it.key()));
        else if (!meant.isEmpty())
            texts.warnings.append(QStringLiteral("%1: %2 is not a setting; %3 is").arg(path, it.key(), meant));
    }
    return texts;
}

QString envFileOf(const SettingPlaces &places)
{
    if (!places.envFile.isEmpty())
        return places.envFile;
    for (const QString &directory : {places.workingDirectory, places.configDirectory}) {
        const QString path = QDir(directory).filePath(QStringLiteral(".env"));
        if (!directory.isEmpty() && QFileInfo(path).isFile())
            return path;
    }
    return {};
}

} // namespace

SettingTexts readEnvFile(const QString &path)
{
    SettingTexts texts;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly | QIODevice::Text)) {
        texts.warnings.append(QStringLiteral("%1: cannot be read").arg(path));
        return texts;
    }
    static const QRegularExpression assignment(
        QStringLiteral("^(?:export\\s+)?([A-Za-z_][A-Za-z0-9_]*)\\s*=\\s*(.*)$"));
    const QString name = QFileInfo(path).fileName();
    int number = 0;
    for (const QByteArray &bytes : file.readAll().split('\n')) {
        ++number;
        const QString line = QString::fromUtf8(bytes).trimmed();
        if (line.isEmpty() || line.startsWith(u'#'))
            continue;
        const auto match = assignment.match(line);
        const QString place = QStringLiteral("%1:%2").arg(name).arg(number);
        if (!match.hasMatch()) {
            // The line may hold a secret, so it is not quoted.
            texts.warnings.append(QStringLiteral("%1: not of the form KEY=VALUE; left out").arg(place));
            continue;
        }
        const QString key = match.captured(1);
        if (findSetting(key))
            texts.values[key] = {unquoted(match.captured(2)), place};
        else if (const QString meant = nearestSettingKey(key); !meant.isEmpty())
            texts.warnings.append(QStringLiteral("%1: %2 is not a setting; %3 is").arg(place, key, meant));
    }
    return texts;
}

SettingTexts collectSettings(const SettingPlaces &places)
{
    SettingTexts texts = fromEnvironment();
    if (const QString path = envFileOf(places); !path.isEmpty())
        addMissing(texts, readEnvFile(path));
    if (!places.configDirectory.isEmpty())
        addMissing(texts, fromSavedFile(QDir(places.configDirectory).filePath(SavedSettingsFile)));
    return texts;
}

} // namespace tickstock
