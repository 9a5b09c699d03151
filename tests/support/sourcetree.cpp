// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/sourcetree.h"

#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>

#include <algorithm>
#include <functional>
#include <vector>

namespace tickstock::test {

namespace {

bool isBelow(const QString &path, const QString &folder)
{
    return path.startsWith(folder + u'/');
}

QString withoutSuffix(const QString &path)
{
    return path.left(path.lastIndexOf(u'.'));
}

QStringList includesOf(const QString &text)
{
    static const QRegularExpression pattern(QStringLiteral("^ *# *include \"((?:app|core|tests|ui)/[^\"]+)\""),
                                            QRegularExpression::MultilineOption);
    QStringList found;
    for (const auto &match : pattern.globalMatch(text))
        found << match.captured(1);
    return found;
}

/// The header that a source without one belongs to, without suffix; the source's own name if there is none.
QString ownerOf(const SourceFiles &files, const QString &source)
{
    const auto slash = source.lastIndexOf(u'/');
    for (QString stem = withoutSuffix(source); stem.size() > slash + 1; stem.chop(1)) {
        if (files.contains(stem + QStringLiteral(".h")))
            return stem;
    }
    return withoutSuffix(source);
}

/// The name before the parameters of a signature, or empty where this is no function.
QString functionName(const QString &signature)
{
    static const QRegularExpression type(QStringLiteral("^ *(?:class|struct|enum|union|namespace)\\b[^(]*$"));
    static const QRegularExpression name(QStringLiteral("((?:[\\w~]+::)*(?:operator *[^\\w\\s(]+|[\\w~]+))\\("));
    return type.match(signature).hasMatch() ? QString() : name.match(signature).captured(1);
}

} // namespace

SourceFiles readSources(const QString &root, const QStringList &folders)
{
    SourceFiles files;
    for (const QString &folder : folders) {
        QDirIterator each(root + u'/' + folder, {QStringLiteral("*.cpp"), QStringLiteral("*.h")}, QDir::Files,
                          QDirIterator::Subdirectories);
        while (each.hasNext()) {
            QFile file(each.next());
            if (file.open(QIODevice::ReadOnly))
                files[each.filePath().mid(root.size() + 1)] = QString::fromUtf8(file.readAll());
        }
    }
    return files;
}

QString folderOf(const QString &path)
{
    const int depth = isBelow(path, QStringLiteral("ui/chart")) ? 3 : 2;
    return path.section(u'/', 0, depth - 1);
}

Arrows arrowsBetween(const SourceFiles &files)
{
    Arrows arrows;
    for (const auto &[path, text] : files) {
        for (const QString &included : includesOf(text)) {
            if (folderOf(included) != folderOf(path))
                arrows[folderOf(path)][folderOf(included)] << path + QStringLiteral(" includes ") + included;
        }
    }
    return arrows;
}

QStringList cycleIn(const Arrows &arrows)
{
    std::vector<QString> way;
    std::set<QString> done;
    QStringList cycle;
    const std::function<bool(const QString &)> leadsRound = [&](const QString &folder) {
        if (const auto begin = std::find(way.begin(), way.end(), folder); begin != way.end()) {
            way.push_back(folder);
            const auto first = static_cast<std::size_t>(begin - way.begin());
            for (std::size_t i = first; i + 1 < way.size(); ++i)
                cycle << arrows.at(way[i]).at(way[i + 1]).first();
            return true;
        }
        if (!arrows.contains(folder) || !done.insert(folder).second)
            return false;
        way.push_back(folder);
        for (const auto &[next, includes] : arrows.at(folder)) {
            if (leadsRound(next))
                return true;
        }
        way.pop_back();
        return false;
    };
    for (const auto &[folder, includes] : arrows) {
        if (leadsRound(folder))
            break;
    }
    return cycle;
}

QStringList includesBeyond(const SourceFiles &files, const QString &folder, const QStringList &allowed)
{
    QStringList beyond;
    for (const auto &[path, text] : files) {
        if (!isBelow(path, folder))
            continue;
        for (const QString &included : includesOf(text)) {
            if (std::none_of(allowed.begin(), allowed.end(),
                             [&](const QString &each) { return isBelow(included, each); }))
                beyond << path + QStringLiteral(" includes ") + included;
        }
    }
    return beyond;
}

std::map<QString, int> linesOfFiles(const SourceFiles &files)
{
    std::map<QString, int> lines;
    for (const auto &[path, text] : files)
        lines[ownerOf(files, path)] += static_cast<int>(text.count(u'\n'));
    return lines;
}

std::map<QString, int> linesOfFunctions(const SourceFiles &files)
{
    std::map<QString, int> found;
    for (const auto &[path, text] : files) {
        const QStringList lines = text.split(u'\n');
        for (qsizetype open = 1; open < lines.size(); ++open) {
            if (lines[open].trimmed() != u"{")
                continue;
            QString closing = lines[open];
            closing.replace(u'{', u'}');
            const auto close = lines.indexOf(closing, open);
            auto signature = open - 1; // of which only the first line has no deeper indentation
            while (signature > 0 && lines[signature].startsWith(closing.chopped(1) + u' '))
                --signature;
            const QString name = functionName(lines.mid(signature, open - signature).join(u' '));
            if (close > 0 && !name.isEmpty()) {
                int &longest = found[path + u' ' + name]; // of those that share a name
                longest = std::max(longest, static_cast<int>(close - open + 2));
            }
        }
    }
    return found;
}

QStringList sectionOf(const QString &markdown, const QString &heading)
{
    QStringList section;
    bool isInside = false;
    for (const QString &line : markdown.split(u'\n')) {
        if (line.startsWith(u"## "))
            isInside = line == u"## " + heading;
        else if (isInside)
            section << line;
    }
    return section;
}

std::set<QString> foldersOfPicture(const QStringList &lines)
{
    static const QRegularExpression drawn(QStringLiteral("^( *)([\\w./-]+/(?: [\\w./-]+/)*)(?= |$)"));
    std::set<QString> folders;
    std::vector<std::pair<qsizetype, QString>> above; // indentation and path of the folders that a line stands in
    bool isFenced = false;
    for (const QString &line : lines) {
        if (line.startsWith(u"```"))
            isFenced = !isFenced;
        const auto match = drawn.match(line);
        if (!match.hasMatch() || (!isFenced && !line.startsWith(u"    ")))
            continue;
        const auto indentation = match.capturedLength(1);
        while (!above.empty() && above.back().first >= indentation)
            above.pop_back();
        const QString parent = above.empty() ? QString() : above.back().second;
        const QStringList names = match.captured(2).split(u' ', Qt::SkipEmptyParts);
        for (const QString &name : names)
            folders.insert(parent + name.chopped(1));
        above.emplace_back(indentation, parent + names.first());
    }
    return folders;
}

std::set<QString> foldersOf(const SourceFiles &files)
{
    std::set<QString> folders;
    for (const auto &[path, text] : files) {
        for (QString folder = path.section(u'/', 0, -2); folder.contains(u'/'); folder = folder.section(u'/', 0, -2))
            folders.insert(folder);
    }
    return folders;
}

} // namespace tickstock::test
