// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/interfaces/patterncontrol.h"
#include "core/interfaces/servicenotice.h"
#include "core/market/symbol.h"
#include "core/service/patternfile.h"
#include "core/service/ports.h"
#include "core/service/serviceoptions.h"

#include <optional>

namespace tickstock {

class SubscriptionList;

/// Which patterns the pipeline looks for, whose indicators it sends, and whether another program looks for patterns in
/// its place. Works in the pipeline's thread through its port; lives in the thread of its service.
class PatternController final : public PatternControl
{
    Q_OBJECT

public:
    struct Parts
    {
        const ServiceOptions &options;
        SymbolTable &symbols;
        SubscriptionList &subscriptions;
        OnPipeline onPipeline;
        OnStore onStore; ///< its thread also reads and writes the file of settings
        /// Reads a symbol's bars and answers by noteRecords().
        std::function<void(const QString &symbol, const PatternSettings &settings)> readRecords;
    };
    explicit PatternController(Parts parts);

    /// Reads the settings that an earlier run has kept. The pipeline has them when the store has answered.
    void start();
    /// Once a second. @param scannerAlive what the scanners' key holds; nothing: not known yet
    void decideWhoScans(const std::optional<QByteArray> &scannerAlive);

    PatternSettings patternSettings() const override { return m_settings; }
    bool hasReadSettings() const override { return m_hasRead; }
    void setPatternSettings(const PatternSettings &settings) override;
    void readRecords(const QString &symbol, const PatternSettings &settings) override;

Q_SIGNALS:
    void noticed(const tickstock::ServiceNotice &notice);

private:
    void adopt(const std::optional<PatternSettings> &kept, const QStringList &problems);
    void followIndicators();

    const Parts m_parts;
    const PatternFile m_file; // used in the storage thread
    PatternSettings m_settings;
    bool m_hasRead = false;
    bool m_isChosen = false; // by this run's user
};

} // namespace tickstock
