// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/types/version.h"

namespace tickstock {

const char *version()
{
    return TICKSTOCK_VERSION;
}

} // namespace tickstock
