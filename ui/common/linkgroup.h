// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QColor>
#include <QString>

#include <array>
#include <optional>

namespace tickstock {

/// A link group: its charts, watchlist and events show the same symbol, and its charts also the same time and the same
/// crosshair. A group has a letter and a colour, so that either is enough to tell it. A value.
enum class LinkGroup { None, A, B, C, D, E };

inline constexpr std::array LinkGroups{LinkGroup::None, LinkGroup::A, LinkGroup::B,
                                       LinkGroup::C,    LinkGroup::D, LinkGroup::E};

/// A dash for None.
QString letter(LinkGroup group);
/// The background of white text, the same in every theme. No group is red or green.
QColor colour(LinkGroup group);
/// The group that has this letter(); nothing if none has.
std::optional<LinkGroup> linkGroupFrom(const QString &text);

} // namespace tickstock
