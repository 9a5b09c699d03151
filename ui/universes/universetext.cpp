// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/universes/universetext.h"

#include "core/market/symbol.h"

#include <QRegularExpression>
#include <QSet>

namespace tickstock {

QStringList splitSymbols(const QString &text)
{
    static const QRegularExpression separators(QStringLiteral("[,;\\s]+"));
    QStringList symbols = text.split(separators, Qt::SkipEmptyParts);
    for (QString &symbol : symbols) {
        if (symbol == symbol.toLower())
            symbol = symbol.toUpper();
    }
    return symbols;
}

TypedSymbols typedSymbols(const QString &text)
{
    TypedSymbols typed;
    QSet<QString> seen;
    for (const QString &symbol : splitSymbols(text)) {
        const bool isValid = isSymbol(symbol.toStdString());
        if (seen.contains(symbol)) {
            typed.repeated += isValid;
            continue;
        }
        seen.insert(symbol);
        (isValid ? typed.symbols : typed.invalid).append(symbol);
    }
    return typed;
}

} // namespace tickstock
