// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/patterns/patternrecord.h"
#include "core/patterns/patternsettings.h"

#include <QObject>

namespace tickstock {

/// Which patterns are looked for, and what followed them. Lives in the GUI thread and never blocks it.
class PatternControl : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// Those kept by an earlier run, or the usual ones while those are still being read.
    virtual PatternSettings patternSettings() const = 0;
    /// Whether what an earlier run has kept has been read; settingsRead() follows when it is.
    virtual bool hasReadSettings() const = 0;
    /// From now on these, also by later runs; notSaved() tells if they could not be written. Not before settingsRead(),
    /// unless all of them are meant.
    virtual void setPatternSettings(const PatternSettings &settings) = 0;
    /// What followed each pattern on this symbol's stored bars; answered by recordsRead().
    virtual void readRecords(const QString &symbol, const PatternSettings &settings) = 0;

Q_SIGNALS:
    void settingsRead();
    void recordsRead(const tickstock::SymbolRecords &records);
    /// @param problem names the file and what went wrong
    void notSaved(const QString &problem);
};

} // namespace tickstock
