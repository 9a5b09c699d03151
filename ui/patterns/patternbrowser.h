// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/interfaces/patterncontrol.h"
#include "ui/common/theme.h"

#include <QDialog>

class QFormLayout;
class QDialogButtonBox;
class QLabel;
class QLineEdit;
class QSortFilterProxyModel;
class QTableView;

namespace tickstock {

class EmptyTableView;
class PatternModel;
class PatternSketch;
class RecordModel;

/// Every pattern: what it is, drawn and in words, its numbers, where it is looked for, and what followed it on the
/// symbol on screen. Changes take effect when they are applied. Modal, so that nothing replaces the window meanwhile.
/// GUI thread.
class PatternBrowser final : public QDialog
{
    Q_OBJECT

public:
    /// @param patterns must outlive the dialog
    /// @param symbol its record is shown; empty: none
    PatternBrowser(PatternControl &patterns, const Theme &theme, const QString &symbol, QWidget *parent = nullptr);
    ~PatternBrowser() override;

    /// The pattern of this name, as events call it.
    void select(const QString &pattern);

private:
    QWidget *buildList();
    QWidget *buildPage();
    /// What is on is known now: until then nothing can be changed.
    void takeSettings();
    void showCurrent();
    void showParameters(int row);
    void showRecord();
    void restoreDefaults();
    void apply();
    int currentRow() const;

    PatternControl &m_patterns;
    const QString m_symbol;
    PatternModel *m_model;
    QSortFilterProxyModel *m_filtered;
    QLineEdit *m_filter;
    QTableView *m_list;
    QLabel *m_title;
    PatternSketch *m_sketch;
    QLabel *m_rule;
    QWidget *m_parameters;
    QLabel *m_recordTitle;
    RecordModel *m_recordModel;
    EmptyTableView *m_record;
    QDialogButtonBox *m_buttons;
    std::optional<SymbolRecords> m_records; // nothing while they are being counted
};

} // namespace tickstock
