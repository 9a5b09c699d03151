// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/types/expected.h"

#include <QString>

namespace tickstock {

/// Numbers, by name, that outlive the program. Lives in the thread of whoever keeps them.
class NumberStore
{
public:
    virtual ~NumberStore() = default;

    /// 0 if it has never been set.
    virtual qint64 number(const QString &name) = 0;
    virtual Outcome setNumber(const QString &name, qint64 value) = 0;
};

} // namespace tickstock
