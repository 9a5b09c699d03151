// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/types/origin.h"

#include <QUuid>

namespace tickstock {

namespace {

constexpr QLatin1String OwnKind("tickstock-");
constexpr qsizetype RandomDigits = 12;

} // namespace

QString newOrigin()
{
    return OwnKind + QUuid::createUuid().toString(QUuid::Id128).left(RandomDigits);
}

bool isOwnKind(const QString &origin)
{
    return origin.startsWith(OwnKind);
}

} // namespace tickstock
