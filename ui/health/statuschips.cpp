// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/health/statuschips.h"

#include "core/types/threadcheck.h"
#include "ui/common/format.h"
#include "ui/health/sinktext.h"
#include "ui/health/statustext.h"

#include <QHBoxLayout>
#include <QLabel>

#include <algorithm>
#include <cstdlib>
#include <numeric>

namespace tickstock {

namespace {

const QString StorageName = QStringLiteral("storage");
const QString RedisName = QStringLiteral("redis");
constexpr Milliseconds WrongClock{2'000};

QString sessionWord(Session session)
{
    switch (session) {
    case Session::Closed: return StatusChips::tr("market closed");
    case Session::Pre: return StatusChips::tr("pre-market");
    case Session::Regular: return StatusChips::tr("regular hours");
    case Session::Post: return StatusChips::tr("after hours");
    }
    return {};
}

int severity(ConnectionStatus status)
{
    switch (status) {
    case ConnectionStatus::Off: return 0;
    case ConnectionStatus::Live: return 1;
    case ConnectionStatus::Quiet: return 2;
    case ConnectionStatus::Authenticating:
    case ConnectionStatus::Connecting: return 3;
    case ConnectionStatus::Reconnecting: return 4;
    case ConnectionStatus::Degraded: return 5;
    case ConnectionStatus::Blocked: return 6;
    }
    return 0;
}

ConnectionStatus worst(const std::vector<ConnectionHealth> &connections)
{
    ConnectionStatus found = ConnectionStatus::Off;
    for (const ConnectionHealth &connection : connections) {
        if (severity(connection.status) > severity(found))
            found = connection.status;
    }
    return found;
}

QString feedText(const HealthBoard::Snapshot &health)
{
    const auto open = std::count_if(health.connections.begin(), health.connections.end(),
                                    [](const ConnectionHealth &c) { return isConnected(c.status); });
    double rate = 0;
    for (const ConnectionHealth &connection : health.connections)
        rate += connection.ratePerSecond;
    const ConnectionStatus status = worst(health.connections);
    return StatusChips::tr("%1 %2 %3/%4   %5 events/s")
        .arg(statusSymbol(status), statusWord(status))
        .arg(open)
        .arg(health.connections.size())
        .arg(format::count(static_cast<quint64>(rate)));
}

/// One word for one of several connections: its rate while it works, else its state.
QString slotsText(const HealthBoard::Snapshot &health, const Theme &theme)
{
    if (health.connections.size() < 2)
        return {};
    QStringList parts;
    for (const ConnectionHealth &connection : health.connections) {
        const QString figure =
            connection.status == ConnectionStatus::Live
                ? StatusChips::tr("%1/s").arg(format::count(static_cast<quint64>(connection.ratePerSecond)))
                : statusWord(connection.status);
        parts.append(QStringLiteral("<span style='color:%1'>C%2&nbsp;%3&nbsp;%4</span>")
                         .arg(statusColour(connection.status, theme).name())
                         .arg(connection.id.value)
                         .arg(statusSymbol(connection.status), figure));
    }
    return parts.join(QStringLiteral("&nbsp;&nbsp; "));
}

quint64 gapCount(const HealthBoard::Snapshot &health)
{
    return std::accumulate(health.gaps.count.begin(), health.gaps.count.end(), quint64(0));
}

quint64 openGaps(const HealthBoard::Snapshot &health)
{
    const auto repaired = std::accumulate(health.gaps.repaired.begin(), health.gaps.repaired.end(), quint64(0));
    return gapCount(health) - repaired - health.gaps.unexplained;
}

QString gapsText(const HealthBoard::Snapshot &health)
{
    const QString count = format::count(gapCount(health));
    if (gapCount(health) == 0)
        return StatusChips::tr("no gaps");
    if (openGaps(health) == 0 && health.gaps.unexplained > 0)
        return StatusChips::tr("gaps %1, %2 unexplained").arg(count, format::count(health.gaps.unexplained));
    if (openGaps(health) == 0)
        return StatusChips::tr("gaps %1, all repaired").arg(count);
    return StatusChips::tr("gaps %1, OPEN %2").arg(count, format::count(openGaps(health)));
}

bool hasRedis(const HealthBoard::Snapshot &health)
{
    return std::any_of(health.sinks.begin(), health.sinks.end(),
                       [](const SinkHealth &sink) { return sink.name == RedisName; });
}

/// "Storage up", "Redis 12,345 behind", "Redis FAILING, 12,345 behind".
QString sinkText(const SinkHealth &sink, const QString &name)
{
    const QString behind = StatusChips::tr("%1 behind").arg(format::count(sink.backlog));
    if (sink.backlog == 0)
        return sinkName(name) + u' ' + sinkWord(sink.state);
    if (sink.state == SinkState::Up || sink.state == SinkState::Replaying)
        return sinkName(name) + u' ' + behind;
    return QStringLiteral("%1 %2, %3").arg(sinkName(name), sinkWord(sink.state), behind);
}

bool isReadingPast(const HealthBoard::Snapshot &health)
{
    return health.patternsReady < health.patternsWanted;
}

/// Shown while another program looks for patterns, no program does, or their past is not all there.
QString patternsText(const HealthBoard::Snapshot &health)
{
    if (health.pipeline.isScanning && !isReadingPast(health))
        return StatusChips::tr("past of %1 symbols when looked at").arg(format::count(quint64(health.symbolsLeftCold)));
    if (health.pipeline.isScanning)
        return StatusChips::tr("patterns ready for %1 of %2 symbols")
            .arg(health.patternsReady)
            .arg(health.patternsWanted);
    return health.pipeline.scanner.isEmpty() ? StatusChips::tr("nobody looks for patterns")
                                             : StatusChips::tr("patterns by others");
}

QString lossText(const HealthBoard::Snapshot &health)
{
    quint64 errors = 0;
    for (const ConnectionHealth &connection : health.connections)
        errors += connection.errors;
    return StatusChips::tr("dropped %1   errors %2")
        .arg(format::count(health.pipeline.droppedTicks + health.droppedBySinks()), format::count(errors));
}

QString framesText(int framesPerSecond)
{
    return StatusChips::tr("%1 frames/s").arg(framesPerSecond);
}

/// This machine's clock is wrong by more than a network can pretend.
bool isClockOff(const HealthBoard::Snapshot &health)
{
    return std::abs(health.clockSkewMs) >= WrongClock.count();
}

QString clockText(const HealthBoard::Snapshot &health)
{
    const QString distance = format::age(Milliseconds(std::abs(health.clockSkewMs)));
    return health.clockSkewMs > 0 ? StatusChips::tr("this computer's clock is %1 behind").arg(distance)
                                  : StatusChips::tr("this computer's clock is %1 ahead").arg(distance);
}

QString marketText(const HealthBoard::Snapshot &health, Session session)
{
    const Timestamp now = health.pipeline.marketNow;
    if (!now.isValid())
        return {};
    const QString clock = StatusChips::tr("%1 %2 ET").arg(format::day(now), format::second(now));
    if (health.pipeline.followsFeed)
        return StatusChips::tr("%1 (feed's clock)   %2").arg(clock, sessionWord(session));
    const QString text = StatusChips::tr("%1   %2").arg(clock, sessionWord(session));
    return isClockOff(health) ? StatusChips::tr("%1   %2").arg(clockText(health), text) : text;
}

} // namespace

StatusChips::StatusChips(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_layout(new QHBoxLayout(this))
{
    setObjectName(QStringLiteral("statusChips"));
    m_layout->setContentsMargins(8, 0, 8, 0);
    m_layout->setSpacing(18);
    m_feed = chip("chipFeed");
    m_slots = chip("chipSlots");
    m_slots->setTextFormat(Qt::RichText);
    m_gaps = chip("chipGaps");
    m_storage = chip("chipStorage");
    m_redis = chip("chipRedis");
    m_patterns = chip("chipPatterns");
    m_loss = chip("chipLoss");
    m_frames = chip("chipFrames");
    m_layout->addStretch();
    m_market = chip("chipMarket");
}

QLabel *StatusChips::chip(const char *name)
{
    auto *label = new QLabel(this);
    label->setObjectName(QString::fromLatin1(name));
    m_layout->addWidget(label);
    return label;
}

void StatusChips::show(const HealthBoard::Snapshot &health, Session session, int framesPerSecond)
{
    assertThreadOf(this);
    const auto set = [](QLabel *label, const QString &text, const QColor &colour) {
        label->setText(text);
        QPalette palette = label->palette();
        palette.setColor(QPalette::WindowText, colour);
        label->setPalette(palette);
    };
    const bool hasLoss = health.pipeline.droppedTicks + health.droppedBySinks() > 0;
    set(m_feed, feedText(health), statusColour(worst(health.connections), m_theme));
    m_slots->setText(slotsText(health, m_theme));
    m_slots->setVisible(health.connections.size() > 1);
    set(m_gaps, gapsText(health), openGaps(health) + health.gaps.unexplained > 0 ? m_theme.warn : m_theme.dimText);
    m_gaps->setVisible(gapCount(health) > 0);
    const auto setSink = [&](QLabel *label, const QString &name) {
        const SinkHealth sink = health.sink(name);
        set(label, sinkText(sink, name), sink.isWell() ? m_theme.dimText : sinkColour(sink.state, m_theme));
        label->setToolTip(sink.isWell() ? sink.endpoint : sinkTrouble(sink));
    };
    setSink(m_storage, StorageName);
    setSink(m_redis, RedisName);
    m_redis->setVisible(hasRedis(health));
    const bool isNobody = !health.pipeline.isScanning && health.pipeline.scanner.isEmpty();
    set(m_patterns, patternsText(health), isNobody ? m_theme.warn : m_theme.dimText);
    const bool isLeftCold = health.pipeline.isScanning && !isReadingPast(health) && health.symbolsLeftCold > 0;
    m_patterns->setToolTip(isLeftCold
                               ? tr("The minutes of their last sessions are not stored. With so many symbols they "
                                    "are fetched when one is looked at; until then its patterns look back no "
                                    "further than today.")
                               : health.pipeline.scanner);
    m_patterns->setVisible(!health.pipeline.isScanning || isReadingPast(health) || isLeftCold);
    set(m_loss, lossText(health), hasLoss ? m_theme.bad : m_theme.dimText);
    set(m_frames, framesText(framesPerSecond), m_theme.dimText);
    set(m_market, marketText(health, session), isClockOff(health) ? m_theme.warn : m_theme.text);
    m_market->setToolTip(isClockOff(health) ? tr("The time shown is the vendor's, and everything goes by it; set this "
                                                 "computer's clock, which other programs go by.")
                                            : QString());
}

QString StatusChips::healthLine(const HealthBoard::Snapshot &health, Session session, int framesPerSecond)
{
    QStringList parts{feedText(health),
                      gapsText(health),
                      sinkText(health.sink(StorageName), StorageName),
                      lossText(health),
                      tr("%1 minutes, %2 patterns")
                          .arg(format::count(health.pipeline.closedMinutes), format::count(health.pipeline.events)),
                      framesText(framesPerSecond),
                      marketText(health, session)};
    if (hasRedis(health))
        parts.insert(3, sinkText(health.sink(RedisName), RedisName));
    return parts.join(QStringLiteral(" | "));
}

} // namespace tickstock
