// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/sink/numberstore.h"
#include "core/types/expected.h"
#include "core/types/threadcheck.h"

#include <QByteArray>
#include <QString>

#include <memory>
#include <vector>

class QSqlDatabase;
class QSqlQuery;

namespace tickstock {

/// One thing that could not be delivered yet. What is in it is the sink's business. A value.
struct SpoolEntry
{
    qint64 id = 0; ///< given by the spool; rises
    QByteArray payload;
    quint64 weight = 1; ///< how many ticks or rows it stands for
};

/// A bounded queue on disk (SQLite, every commit synced) in which a sink keeps what is due while its server is away.
/// First in, first out; survives the program. When it is full, or the disk is, the oldest entries are dropped and
/// counted. Lives in the thread that makes it.
class Spool final : public NumberStore
{
public:
    /// Some hours of a busy market.
    static constexpr qint64 UsualMaxBytes = qint64(2) << 30;

    explicit Spool(QString file, qint64 maxBytes = UsualMaxBytes);
    ~Spool() override;
    Q_DISABLE_COPY_MOVE(Spool)

    Outcome open();
    /// All of them in one transaction, or none; the error says why. Only when there is no room are older entries
    /// dropped for them. The id of the last one; they are numbered one by one.
    Expected<qint64> append(const std::vector<SpoolEntry> &entries);
    /// Entries up to and including this id are being delivered: they are not dropped to make room.
    void keepUpTo(qint64 id) { m_keptUpTo = id; }
    /// The oldest entries after @p after, at most @p limit of them.
    Expected<std::vector<SpoolEntry>> oldest(int limit, qint64 after = 0);
    /// Everything up to and including this id has been delivered.
    Outcome removeUpTo(qint64 id);

    bool isEmpty() const { return m_weight == 0; }
    /// Sum of the entries' weights.
    quint64 weight() const { return m_weight; }
    /// Weight dropped for want of room since the last call.
    quint64 takeDropped();

    /// Numbers are kept beside the entries.
    qint64 number(const QString &name) override;
    Outcome setNumber(const QString &name, qint64 value) override;

private:
    struct Statements;

    QSqlDatabase database() const;
    Outcome run(const QString &sql);
    Expected<qint64> insert(const std::vector<SpoolEntry> &entries);
    Outcome makeRoom();
    Outcome remove(qint64 after, qint64 upTo);
    Error failure(const QSqlQuery &query) const;

    const QString m_file;
    const qint64 m_maxBytes;
    const QString m_connection; // Qt's name for it; unique
    ThreadCheck m_thread;
    std::unique_ptr<Statements> m_statements;
    qint64 m_keptUpTo = 0;
    quint64 m_weight = 0;
    quint64 m_dropped = 0;
    bool m_isFull = false; // why the last insertion failed
};

} // namespace tickstock
