// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/storage/storage.h"

class QSqlDatabase;
class QSqlQuery;

namespace tickstock {

/// The embedded store: one SQLite file in WAL mode. Power loss may cost the last transactions, never the file.
class SqliteStorage final : public Storage
{
public:
    /// @param source what the ticks' source column says: massive, simulated or replay
    explicit SqliteStorage(QString path, QString source = QStringLiteral("massive"));
    ~SqliteStorage() override;
    Q_DISABLE_COPY_MOVE(SqliteStorage)

    Outcome open() override;
    Outcome write(const WriteBatch &batch) override;
    Outcome forgetOldTicks(int days) override;
    Expected<std::vector<Bar>> minutes(const QString &symbol, Timestamp from, Timestamp to) override;
    Expected<Timestamp> lastMinute(const QString &symbol) override;
    Expected<std::vector<Bar>> days(const QString &symbol, QDate from, QDate to) override;
    Expected<std::vector<PatternEvent>> events(Timestamp from, int limit) override;
    Expected<std::vector<Gap>> openGaps(Timestamp from) override;
    Expected<QStringList> universe(const QString &key) override;
    Expected<QStringList> universeKeys() override;
    Outcome saveUniverse(const QString &key, const QStringList &symbols) override;
    Expected<qint64> beginSession(Timestamp startedAt, int symbols) override;
    Outcome endSession(qint64 id, Timestamp endedAt, quint64 ticks, quint64 bars, quint64 events) override;

private:
    struct Statements;

    QSqlDatabase database() const;
    Outcome run(const QString &sql) const;
    Outcome run(QSqlQuery &query) const;
    Outcome migrate();
    Outcome prepare();
    Outcome writeAll(const WriteBatch &batch);
    Outcome writeMinute(const StoredMinute &minute);
    Outcome writeDay(const StoredDay &day);
    Outcome writeTick(const StoredTick &tick);
    Outcome writeEvent(const PatternEvent &event);
    Outcome writeGap(const Gap &gap);
    Error failure(const QSqlQuery &query) const;

    const QString m_path;
    const QString m_source;
    const QString m_connection; // Qt's name for it; unique
    std::unique_ptr<Statements> m_statements;
};

} // namespace tickstock
