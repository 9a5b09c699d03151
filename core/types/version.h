// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

namespace tickstock {

/// The program's version, such as "0.1.0".
const char *version();

} // namespace tickstock
