// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QColor>
#include <QString>

#include <array>
#include <optional>

namespace tickstock {

/// What belongs together: charts, watchlist and events of a group show the same symbol, its charts also the same time
/// and the same crosshair. A letter and a colour, so that neither is needed alone.
enum class LinkGroup { None, A, B, C, D, E };

inline constexpr std::array LinkGroups{LinkGroup::None, LinkGroup::A, LinkGroup::B,
                                       LinkGroup::C,    LinkGroup::D, LinkGroup::E};

/// A dash for None.
QString letter(LinkGroup group);
/// With white text on it, in every theme; none of them is red or green.
QColor colour(LinkGroup group);
/// What letter() says; nothing for anything else.
std::optional<LinkGroup> linkGroupFrom(const QString &text);

} // namespace tickstock
