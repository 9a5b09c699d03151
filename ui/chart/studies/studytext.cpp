// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/chart/studies/studytext.h"

#include <QCoreApplication>
#include <QStringList>

namespace tickstock {

namespace {

/// Known to the translators; the words are those of the studies' own files.
[[maybe_unused]] constexpr const char *Words[] = {
    QT_TRANSLATE_NOOP("Study", "SMA"),           QT_TRANSLATE_NOOP("Study", "EMA"),
    QT_TRANSLATE_NOOP("Study", "Bollinger"),     QT_TRANSLATE_NOOP("Study", "VWAP"),
    QT_TRANSLATE_NOOP("Study", "Opening range"), QT_TRANSLATE_NOOP("Study", "Previous day"),
    QT_TRANSLATE_NOOP("Study", "Volume"),        QT_TRANSLATE_NOOP("Study", "RSI"),
    QT_TRANSLATE_NOOP("Study", "MACD"),          QT_TRANSLATE_NOOP("Study", "ATR"),
    QT_TRANSLATE_NOOP("Study", "Stochastic"),    QT_TRANSLATE_NOOP("Study", "OBV"),
    QT_TRANSLATE_NOOP("Study", "upper"),         QT_TRANSLATE_NOOP("Study", "middle"),
    QT_TRANSLATE_NOOP("Study", "lower"),         QT_TRANSLATE_NOOP("Study", "high"),
    QT_TRANSLATE_NOOP("Study", "low"),           QT_TRANSLATE_NOOP("Study", "close"),
    QT_TRANSLATE_NOOP("Study", "histogram"),     QT_TRANSLATE_NOOP("Study", "macd"),
    QT_TRANSLATE_NOOP("Study", "signal"),        QT_TRANSLATE_NOOP("Study", "period"),
    QT_TRANSLATE_NOOP("Study", "deviations"),    QT_TRANSLATE_NOOP("Study", "minutes"),
    QT_TRANSLATE_NOOP("Study", "fast"),          QT_TRANSLATE_NOOP("Study", "slow"),
    QT_TRANSLATE_NOOP("Study", "slow_k"),        QT_TRANSLATE_NOOP("Study", "slow_d"),
    QT_TRANSLATE_NOOP("Study", "bars"),          QT_TRANSLATE_NOOP("Study", "standard deviations"),
};

QString translated(std::string_view word)
{
    return word.empty() ? QString() : QCoreApplication::translate("Study", std::string(word).c_str());
}

} // namespace

QString studyName(const StudyType &type)
{
    return translated(type.name);
}

QString studyTitle(const Study &study)
{
    QStringList words{studyName(study.type())};
    for (const Parameter &parameter : study.type().parameters)
        words.append(QString::number(study.parameters()[parameter.name]));
    return words.join(u' ');
}

QString lineName(const StudyLineStyle &line)
{
    return translated(line.name);
}

QString parameterName(const Parameter &parameter)
{
    return translated(parameter.name).replace(u'_', u' ');
}

QString parameterUnit(const Parameter &parameter)
{
    return translated(parameter.unit);
}

} // namespace tickstock
