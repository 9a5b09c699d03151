// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/config/settingkeys.h"

#include "core/config/settingstable.h"

#include <algorithm>
#include <numeric>
#include <vector>

namespace tickstock {

namespace {

/// Levenshtein distance.
int distance(const QString &a, const QString &b)
{
    std::vector<int> row(static_cast<std::size_t>(b.size()) + 1);
    std::iota(row.begin(), row.end(), 0);
    for (qsizetype i = 0; i < a.size(); ++i) {
        int diagonal = row[0]++;
        for (std::size_t j = 1; j < row.size(); ++j) {
            const int substitution = diagonal + (a[i] != b[static_cast<qsizetype>(j) - 1]);
            diagonal = row[j];
            row[j] = std::min({row[j] + 1, row[j - 1] + 1, substitution});
        }
    }
    return row.back();
}

} // namespace

QString nearestSettingKey(const QString &key)
{
    QString best;
    int smallest = 3;
    for (const Setting &setting : allSettings()) {
        const QString &known = setting.key;
        if (std::abs(known.size() - key.size()) > 2)
            continue;
        const int apart = distance(key.toUpper(), known);
        // Short keys are all a few letters apart from something.
        if (apart < smallest && apart * 4 < known.size()) {
            smallest = apart;
            best = known;
        }
    }
    return best;
}

} // namespace tickstock
