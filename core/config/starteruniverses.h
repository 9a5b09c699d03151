// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>
#include <QStringList>

#include <map>

namespace tickstock {

/// The symbol lists that come with the product, by key `family:list`; the order of the symbols matters.
/// Thread-safe: read from the program itself.
std::map<QString, QStringList> starterUniverses();

} // namespace tickstock
