// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/chart/scene/pricescale.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace tickstock {

namespace {

constexpr double SmallestSpan = 1e-9;
/// No price has more digits than this.
constexpr double LargestLogarithm = 100;

} // namespace

void PriceScale::setRange(double top, double bottom)
{
    m_top = top;
    m_bottom = std::max(bottom, top + 1);
}

void PriceScale::setMode(Mode mode)
{
    m_mode = mode;
    setValues(m_low, m_high);
}

double PriceScale::toLinear(double value) const
{
    return isLogarithmic() ? std::log(std::max(value, m_low * 1e-6)) : value;
}

double PriceScale::fromLinear(double linear) const
{
    return isLogarithmic() ? std::exp(linear) : linear;
}

/// What is drawn; values follow. A range in dollars that has come to lie above zero is logarithmic from there on.
void PriceScale::setLinear(double low, double high)
{
    if (isLogarithmic()) {
        m_linearLow = std::clamp(low, -LargestLogarithm, LargestLogarithm);
        m_linearHigh = std::clamp(high, m_linearLow + SmallestSpan, LargestLogarithm + 1);
        m_low = std::exp(m_linearLow);
        m_high = std::exp(m_linearHigh);
    } else {
        setValues(low, high);
    }
}

void PriceScale::setValues(double low, double high)
{
    m_low = low;
    m_high = std::max(high, low + SmallestSpan);
    m_linearLow = toLinear(m_low);
    m_linearHigh = std::max(toLinear(m_high), m_linearLow + SmallestSpan);
}

void PriceScale::fit(double low, double high, double above, double below)
{
    setValues(low, high);
    const double span = m_linearHigh - m_linearLow;
    const double whole = span / std::max(0.05, 1 - above - below);
    if (m_isInverted)
        std::swap(above, below);
    setLinear(m_linearLow - whole * below, m_linearHigh + whole * above);
}

double PriceScale::yOf(double value) const
{
    const double share = (toLinear(value) - m_linearLow) / (m_linearHigh - m_linearLow);
    return m_isInverted ? m_top + share * height() : m_bottom - share * height();
}

double PriceScale::valueOf(double y) const
{
    const double share = (m_isInverted ? y - m_top : m_bottom - y) / height();
    return fromLinear(m_linearLow + share * (m_linearHigh - m_linearLow));
}

void PriceScale::stretch(double factor)
{
    m_isAutomatic = false;
    const double middle = (m_linearLow + m_linearHigh) / 2;
    const double half = std::max((m_linearHigh - m_linearLow) / 2 * factor, SmallestSpan);
    setLinear(middle - half, middle + half);
}

void PriceScale::shift(double pixels)
{
    m_isAutomatic = false;
    const double by = (m_isInverted ? -pixels : pixels) / height() * (m_linearHigh - m_linearLow);
    setLinear(m_linearLow + by, m_linearHigh + by);
}

} // namespace tickstock
