// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/storage/postgresarray.h"

#include <array>
#include <charconv>
#include <cmath>

namespace tickstock {

namespace {

template<class Number>
void append(QByteArray &text, Number value)
{
    std::array<char, 32> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    text.append(digits.data(), end - digits.data());
}

} // namespace

void PostgresArray::separate()
{
    if (m_size++ > 0)
        m_text += ',';
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
        m_text += value > 0 ? "Infinity" : "-Infinity";
    else
        append(m_text, value);
}

void PostgresArray::add(const QString &text)
{
    separate();
    m_text += '"';
    const QByteArray bytes = text.toUtf8();
    for (const char character : bytes) {
        if (character == '\0')
            continue;
        if (character == '"' || character == '\\')
            m_text += '\\';
        m_text += character;
    }
    m_text += '"';
}

void PostgresArray::addNull()
{
    separate();
    m_text += "NULL";
}

void PostgresArray::clear()
{
    m_text.resize(0); // keeps its room
    m_text += '{';
    m_size = 0;
}

} // namespace tickstock
