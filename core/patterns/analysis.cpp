// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/patterns/analysis.h"

#include "core/patterns/candlesticks/candlesticks.h"
#include "core/patterns/indicators/indicatorset.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

#include <array>
#include <cmath>

namespace tickstock {

namespace {

const QByteArray ByteOrderMark = QByteArrayLiteral("\xef\xbb\xbf"); // spreadsheets begin a file with it
constexpr int Digits = 12;
constexpr qint64 LongestLine = 4'096;
const QByteArray Header = QByteArrayLiteral("i,time,open,high,low,close,volume");

Error badLine(const QString &file, std::size_t line, const QString &what)
{
    return {ErrorCode::BadInput, QStringLiteral("%1, line %2: %3").arg(file).arg(line).arg(what)};
}

/// Gives the file its name only when all of it has been written.
Outcome save(const QString &name, const QByteArray &content)
{
    QSaveFile file(name);
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size() || !file.commit())
        return Error{ErrorCode::Io, QStringLiteral("%1: %2").arg(name, file.errorString())};
    return success();
}

QByteArray lineStart(std::size_t index, const QString &time)
{
    return QByteArray::number(static_cast<qulonglong>(index)) + ',' + time.toUtf8();
}

QByteArray view(std::string_view text)
{
    return QByteArray(text.data(), static_cast<qsizetype>(text.size()));
}

QByteArray patternTable(const BarFile &file)
{
    QByteArray out("i,time");
    for (const CandlestickPattern &pattern : candlestickPatterns())
        out += ',' + view(pattern.taLibName);
    out += '\n';
    Candles candles;
    for (std::size_t i = 0; i < file.bars.size(); ++i) {
        candles.push(file.bars[i]);
        out += lineStart(i, file.times[i]);
        for (const CandlestickPattern &pattern : candlestickPatterns()) {
            out += ',';
            if (const auto value = evaluate(pattern, candles, pattern.penetration))
                out += QByteArray::number(*value);
        }
        out += '\n';
    }
    return out;
}

QByteArray indicatorTable(const BarFile &file)
{
    QByteArray out("i,time");
    for (const IndicatorColumn &column : indicatorColumns()) {
        if (!column.taLibName.empty())
            out += ',' + view(column.taLibName);
    }
    out += '\n';
    IndicatorSet indicators;
    for (std::size_t i = 0; i < file.bars.size(); ++i) {
        const IndicatorRow row = indicators.next(BarView(file.bars).first(i + 1));
        out += lineStart(i, file.times[i]);
        for (const IndicatorColumn &column : indicatorColumns()) {
            if (column.taLibName.empty())
                continue;
            out += ',';
            if (const double value = column.value(row); !std::isnan(value))
                out += QByteArray::number(value, 'g', Digits);
        }
        out += '\n';
    }
    return out;
}

} // namespace

Expected<BarFile> readBarFile(const QString &name)
{
    if (const QFileInfo info(name);
        info.exists() && !info.isFile()) // reading a pipe would block, a device might never end
        return Error{ErrorCode::BadInput, QStringLiteral("%1: that is no file").arg(name)};
    QFile file(name);
    if (!file.open(QIODevice::ReadOnly))
        return Error{ErrorCode::BadInput, QStringLiteral("%1: %2").arg(name, file.errorString())};
    QByteArray header = file.readLine(LongestLine).trimmed();
    if (header.startsWith(ByteOrderMark))
        header.remove(0, ByteOrderMark.size());
    if (header != Header)
        return badLine(name, 1, QStringLiteral("the header must be %1").arg(QString::fromLatin1(Header)));
    BarFile found;
    for (std::size_t line = 2; !file.atEnd(); ++line) {
        const QByteArray read = file.readLine(LongestLine);
        if (read.size() >= LongestLine - 1)
            return badLine(name, line, QStringLiteral("the line is too long"));
        const QByteArray text = read.trimmed();
        if (text.isEmpty())
            continue;
        const QList<QByteArray> fields = text.split(',');
        if (fields.size() != 7)
            return badLine(name, line, QStringLiteral("seven fields are needed, there are %1").arg(fields.size()));
        std::array<double, 5> values{};
        for (qsizetype i = 0; i < 5; ++i) {
            bool isNumber = false;
            values[static_cast<std::size_t>(i)] = fields[i + 2].toDouble(&isNumber);
            if (!isNumber || !std::isfinite(values[static_cast<std::size_t>(i)]))
                return badLine(name, line, QStringLiteral("'%1' is no number").arg(QString::fromUtf8(fields[i + 2])));
        }
        Bar bar;
        bar.open = values[0];
        bar.high = values[1];
        bar.low = values[2];
        bar.close = values[3];
        bar.volume = values[4];
        if (bar.high < bar.low)
            return badLine(name, line, QStringLiteral("that is no bar: its high lies below its low"));
        found.bars.push_back(bar);
        found.times.push_back(QString::fromUtf8(fields[1]));
    }
    if (found.bars.empty())
        return badLine(name, 2, QStringLiteral("there are no bars"));
    return found;
}

Expected<std::size_t> analyze(const QString &barFile, const QString &directory)
{
    const auto file = readBarFile(barFile);
    if (!file)
        return file.error();
    if (!QDir().mkpath(directory))
        return Error{ErrorCode::Io, QStringLiteral("%1: cannot be made").arg(directory)};
    QString name = QFileInfo(barFile).fileName();
    for (const char *ending : {".csv", ".bars"}) {
        if (name.endsWith(QLatin1String(ending)))
            name.chop(static_cast<qsizetype>(qstrlen(ending)));
    }
    const QString base = QDir(directory).filePath(name);
    if (const auto saved = save(base + QStringLiteral(".patterns.csv"), patternTable(*file)); !saved)
        return saved.error();
    if (const auto saved = save(base + QStringLiteral(".indicators.csv"), indicatorTable(*file)); !saved)
        return saved.error();
    return file->bars.size();
}

} // namespace tickstock
