// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/storage/postgresarray.h"

#include <array>
#include <charconv>
#include <cmath>

namespace tickstock {

namespace {

template<class Number>
void append(QString &text, Number value)
{
    std::array<char, 32> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    text += QLatin1String(digits.data(), static_cast<int>(end - digits.data()));
}

} // namespace

void PostgresArray::separate()
{
    if (m_size++ > 0)
        m_text += u',';
}

void PostgresArray::add(std::int64_t value)
{
    separate();
    append(m_text, value);
}

void PostgresArray::add(double value)
{
    if (std::isnan(value)) {
        addNull();
        return;
    }
    separate();
    if (std::isinf(value))
        m_text += value > 0 ? u"Infinity" : u"-Infinity";
    else
        append(m_text, value);
}

void PostgresArray::add(const QString &text)
{
    separate();
    m_text += u'"';
    for (const QChar character : text) {
        if (character.isNull())
            continue;
        if (character == u'"' || character == u'\\')
            m_text += u'\\';
        m_text += character;
    }
    m_text += u'"';
}

void PostgresArray::addNull()
{
    separate();
    m_text += u"NULL";
}

void PostgresArray::clear()
{
    m_text.clear();
    m_text += u'{';
    m_size = 0;
}

} // namespace tickstock
