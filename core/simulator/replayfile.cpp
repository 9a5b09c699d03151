// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/simulator/replayfile.h"

#include "core/market/newyork.h"
#include "core/market/plausible.h"
#include "core/market/symbol.h"

#include <QFileInfo>

#include <zlib.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <memory>
#include <string_view>

namespace tickstock::simulator {

namespace {

constexpr int MaxProblemsKept = 10;

struct GzCloser
{
    void operator()(gzFile_s *file) const { gzclose(file); }
};

std::vector<std::string_view> split(std::string_view line)
{
    std::vector<std::string_view> cells;
    for (std::size_t from = 0; from <= line.size();) {
        const std::size_t comma = std::min(line.find(',', from), line.size());
        cells.push_back(line.substr(from, comma - from));
        from = comma + 1;
    }
    return cells;
}

std::optional<double> number(std::string_view cell)
{
    double value = 0;
    const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
    if (error != std::errc() || end != cell.data() + cell.size() || !std::isfinite(value))
        return std::nullopt;
    return value;
}

struct Columns
{
    bool isUtc = true;
    int symbol = -1;
    int price = -1, size = -1;
    int open = -1, high = -1, low = -1, close = -1, volume = -1;

    bool hasTrades() const { return price > 0 && size > 0; }
    bool hasBars() const { return open > 0 && high > 0 && low > 0 && close > 0 && volume > 0; }

