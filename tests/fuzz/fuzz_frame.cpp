// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/feed/massive/frameparser.h"
#include "tests/fuzz/fuzzinput.h"

#include <cmath>

using namespace tickstock;

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
    const QString text = QString::fromUtf8(fuzz::bytesOf(data, size));
    parser.parse(QStringView(text), asText);
    return 0;
}
