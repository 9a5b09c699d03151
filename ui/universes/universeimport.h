// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/config/universefile.h"
#include "ui/universes/universedrafts.h"

namespace tickstock {

/// What of a file can be taken over, and the question about it. A value.
struct UniverseOffer
{
    Universes lists;
    QString text; ///< why there is nothing, if there is nothing
};

/// @param drafts says which lists would be replaced
UniverseOffer offerOf(const ImportedUniverses &read, const UniverseDrafts &drafts);

/// "A, B, 3 more": not longer than can be read.
QString named(const QStringList &names);
/// A name as it can be shown: a pasted page of text is one, too.
QString shortened(const QString &name);

} // namespace tickstock
