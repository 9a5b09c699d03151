// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/health/sinktext.h"

#include "ui/common/format.h"

#include <QCoreApplication>
#include <QStringList>

namespace tickstock {

namespace {

struct SinkText
{
    Q_DECLARE_TR_FUNCTIONS(SinkText)
};

} // namespace

QString sinkName(const QString &name)
{
    if (name == u"storage")
        return SinkText::tr("Storage");
    if (name == u"redis")
        return SinkText::tr("Redis");
    return name;
}

QString sinkWord(SinkState state)
{
    switch (state) {
    case SinkState::Off: return SinkText::tr("off");
    case SinkState::Connecting: return SinkText::tr("connecting");
    //: reached, and everything is delivered as it comes
    case SinkState::Up: return SinkText::tr("up");
    case SinkState::Replaying: return SinkText::tr("catching up");
    case SinkState::Failing: return SinkText::tr("FAILING");
    case SinkState::Refused: return SinkText::tr("REFUSED");
    }
    return {};
}

QString sinkSymbol(SinkState state)
{
    switch (state) {
    case SinkState::Off: return QStringLiteral("\u2013");
    case SinkState::Connecting: return QStringLiteral("\u25cb");
    case SinkState::Up: return QStringLiteral("\u25cf");
    case SinkState::Replaying: return QStringLiteral("~");
    case SinkState::Failing: return QStringLiteral("!");
    case SinkState::Refused: return QStringLiteral("\u2715");
    }
    return {};
}

QColor sinkColour(SinkState state, const Theme &theme)
{
    switch (state) {
    case SinkState::Off: return theme.dimText;
    case SinkState::Up: return theme.good;
    case SinkState::Connecting:
    case SinkState::Replaying:
    case SinkState::Failing: return theme.warn; // it recovers by itself, and nothing is lost
    case SinkState::Refused: return theme.bad;
    }
    return theme.dimText;
}

QString sinkAdvice(const SinkHealth &sink)
{
    switch (sink.state) {
    case SinkState::Off:
    case SinkState::Up: return {};
    case SinkState::Connecting: return SinkText::tr("Not reached yet. What is due is kept until it is.");
    case SinkState::Replaying: return SinkText::tr("It is back. What was kept on disk goes first, in order.");
    case SinkState::Failing: return SinkText::tr("What is due is kept on disk and sent in order when it is back.");
    case SinkState::Refused:
        return SinkText::tr("Trying again does not help: check its address, account, rights and content.");
    }
    return {};
}

QString sinkLoss(const SinkHealth &sink)
{
    if (sink.dropped == 0)
        return {};
    return SinkText::tr("Lost for good: %1. There was room neither in memory nor on disk.")
        .arg(format::count(sink.dropped));
}

QString sinkTrouble(const SinkHealth &sink)
{
    QStringList lines{sink.lastError, sinkAdvice(sink), sinkLoss(sink)};
    lines.removeAll(QString());
    return lines.join(u'\n');
}

} // namespace tickstock
