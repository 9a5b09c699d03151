// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/patterns/price/pricepattern.h"

namespace tickstock {

ParameterValues::ParameterValues(std::span<const Parameter> parameters)
    : m_parameters(parameters)
{
    for (const Parameter &parameter : parameters)
        m_values.push_back(parameter.value);
}

bool ParameterValues::set(std::string_view name, double value)
{
    for (std::size_t i = 0; i < m_parameters.size(); ++i) {
        if (m_parameters[i].name != name)
            continue;
        if (!(value >= m_parameters[i].least && value <= m_parameters[i].most))
            return false;
        m_values[i] = value;
        return true;
    }
    return false;
}

double ParameterValues::operator[](std::string_view name) const
{
    for (std::size_t i = 0; i < m_parameters.size(); ++i) {
        if (m_parameters[i].name == name)
            return m_values[i];
    }
    Q_UNREACHABLE();
}

double meanVolumeBefore(const BarContext &now, std::size_t count, std::size_t ago)
{
    if (now.index() < count + ago)
        return NoValue;
    double sum = 0;
    for (std::size_t i = 1; i <= count; ++i)
        sum += now.before(i + ago).volume;
    return sum / static_cast<double>(count);
}

bool isPivot(const BarContext &now, Side side, std::size_t index, std::size_t strength, std::size_t first)
{
    if (index < first + strength || index + strength > now.index())
        return false;
    const double high = side.high(now.bars[index]);
    for (std::size_t i = 1; i <= strength; ++i) {
        if (side.high(now.bars[index - i]) >= high || side.high(now.bars[index + i]) > high)
            return false;
    }
    return true;
}

} // namespace tickstock
