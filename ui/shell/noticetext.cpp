// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/shell/noticetext.h"

#include "core/interfaces/servicenotice.h"

#include <QCoreApplication>

namespace tickstock {

namespace {

struct NoticeText
{
    Q_DECLARE_TR_FUNCTIONS(NoticeText)
};

} // namespace

QString textOf(const ServiceNotice &notice)
{
    const QString &detail = notice.detail;
    switch (notice.kind) {
    case ServiceNotice::Kind::StorageAway:
        return NoticeText::tr("The store is away; what is due is kept on disk and follows when it is back: %1")
            .arg(detail);
    case ServiceNotice::Kind::StorageFailed: return NoticeText::tr("Nothing is stored: %1").arg(detail);
    case ServiceNotice::Kind::NoSymbols: return NoticeText::tr("No symbols yet. Type one above and press Enter.");
    case ServiceNotice::Kind::UnknownUniverse: return NoticeText::tr("Unknown universe: %1").arg(detail);
    case ServiceNotice::Kind::NoKey: return {}; // the first-run panel is
    case ServiceNotice::Kind::ApiUnavailable: return NoticeText::tr("The local interface is off: %1").arg(detail);
    case ServiceNotice::Kind::SettingWarning: return detail;
    case ServiceNotice::Kind::UniverseNotSaved: return NoticeText::tr("A symbol list is not saved: %1").arg(detail);
    case ServiceNotice::Kind::NotCarried:
        return NoticeText::tr("The sender of the ticks does not carry %1.").arg(detail);
    case ServiceNotice::Kind::PatternsNotSaved:
        return NoticeText::tr("What patterns are looked for is not kept: %1").arg(detail);
    }
    return {};
}

bool isFailure(const ServiceNotice &notice)
{
    switch (notice.kind) {
    case ServiceNotice::Kind::StorageFailed:
    case ServiceNotice::Kind::UnknownUniverse:
    case ServiceNotice::Kind::UniverseNotSaved:
    case ServiceNotice::Kind::PatternsNotSaved: return true;
    case ServiceNotice::Kind::StorageAway:
    case ServiceNotice::Kind::NoSymbols:
    case ServiceNotice::Kind::NoKey:
    case ServiceNotice::Kind::ApiUnavailable:
    case ServiceNotice::Kind::SettingWarning:
    case ServiceNotice::Kind::NotCarried: return false;
    }
    return false;
}

} // namespace tickstock
