// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/api/quotejson.h"

#include <QJsonDocument>

#include <array>
#include <charconv>
#include <cmath>

namespace tickstock::api {

namespace {

QJsonValue orNull(double value)
{
    return std::isfinite(value) ? QJsonValue(value) : QJsonValue();
}

/// Not a number: not known.
double milliseconds(Timestamp time)
{
    return time.isValid() ? static_cast<double>(time.ms) : NoValue;
}

QJsonValue orNull(Timestamp time)
{
    return orNull(milliseconds(time));
}

double ageOf(const TopOfBook &quote, Timestamp marketNow)
{
    const bool hasAge = quote.time.isValid() && marketNow.isValid();
    return hasAge ? static_cast<double>(std::max<std::int64_t>(0, (marketNow - quote.time).count())) : NoValue;
}

/// One object that begins with its symbol, which holds no character that JSON would escape.
class ObjectText
{
public:
    explicit ObjectText(std::string_view symbol)
    {
        m_text.reserve(160);
        m_text.append("{\"symbol\":\"").append(symbol.data(), static_cast<qsizetype>(symbol.size())).append('"');
    }
    void add(const char *key, double value)
    {
        std::array<char, 32> digits;
        const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
        begin(key);
        if (std::isfinite(value))
            m_text.append(digits.data(), end - digits.data());
        else
            m_text.append("null");
    }
    void add(const char *key, bool value)
    {
        begin(key);
        m_text.append(value ? "true" : "false");
    }
    QByteArray ended() { return m_text.append('}'); }

private:
    void begin(const char *key) { m_text.append(",\"").append(key).append("\":"); }

    QByteArray m_text;
};

QJsonValue bandJson(const PriceBand &band)
{
    if (!band.time.isValid())
        return {};
    QJsonArray indicators;
    for (std::size_t i = 0; i < band.indicatorCount; ++i)
        indicators.append(band.indicators[i]);
    return QJsonObject{{QStringLiteral("low"), orNull(band.low)},
                       {QStringLiteral("high"), orNull(band.high)},
                       {QStringLiteral("time"), orNull(band.time)},
                       {QStringLiteral("indicators"), indicators}};
}

} // namespace

QJsonObject quoteJson(const TopOfBook &quote, const SymbolTable &symbols, Timestamp marketNow)
{
    return {{QStringLiteral("symbol"), symbols.qname(quote.symbol)},
            {QStringLiteral("bid"), orNull(quote.bid)},
            {QStringLiteral("ask"), orNull(quote.ask)},
            {QStringLiteral("bid_size"), quote.bidSize},
            {QStringLiteral("ask_size"), quote.askSize},
            {QStringLiteral("time"), orNull(quote.time)},
            {QStringLiteral("age_ms"), orNull(ageOf(quote, marketNow))}};
}

QJsonObject lineJson(const QuotedLine &line, const SymbolTable &symbols, Timestamp marketNow)
{
    TopOfBook quote = line.quote;
    quote.symbol = line.symbol; // it may have none
    QJsonObject json = quoteJson(quote, symbols, marketNow);
    json[u"band"] = bandJson(line.band);
    json[u"state"] = toText(line.state);
    return json;
}

QJsonObject haltJson(const TradingChange &change, const SymbolTable &symbols)
{
    return {{QStringLiteral("symbol"), symbols.qname(change.symbol)},
            {QStringLiteral("state"), toText(change.state)},
            {QStringLiteral("inferred"), change.isInferred()},
            {QStringLiteral("evidence"), toText(change.evidence)},
            {QStringLiteral("time"), orNull(change.at)},
            {QStringLiteral("noticed"), orNull(change.noticed)},
            {QStringLiteral("low"), orNull(change.low)},
            {QStringLiteral("high"), orNull(change.high)}};
}

QJsonObject printJson(const Print &print, const SymbolTable &symbols)
{
    return {{QStringLiteral("symbol"), symbols.qname(print.symbol)},
            {QStringLiteral("time"), orNull(print.time)},
            {QStringLiteral("price"), print.price},
            {QStringLiteral("size"), print.size},
            {QStringLiteral("updates_last"), print.updatesLast},
            {QStringLiteral("sequence"), static_cast<double>(print.sequence)}};
}

QByteArray quoteText(const TopOfBook &quote, const SymbolTable &symbols, Timestamp marketNow)
{
    ObjectText text(symbols.name(quote.symbol));
    text.add("bid", quote.bid);
    text.add("ask", quote.ask);
    text.add("bid_size", quote.bidSize);
    text.add("ask_size", quote.askSize);
    text.add("time", milliseconds(quote.time));
    text.add("age_ms", ageOf(quote, marketNow));
    return text.ended();
}

QByteArray haltText(const TradingChange &change, const SymbolTable &symbols)
{
    return QJsonDocument(haltJson(change, symbols)).toJson(QJsonDocument::Compact);
}

QByteArray printText(const Print &print, const SymbolTable &symbols)
{
    ObjectText text(symbols.name(print.symbol));
    text.add("time", milliseconds(print.time));
    text.add("price", print.price);
    text.add("size", print.size);
    text.add("sequence", static_cast<double>(print.sequence));
    text.add("updates_last", print.updatesLast);
    return text.ended();
}

} // namespace tickstock::api
