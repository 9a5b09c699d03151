// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/storage/sqlstorage.h"

namespace tickstock {

struct StoredPattern;
struct TickBlock;

/// The embedded store: one SQLite file in WAL mode. Power loss may cost the last transactions, never the file.
/// Lives in the thread that makes it.
class SqliteStorage final : public SqlStorage
{
public:
    /// @param source what the ticks' source column says: massive, simulated or replay
    explicit SqliteStorage(QString path, QString source = QStringLiteral("massive"));
    ~SqliteStorage() override;
    Q_DISABLE_COPY_MOVE(SqliteStorage)

    Outcome open() override;
    Outcome openForReading() override;
    Outcome write(const WriteBatch &batch) override;
    Outcome forgetOldTicks(int days) override;
    /// The more ticks a symbol there are in a block, the less room they take.
    Milliseconds gathersTicks() const override { return Milliseconds(10'000); }
    QString tickTable() const override { return QStringLiteral("tick_rows"); }

private:
    struct Statements;

    QString shownName() const override { return m_path; }
    Error failure(const QSqlQuery &query) const override;
    Expected<QStringList> tables() override;
    QStringList beginExclusively() const override;
    QString beginReading() const override { return QStringLiteral("BEGIN"); }
    const std::vector<Migration> &migrations() const override { return sqliteMigrations(); }
    Outcome connectTo(const QString &options);
    Outcome prepare();
    Outcome writeAll(const WriteBatch &batch);
    Outcome writeMinute(const StoredMinute &minute);
    Outcome writeDay(const StoredDay &day);
    Outcome writeBlock(const TickBlock &block);
    Outcome writeEvent(const PatternEvent &event);
    Outcome writePattern(const StoredPattern &pattern);
    Outcome writeGap(const Gap &gap);
    Outcome writeIndicator(const StoredIndicator &indicator);

    const QString m_path;
    const QString m_source;
    std::unique_ptr<Statements> m_statements;
};

} // namespace tickstock
