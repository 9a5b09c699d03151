// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/events/eventtext.h"

#include "ui/common/format.h"

#include <QCoreApplication>
#include <QJsonObject>
#include <QStringList>

namespace tickstock {

namespace {

struct EventText
{
    Q_DECLARE_TR_FUNCTIONS(EventText)
};

QString levelsOf(const QJsonObject &levels)
{
    QStringList parts;
    const auto add = [&](const char *key, const QString &sentence) {
        if (levels.contains(QLatin1String(key)))
            parts.append(sentence.arg(format::price(levels[QLatin1String(key)].toDouble())));
    };
    add("trigger", EventText::tr("trigger %1"));
    add("stop", EventText::tr("stop %1"));
    add("target", EventText::tr("target %1"));
    return parts.join(QStringLiteral(", "));
}

/// The confidence ranks events and is no probability, so the text says what it is made of.
QString confidenceOf(const PatternEvent &event)
{
    const QJsonObject parts = event.details[u"confidence_parts"].toObject();
    const QString rank =
        EventText::tr("Confidence %1 of 100: a rank, not a probability").arg(qRound(event.confidence * 100));
    if (parts.isEmpty())
        return rank;
    const auto points = [&](const char *key) { return qRound(parts[QLatin1String(key)].toDouble() * 100); };
    return rank + EventText::tr(" (50, volume %1, clearance %2, longer time frame %3, shape %4)")
                      .arg(points("volume"))
                      .arg(points("clearance"))
                      .arg(points("trend"))
                      .arg(points("shape"));
}

} // namespace

QString describe(const PatternEvent &event)
{
    QStringList lines{event.pattern + u' ' + event.symbol};
    if (event.state == EventState::Forming)
        lines.append(EventText::tr("The bar still runs: this may go again."));
    if (const QString levels = levelsOf(event.details[u"levels"].toObject()); !levels.isEmpty())
        lines.append(levels);
    lines.append(confidenceOf(event));
    if (const QString reason = event.details[u"reason"].toString(); !reason.isEmpty())
        lines.append(reason);
    return lines.join(u'\n');
}

QString tipOf(const PatternEvent &event)
{
    return QStringLiteral("<qt>%1</qt>").arg(describe(event).toHtmlEscaped().replace(u'\n', QStringLiteral("<br>")));
}

} // namespace tickstock
