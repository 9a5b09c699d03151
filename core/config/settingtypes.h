// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/config/settingtype.h"

#include <variant>

/// The kinds of settings: each function makes the type of a setting whose value goes to a member. Pure.
namespace tickstock::settingtypes {

/// The value of a text, or why there is none.
template<class T>
using Reading = std::variant<T, RefusedText>;

Reading<bool> readFlag(const QString &text);
Reading<int> readNumber(const QString &text, int lowest, int highest);
/// Its place among the words.
Reading<int> readChoice(const QString &text, const QStringList &words);
/// In any case, each once.
Reading<QStringList> readWords(const QString &text, const QStringList &words);
Reading<QStringList> readSymbols(const QString &text);
Reading<std::vector<QStringList>> readTiers(const QString &text);
/// The plain scheme is taken for this machine only.
Reading<QUrl> readUrl(const QString &text, const QString &encrypted, const QString &plain);
Reading<QUrl> readRedisUrl(const QString &text);
Reading<QUrl> readDatabaseUrl(const QString &text);
Reading<ListenAddress> readListenAddress(const QString &text);
std::optional<RefusedText> checkCertificates(const QString &file);

template<class T>
T &valueIn(SettingTarget into, T Settings::*member)
{
    return into.settings.*member;
}

template<class T>
T &valueIn(SettingTarget into, T ConnectionSlot::*member)
{
    return into.connection.*member;
}

/// @param parse makes a Reading of a text
template<class Owner, class T, class Parse>
SettingType makeType(SettingKind kind, T Owner::*member, Parse parse)
{
    SettingType type;
    type.kind = kind;
    type.read = [member, parse](const QString &text, SettingTarget into) -> std::optional<RefusedText> {
        auto reading = parse(text);
        if (const auto *refused = std::get_if<RefusedText>(&reading))
            return *refused;
        valueIn(into, member) = static_cast<T>(std::get<0>(std::move(reading)));
        return std::nullopt;
    };
    return type;
}

template<class Owner>
SettingType flag(bool Owner::*member)
{
    return makeType(SettingKind::Flag, member, readFlag);
}

template<class Owner>
SettingType number(int Owner::*member, int lowest, int highest)
{
    SettingType type = makeType(SettingKind::Number, member,
                                [lowest, highest](const QString &text) { return readNumber(text, lowest, highest); });
    type.lowest = lowest;
    type.highest = highest;
    return type;
}

/// @param words in the order of the enumeration
template<class Enumeration>
SettingType choice(Enumeration Settings::*member, const QStringList &words)
{
    SettingType type =
        makeType(SettingKind::Choice, member, [words](const QString &text) { return readChoice(text, words); });
    type.words = words;
    return type;
}

template<class Owner>
SettingType text(QString Owner::*member)
{
    return makeType(SettingKind::Text, member, [](const QString &given) { return Reading<QString>(given); });
}

inline SettingType list(QStringList Settings::*member)
{
    return makeType(SettingKind::Text, member,
                    [](const QString &text) { return Reading<QStringList>(splitList(text)); });
}

inline SettingType listOf(const QStringList &words, QStringList Settings::*member)
{
    return makeType(SettingKind::Text, member, [words](const QString &text) { return readWords(text, words); });
}

inline SettingType symbols(QStringList ConnectionSlot::*member)
{
    return makeType(SettingKind::Text, member, readSymbols);
}

inline SettingType tiers(std::vector<QStringList> Settings::*member)
{
    return makeType(SettingKind::Text, member, readTiers);
}

inline SettingType vendorUrl(QUrl Settings::*member, const QString &encrypted, const QString &plain)
{
    SettingType type = makeType(SettingKind::Text, member,
                                [encrypted, plain](const QString &text) { return readUrl(text, encrypted, plain); });
    type.disclosure = Disclosure::Address;
    return type;
}

/// @param parse knows the addresses of that kind of server
inline SettingType serverUrl(QUrl Settings::*member, Reading<QUrl> (*parse)(const QString &))
{
    SettingType type = makeType(SettingKind::Text, member, parse);
    type.disclosure = Disclosure::Scheme;
    return type;
}

inline SettingType listenAddress(ListenAddress Settings::*member)
{
    return makeType(SettingKind::Text, member, readListenAddress);
}

inline SettingType certificateFile(QString Settings::*member)
{
    SettingType type = text(member);
    type.checkFile = checkCertificates;
    return type;
}

inline SettingType secret(QString Settings::*member)
{
    SettingType type = text(member);
    type.disclosure = Disclosure::Nothing;
    return type;
}

inline SettingType lenient(SettingType type)
{
    type.isLenient = true;
    return type;
}

} // namespace tickstock::settingtypes