    static std::optional<Columns> fromHeader(std::string_view line)
    {
        Columns columns;
        const auto cells = split(line);
        if (cells[0] != "time_utc" && cells[0] != "time_ny")
            return std::nullopt;
        columns.isUtc = cells[0] == "time_utc";
        const auto indexOf = [&](std::string_view name) {
            const auto it = std::find(cells.begin(), cells.end(), name);
            return it == cells.end() ? -1 : static_cast<int>(it - cells.begin());
        };
        columns.symbol = indexOf("symbol");
        columns.price = indexOf("price");
        columns.size = indexOf("size");
        columns.open = indexOf("open");
        columns.high = indexOf("high");
        columns.low = indexOf("low");
        columns.close = indexOf("close");
        columns.volume = indexOf("volume");
        if (!columns.hasTrades() && !columns.hasBars())
            return std::nullopt;
        return columns;
    }
};

/// Turns one line into trades. Returns an empty text on success, else what is wrong with the line.
QString takeLine(std::string_view line, const Columns &columns, const std::string &fileSymbol, Recording &into)
{
    const auto cells = split(line);
    const auto cell = [&](int column) {
        return column >= 0 && static_cast<std::size_t>(column) < cells.size() ? cells[static_cast<std::size_t>(column)]
                                                                              : std::string_view();
    };
    const QString stamp = QString::fromLatin1(cells[0].data(), static_cast<qsizetype>(cells[0].size()));
    const auto time = columns.isUtc ? newyork::parseUtc(stamp) : newyork::parseNewYork(stamp);
    if (!time)
        return QStringLiteral("'%1' is not a time like 2014-09-17T09:30:00.531").arg(stamp.left(40));
    const std::string symbol(columns.symbol > 0 ? cell(columns.symbol) : std::string_view(fileSymbol));
    if (!isSymbol(symbol))
        return QStringLiteral("'%1' is not a symbol").arg(QString::fromStdString(symbol).left(40));
    auto &trades = into.trades[symbol];
    if (columns.hasTrades()) {
        const auto price = number(cell(columns.price)), size = number(cell(columns.size));
        if (!price || !size || flawOf(Bar{*time, *price, *price, *price, *price, *size}))
            return QStringLiteral("price must be above 0 and size a number");
        trades.push_back({*time, *time, *price, *size});
        return {};
    }
    const std::array values{number(cell(columns.open)), number(cell(columns.high)), number(cell(columns.low)),
                            number(cell(columns.close)), number(cell(columns.volume))};
    if (std::any_of(values.begin(), values.end(), [](const auto &value) { return !value.has_value(); }))
        return QStringLiteral("open, high, low, close and volume must be numbers");
    if (const auto flaw = flawOf(Bar{*time, *values[0], *values[1], *values[2], *values[3], *values[4]}))
        return QString::fromLatin1(toText(*flaw));
    const auto parts =
        tradesOfBar(time->floorTo(OneMinute), *values[0], *values[1], *values[2], *values[3], *values[4]);
    trades.insert(trades.end(), parts.begin(), parts.end());
    return {};
}

} // namespace

std::vector<SimTrade> tradesOfBar(Timestamp start, double open, double high, double low, double close, double volume)
{
    const bool rises = close >= open;
    const std::array prices{open, rises ? low : high, rises ? high : low, close};
    const std::array seconds{0, 20, 40, 59};
    const double part = volume >= 4 ? std::floor(volume / 4) : volume / 4;
    std::vector<SimTrade> trades;
    for (std::size_t i = 0; i < prices.size(); ++i) {
        const Timestamp time = start + OneSecond * seconds[i];
        trades.push_back({time, time, prices[i], i + 1 < prices.size() ? part : volume - 3 * part});
    }
    return trades;
}

Outcome readRecording(const QString &path, Recording &into)
{
    const QByteArray name = QFileInfo(path).absoluteFilePath().toLocal8Bit();
    const std::unique_ptr<gzFile_s, GzCloser> file(QFileInfo(path).isFile() ? gzopen(name.constData(), "rb") : nullptr);
    if (!file)
        return Error{ErrorCode::NotFound, QStringLiteral("%1: cannot be opened for reading").arg(path)};
    const std::string fileSymbol = QFileInfo(path).fileName().section(u'.', 0, 0).toStdString();

    std::array<char, 4096> buffer;
    std::optional<Columns> columns;
    const int acceptedBefore = into.acceptedLines;
    for (int lineNumber = 1; gzgets(file.get(), buffer.data(), buffer.size()); ++lineNumber) {
        std::string_view line(buffer.data());
        while (!line.empty() && (line.back() == '\n' || line.back() == '\r'))
            line.remove_suffix(1);
        if (lineNumber == 1) {
            if (line.substr(0, 3) == "\xEF\xBB\xBF")
                line.remove_prefix(3);
            columns = Columns::fromHeader(line);
            if (!columns) {
                return Error{ErrorCode::BadInput,
                             QStringLiteral("%1: the first line must name the columns: time_utc or time_ny first, then "
                                            "optionally symbol, then price,size or open,high,low,close,volume")
                                 .arg(path)};
            }
            continue;
        }
        if (line.empty())
            continue;
        const QString problem = takeLine(line, *columns, fileSymbol, into);
        if (problem.isEmpty()) {
            ++into.acceptedLines;
            continue;
        }
        ++into.rejectedLines;
        if (into.firstProblems.size() < MaxProblemsKept)
            into.firstProblems.append(QStringLiteral("%1:%2: %3").arg(path).arg(lineNumber).arg(problem));
    }
    int status = Z_OK;
    const char *words = gzerror(file.get(), &status);
    if (status != Z_OK && status != Z_STREAM_END) {
        return Error{ErrorCode::BadInput,
                     QStringLiteral("%1: damaged or cut off (%2)").arg(path, QString::fromLatin1(words))};
    }
    if (into.acceptedLines == acceptedBefore) {
        return Error{ErrorCode::BadInput, QStringLiteral("%1: no usable line%2")
                                              .arg(path, into.firstProblems.isEmpty()
                                                             ? QString()
                                                             : QStringLiteral(" (%1)").arg(into.firstProblems.last()))};
    }
    for (auto &[symbol, trades] : into.trades) {
        std::stable_sort(trades.begin(), trades.end(),
                         [](const SimTrade &a, const SimTrade &b) { return a.time < b.time; });
    }
    return success();
}

} // namespace tickstock::simulator
