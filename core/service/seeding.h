// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/interfaces/marketmailbox.h"
#include "core/market/patternevent.h"
#include "core/market/symbol.h"
#include "core/service/ports.h"
#include "core/types/workerthread.h"

#include <QDate>
#include <QObject>
#include <QSet>
#include <QStringList>

#include <atomic>
#include <functional>
#include <memory>
#include <vector>

namespace tickstock {

class SubscriptionList;
class Storage;

/// Reads what is stored of symbols and hands it to those who continue it: bars and patterns to the pipeline, where the
/// minutes end to the repair of holes, what was found to the screen. Where a symbol's minutes end is read before its
/// data flow. Of patterns nothing is looked for before their whole past is there: it is read, and the bars with it,
/// while data flow, a few symbols at a time, those on the screen first, and beside the storage thread, which goes on
/// writing. Lives in the thread of its service; the past is judged in a thread of its own, so that the pipeline only
/// goes on from there.
class Seeding final : public QObject
{
    Q_OBJECT

public:
    /// Symbols that are read for patterns at a time, from one state of the store: a tenth of a second.
    static constexpr qsizetype SliceSize = 32;

    struct Parts
    {
        SymbolTable &symbols;
        SubscriptionList &subscriptions;
        MarketMailbox &mailbox;
        OnStore onStore;
        OnStore onReader; ///< beside what is written; what is queued to be written is not there yet
        OnPipeline onPipeline;
        OnHistory onHistory;
        bool showsStored = true;     ///< there is a user, who wants to see what earlier runs have found
        bool keepsUsual = true;      ///< usual volumes may be written to the store
        bool needsWholePast = false; ///< patterns of symbols whose past cannot be read are not looked for
        int retryMs = 2'000;         ///< a store that cannot be read is asked again after this time
    };
    explicit Seeding(Parts parts);

    /// The trading day of market time.
    void setSession(QDate session) { m_session = session; }
    /// Everything once more, for symbols whose data flow already; @p then as soon as it is known where their minutes
    /// end.
    void read(const QStringList &symbols, const std::function<void()> &then);
    /// What patterns begin with, and nothing else: a trading day begins, the shares are others now, or the store has
    /// more of the past. What is missing of the bars is found by the repair of holes.
    void readPatterns(const QStringList &symbols);
    /// The program ends: nothing more is read, so that the store has time to write.
    void stop();

Q_SIGNALS:
    /// The past of @p ready out of @p symbols has been read for patterns; told while many of them wait.
    void progressed(int ready, int symbols);

private:
    struct Slice;
    struct Search;

    void readBars(const QStringList &symbols, bool areNew, const std::function<void()> &then);
    void noteEnd(Storage &storage, const QString &symbol, bool isNew) const;
    bool seedBars(Storage &storage, const QString &symbol) const;
    void enqueue(const QStringList &symbols, QDate session, quint64 since);
    void readNextSlice();
    std::shared_ptr<Slice> takeSlice();
    void keepUsual(const Slice &slice) const;
    void readSlice(Storage &storage, Slice &slice, QDate session) const;
    bool readPast(Storage &storage, const QString &symbol, QDate session, Slice &slice) const;
    void judge(Slice &slice, const Search &search);
    void finish(const Slice &slice);
    void tellProgress();
    void show(std::vector<PatternEvent> reported) const;
    void resumePatterns(const QStringList &symbols);
    void forgetPatterns(const QStringList &symbols);
    void retryLater(const QStringList &unread);

    const Parts m_parts;
    QDate m_session;           // not valid before it is known
    QStringList m_waiting;     // to be read for patterns, in order; some of them may have been taken already
    QSet<QString> m_isWaiting; // those that have not
    QSet<QString> m_isComing;  // will wait when what is queued of them has been written
    QDate m_usualSession;      // whose usual volumes may be kept
    quint64 m_usualSince = 0;  // as Storage::watchUsualVolumes()
    QSet<QString> m_isBarless; // the pipeline has not got the stored bars of these
    bool m_isReading = false;  // a slice is under way
    std::atomic<bool> m_isStopped = false; // also asked between two symbols that are judged
    QSet<QString> m_round;                 // to be read since there was nothing to read
    QSet<QString> m_left;                  // those of them that have not been, or are to be read once more
    bool m_isProgressTold = false;         // and not yet that all are ready
    QSet<QString> m_unshown;               // what earlier runs have found of these is not on the screen yet
    std::vector<PatternEvent> m_reported;  // of those, for the screen when all are read
    WorkerThread<QObject> m_judge;         // last, so that it ends before what it uses
};

} // namespace tickstock
