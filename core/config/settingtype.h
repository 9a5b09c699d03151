// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/config/settings.h"

#include <functional>

namespace tickstock {

/// Where a value goes: into the settings, or into the connection that the key names.
struct SettingTarget
{
    Settings &settings;
    ConnectionSlot &connection;
};

/// Why a text is not taken. A value.
struct RefusedText
{
    QString accepted;        ///< in words
    bool isReadable = false; ///< it can be read, but makes no sense: a number out of range, an unknown word
};

/// How much of a value messages may show.
enum class Disclosure {
    Whole,
    Address, ///< a URL without user, password and query
    Scheme,  ///< nothing else of a URL: it can hold a password in any part
    Nothing
};

enum class SettingKind { Flag, Number, Choice, Text };

/// How a text becomes the value of a setting. A value; the functions in settingtypes.h make them.
struct SettingType
{
    SettingKind kind = SettingKind::Text;
    /// Puts the value into its place, or says why not. Pure: looks into no file.
    std::function<std::optional<RefusedText>(const QString &text, SettingTarget into)> read;
    /// Reads the file that the text names; empty if the text names none.
    std::function<std::optional<RefusedText>(const QString &text)> checkFile;
    int lowest = 0, highest = 0; ///< of a number
    QStringList words;           ///< of a choice
    Disclosure disclosure = Disclosure::Whole;
    bool isLenient = false; ///< what is readable and makes no sense is warned about, and the default is used

    bool isSecret() const { return disclosure == Disclosure::Nothing; }
    /// What messages may show of a text.
    QString shown(const QString &text) const;
};

} // namespace tickstock
