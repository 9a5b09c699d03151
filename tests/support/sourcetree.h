// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QStringList>

#include <map>
#include <set>

/// What can be read off the sources as text: who includes whom, and how long things are. It relies on their format.
namespace tickstock::test {

/// Texts by their paths below the root.
using SourceFiles = std::map<QString, QString>;

/// The .cpp and .h files of these folders.
SourceFiles readSources(const QString &root, const QStringList &folders);

/// The folder that a file counts as: "core/feed" for all below it; the parts of ui/chart count by themselves.
QString folderOf(const QString &path);

/// For each folder the other folders that it includes, with "<file> includes <file>" for each.
using Arrows = std::map<QString, std::map<QString, QStringList>>;
Arrows arrowsBetween(const SourceFiles &files);

/// The includes that lead once round, if there is a way round.
QStringList cycleIn(const Arrows &arrows);

/// Includes of ours from below @p folder that lead to none of @p allowed (folders), as "<file> includes <file>".
QStringList includesBeyond(const SourceFiles &files, const QString &folder, const QStringList &allowed);

/// Lines of each class: its header and its sources, under the path without suffix. A source without a header of its
/// own belongs to the header whose name it begins with.
std::map<QString, int> linesOfFiles(const SourceFiles &files);

/// Lines of each function from the line before its brace to the closing one, under "<file> <name>"; the longest of
/// those that share a name.
std::map<QString, int> linesOfFunctions(const SourceFiles &files);

/// The lines of a Markdown section, heading excluded.
QStringList sectionOf(const QString &markdown, const QString &heading);

/// The folders of a picture that is indented or fenced: at the beginning of a line names with a slash behind them, one
/// space apart; deeper lines below shallower ones.
std::set<QString> foldersOfPicture(const QStringList &lines);

/// The folders that hold these files, and the folders that hold those, but not the top ones.
std::set<QString> foldersOf(const SourceFiles &files);

} // namespace tickstock::test
