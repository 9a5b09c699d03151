// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/feed/massive/restpage.h"
#include "core/feed/massive/restrows.h"
#include "tests/fuzz/fuzzinput.h"

#include <QJsonDocument>

using namespace tickstock;

/// An answer of the vendor's REST interface, taken for each of those that we ask for.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QJsonDocument page = QJsonDocument::fromJson(fuzz::bytesOf(data, size));
    (void)massive::readServerTime(page);
    const auto read = massive::readPage(page);
    if (!read)
        return 0;
    for (const Timespan timespan : {Timespan::Minute, Timespan::Day}) {
        massive::BarRows bars(massive::limitsOf(timespan, BarLimits::Earliest, BarLimits::Latest));
        bars.take(read->rows);
        (void)bars.bars();
        (void)bars.leftOut().text();
    }
    massive::DayRows days(QDate(2025, 3, 10));
    days.take(read->rows);
    massive::SplitRows splits(QDate(1990, 1, 1), QDate(2100, 1, 1));
    splits.take(read->rows);
    (void)splits.list();
    (void)splits.contradictions();
    return 0;
}
