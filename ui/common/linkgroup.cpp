// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/common/linkgroup.h"

namespace tickstock {

QString letter(LinkGroup group)
{
    return group == LinkGroup::None ? QStringLiteral("\u2013")
                                    : QString(QChar(static_cast<char16_t>(u'A' + static_cast<int>(group) - 1)));
}

QColor colour(LinkGroup group)
{
    static const std::array colours{QColor(0x5d, 0x68, 0x77), QColor(0x1f, 0x63, 0xd6), QColor(0xa8, 0x5f, 0x00),
                                    QColor(0x7b, 0x3f, 0xc4), QColor(0x00, 0x7a, 0x87), QColor(0xb8, 0x2c, 0x74)};
    return colours[static_cast<std::size_t>(group)];
}

std::optional<LinkGroup> linkGroupFrom(const QString &text)
{
    for (const LinkGroup group : LinkGroups) {
        if (letter(group) == text)
            return group;
    }
    return std::nullopt;
}

} // namespace tickstock
