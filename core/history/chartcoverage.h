// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/bar.h"

#include <QDate>
#include <QSet>
#include <QString>

#include <optional>
#include <vector>

namespace tickstock {

/// Which part of a chart's history has to be fetched: what is not stored and has not been fetched by this run of the
/// program. One thread.
class ChartCoverage
{
public:
    /// How far back a chart reaches.
    static constexpr int MinuteSessions = 10;
    static constexpr int Days = 250;
    static Timestamp firstMinute(QDate today);
    static QDate firstDay(QDate today) { return today.addDays(-Days * 3 / 2); }

    /// From when on the symbol's minutes have to be fetched; nothing when @p stored ones are enough.
    /// @param isStoreAway what this run has fetched cannot be read back, and has to be fetched again
    std::optional<Timestamp> missingMinutes(const QString &symbol, const std::vector<Bar> &stored, Timestamp now,
                                            bool isStoreAway) const;
    /// Whether the symbol's days have to be fetched.
    bool areDaysMissing(const QString &symbol, const std::vector<Bar> &stored, QDate today, bool isStoreAway) const;

    void noteMinutesFetched(const QString &symbol, QDate today);
    void noteDaysFetched(const QString &symbol) { m_fetchedDays.insert(symbol); }

private:
    QSet<std::pair<QString, QDate>> m_fetchedSessions; // that are over
    QSet<QString> m_fetchedDays;                       // symbols
};

} // namespace tickstock
