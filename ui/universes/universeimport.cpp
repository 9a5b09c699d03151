// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/universes/universeimport.h"

#include "core/config/universefile.h"

#include <QCoreApplication>

namespace tickstock {

namespace {

constexpr qsizetype NamedAtOnce = 8;
constexpr qsizetype LongestName = 40;

struct ImportText
{
    Q_DECLARE_TR_FUNCTIONS(ImportText)
};

QStringList firstOf(const QStringList &texts)
{
    QStringList shown = texts.mid(0, NamedAtOnce);
    if (texts.size() > NamedAtOnce)
        shown.append(ImportText::tr("%1 more").arg(texts.size() - NamedAtOnce));
    return shown;
}

} // namespace

QString shortened(const QString &name)
{
    return name.size() > LongestName ? QString(name.left(LongestName) + u'\u2026') : name;
}

QString named(const QStringList &names)
{
    QStringList shown;
    for (const QString &name : firstOf(names))
        shown.append(shortened(name));
    return shown.join(QStringLiteral(", "));
}

UniverseOffer offerOf(const ImportedUniverses &read, const UniverseDrafts &drafts)
{
    UniverseOffer offer;
    QStringList found, problems = read.problems;
    for (const auto &[key, symbols] : read.lists) {
        if (!isUniverseKey(key)) {
            problems.append(ImportText::tr("\"%1\" is not a name for a list.").arg(shortened(key)));
            continue;
        }
        offer.lists.emplace(key, symbols);
        const QString line = ImportText::tr("%1: %n symbol(s)", nullptr, static_cast<int>(symbols.size())).arg(key);
        found.append(drafts.contains(key) ? ImportText::tr("%1, replaces what it has now").arg(line) : line);
    }
    QStringList lines{found.isEmpty() ? ImportText::tr("There is no symbol list in the file.")
                                      : ImportText::tr("Import this?")};
    lines += firstOf(found);
    if (read.rejected > 0)
        lines.append(ImportText::tr("%n line(s) cannot be used and are left out.", nullptr, read.rejected));
    lines += firstOf(problems);
    offer.text = lines.join(u'\n');
    return offer;
}

} // namespace tickstock
