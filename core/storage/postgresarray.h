// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QString>

#include <cstdint>

namespace tickstock {

/// Builds the text of a PostgreSQL array, one element after the other: {1,2,NULL,"a \"quoted\" text"}.
/// PostgreSQL manual, "Arrays: Array Input and Output Syntax". A value.
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
    QString text() const { return QString::fromUtf8(m_text + '}'); }

private:
    void separate();

    QByteArray m_text; // UTF-8
    qsizetype m_size = 0;
};

} // namespace tickstock
