// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/health/sinkhealth.h"
#include "ui/common/theme.h"

#include <QWidget>

#include <vector>

class QPlainTextEdit;

namespace tickstock {

class EmptyTableView;
class SinkModel;

/// The sinks as a table, and below it in full what is wrong with them and what the user can do. GUI thread.
class SinkView final : public QWidget
{
    Q_OBJECT

public:
    explicit SinkView(const Theme &theme, QWidget *parent = nullptr);

    void setTheme(const Theme &theme);

    /// Called once a second.
    void setSinks(const std::vector<SinkHealth> &sinks);

private:
    SinkModel *m_model;
    EmptyTableView *m_table;
    QPlainTextEdit *m_trouble;
};

} // namespace tickstock
