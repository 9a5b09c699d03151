// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/patterns/patternsettings.h"

#include <QString>
#include <QStringList>

namespace tickstock {

/// The file in which a user's choice of patterns is kept. Reads and writes where it is called: not in the GUI thread.
/// A value.
class PatternFile
{
public:
    /// @param name empty: nothing is kept
    explicit PatternFile(QString name);

    /// Nothing where there is no file or it cannot be used; @p problems says what is wrong with it.
    std::optional<PatternSettings> read(QStringList &problems) const;
    Outcome write(const PatternSettings &settings) const;

private:
    QString m_name;
};

} // namespace tickstock
