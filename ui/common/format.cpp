// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/common/format.h"

#include "core/market/newyork.h"
#include "core/types/text.h"

#include <QCoreApplication>
#include <QLocale>

#include <cmath>

namespace tickstock::format {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Format)
};

const QString Unknown = QStringLiteral("\u2013");

} // namespace

QString price(double value)
{
    return number(value, std::abs(value) < 1 ? 4 : 2);
}

QString number(double value, int decimals)
{
    return std::isfinite(value) ? QLocale().toString(value, 'f', decimals) : Unknown;
}

QString volume(double value)
{
    if (!std::isfinite(value))
        return Unknown;
    const double size = std::abs(value);
    if (size >= 1e9)
        return QLocale().toString(value / 1e9, 'f', 2) + u'B';
    if (size >= 1e6)
        return QLocale().toString(value / 1e6, 'f', 2) + u'M';
    if (size >= 1e4)
        return QLocale().toString(value / 1e3, 'f', 0) + u'K';
    return QLocale().toString(value, 'f', 0);
}

QString percent(double fraction)
{
    if (!std::isfinite(fraction))
        return Unknown;
    const QString digits = QLocale().toString(std::abs(fraction) * 100, 'f', 2) + u'%';
    const int sign = signOf(fraction);
    return sign == 0 ? digits : (sign < 0 ? u'-' : u'+') + digits;
}

int signOf(double fraction)
{
    const double shown = std::round(fraction * 10'000); // of a percent's second decimal
    return shown > 0 ? 1 : shown < 0 ? -1 : 0;
}

QString count(quint64 value)
{
    return QLocale().toString(value);
}

QString words(std::string_view name)
{
    return text(name).replace(u'_', u' ');
}

QString timeframe(Timeframe timeframe)
{
    switch (timeframe) {
    case Timeframe::Min1: return Words::tr("1 min");
    case Timeframe::Min2: return Words::tr("2 min");
    case Timeframe::Min5: return Words::tr("5 min");
    case Timeframe::Min15: return Words::tr("15 min");
    case Timeframe::Min30: return Words::tr("30 min");
    case Timeframe::Daily: return Words::tr("Day");
    }
    return {};
}

QString shortTimeframe(Timeframe timeframe)
{
    //: so many minutes
    return timeframe == Timeframe::Daily ? Words::tr("D", "one day")
                                         : Words::tr("%1m").arg(lengthOf(timeframe) / OneMinute);
}

QString minute(Timestamp t)
{
    return newyork::wallClock(t).toString(QStringLiteral("HH:mm"));
}

QString second(Timestamp t)
{
    return newyork::wallClock(t).toString(QStringLiteral("HH:mm:ss"));
}

QString day(Timestamp t)
{
    return QLocale().toString(newyork::date(t), QStringLiteral("ddd d MMM"));
}

QString date(Timestamp t)
{
    return QLocale().toString(newyork::date(t), QStringLiteral("ddd d MMM yyyy"));
}

QString dayAndMinute(Timestamp t)
{
    return date(t) + u' ' + minute(t);
}

QString age(Milliseconds span)
{
    const auto seconds = span.count() / 1'000;
    if (seconds < 120)
        return QStringLiteral("%1 s").arg(seconds);
    if (seconds < 7'200)
        return QStringLiteral("%1 min").arg(seconds / 60);
    return QStringLiteral("%1 h").arg(seconds / 3'600);
}

QString lag(std::int64_t microseconds)
{
    if (microseconds <= 0)
        return Unknown;
    if (microseconds < 10'000)
        return QLocale().toString(static_cast<double>(microseconds) / 1'000, 'f', 1) + QStringLiteral(" ms");
    if (microseconds < 10'000'000)
        return QLocale().toString(static_cast<qlonglong>(microseconds / 1'000)) + QStringLiteral(" ms");
    return age(Milliseconds(microseconds / 1'000));
}

} // namespace tickstock::format
