// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

#include <cstdint>

namespace tickstock {

/// Builds the text of a PostgreSQL array, one element after the other: {1,2,NULL,"a \"quoted\" text"}.
/// PostgreSQL manual, "Arrays: Array Input and Output Syntax".
class PostgresArray
{
public:
    PostgresArray() { clear(); }

    void add(std::int64_t value);
    /// The shortest text that reads back as the same number; NaN becomes NULL.
    void add(double value);
    /// Characters of value zero, which no PostgreSQL text can hold, are left out.
    void add(const QString &text);
    void addNull();
    void clear();

    qsizetype size() const { return m_size; }
    QString text() const { return m_text + u'}'; }

private:
    void separate();

    QString m_text;
    qsizetype m_size = 0;
};

} // namespace tickstock
