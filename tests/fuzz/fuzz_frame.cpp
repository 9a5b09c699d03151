// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/feed/massive/frameparser.h"
#include "tests/fuzz/fuzzinput.h"

#include <algorithm>
#include <cmath>
#include <string>

using namespace tickstock;

namespace {

/// Also where neither is known.
bool isSame(double a, double b)
{
    return a == b || (std::isnan(a) && std::isnan(b));
}

bool isSame(const Tick &a, const Tick &b)
{
    return a.kind == b.kind && a.symbol == b.symbol && a.start == b.start && a.end == b.end && isSame(a.open, b.open) &&
           isSame(a.high, b.high) && isSame(a.low, b.low) && isSame(a.close, b.close) && isSame(a.volume, b.volume) &&
           isSame(a.dayVolume, b.dayVolume) && isSame(a.vwap, b.vwap) && a.updatesHighLow == b.updatesHighLow &&
           a.updatesLast == b.updatesLast && a.updatesVolume == b.updatesVolume;
}

bool isSame(const TopOfBook &a, const TopOfBook &b)
{
    return a.symbol == b.symbol && a.time == b.time && isSame(a.bid, b.bid) && isSame(a.ask, b.ask) &&
           isSame(a.bidSize, b.bidSize) && isSame(a.askSize, b.askSize);
}

/// A frame with a space before it goes to the JSON parser, which must find the same in it.
void compareWithJson(std::string_view frame, const massive::ParsedFrame &found, massive::FrameParser &parser)
{
    massive::ParsedFrame wanted;
    parser.parse(' ' + std::string(frame), wanted);
    const auto isEqual = [](const auto &a, const auto &b) { return isSame(a, b); };
    fuzz::demand(std::equal(found.ticks.begin(), found.ticks.end(), wanted.ticks.begin(), wanted.ticks.end(), isEqual));
    fuzz::demand(
        std::equal(found.quotes.begin(), found.quotes.end(), wanted.quotes.begin(), wanted.quotes.end(), isEqual));
    fuzz::demand(found.bands.size() == wanted.bands.size() && found.statuses.size() == wanted.statuses.size());
    fuzz::demand(found.malformed == wanted.malformed && found.ignored == wanted.ignored);
    fuzz::demand(found.thrownAway == wanted.thrownAway);
}

} // namespace

/// A frame of the feed.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    SymbolTable symbols;
    for (const char *name : {"AAPL", "MSFT", "BRK.B"}) // what is not asked for is thrown away
        symbols.intern(std::string_view(name));
    massive::FrameParser parser(symbols);
    massive::ParsedFrame asBytes, asText;
    parser.parse(std::string_view(reinterpret_cast<const char *>(data), size), asBytes);
    for (const Tick &tick : asBytes.ticks) {
        fuzz::demand(tick.symbol.value < symbols.size());
        fuzz::demand(std::isfinite(tick.open) && std::isfinite(tick.high) && std::isfinite(tick.low) &&
                     std::isfinite(tick.close) && std::isfinite(tick.volume));
    }
    for (const TopOfBook &quote : asBytes.quotes) {
        fuzz::demand(quote.symbol.value < symbols.size());
        fuzz::demand(!flawOf(quote) && !(quote.bid <= 0) && !(quote.ask <= 0) && !(quote.bid > quote.ask));
    }
    for (const PriceBand &band : asBytes.bands) {
        fuzz::demand(band.symbol.value < symbols.size() && band.indicatorCount <= PriceBand::MostIndicators);
        fuzz::demand(!flawOf(band) && (band.hasPrices() || band.indicatorCount > 0));
    }
    compareWithJson(std::string_view(reinterpret_cast<const char *>(data), size), asBytes, parser);
    const QString text = QString::fromUtf8(fuzz::bytesOf(data, size));
    parser.parse(QStringView(text), asText);
    return 0;
}
