// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>
#include <QStringList>

#include <map>

namespace tickstock {

/// Lists of symbols by their key, `family:list`.
using Universes = std::map<QString, QStringList>;

/// A list as it was typed, taken apart. A value.
struct TypedSymbols
{
    QStringList symbols; ///< each once, in the order of the text
    QStringList invalid; ///< what is no symbol, each once
    int repeated = 0;    ///< symbols that were there already
};

/// Separated by commas, semicolons or white space. Nearly all symbols are upper case, so a word all in lower case is
/// made upper case. Pure.
QStringList splitSymbols(const QString &text);
TypedSymbols typedSymbols(const QString &text);

} // namespace tickstock
