// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/health/connectiontestresult.h"
#include "ui/common/theme.h"

#include <QWidget>

#include <array>

class QLabel;
class QPushButton;

namespace tickstock {

/// The staged connection test: name, network, WebSocket, key, entitlement, one event; each with its time and, if it
/// fails, what to do. GUI thread.
class TestPage final : public QWidget
{
    Q_OBJECT

public:
    explicit TestPage(const Theme &theme, QWidget *parent = nullptr);

    /// @param what the connection that is tested, in words
    void begin(const QString &what);
    void show(const ConnectionTestResult &result);
    void cancel();
    bool isRunning() const { return m_isRunning; }
    bool hasPassed() const { return m_hasPassed; }
    /// After an edit: what a test has shown is no longer true of the settings.
    void forget();

    bool hasFailed() const { return m_hasFailed; }

Q_SIGNALS:
    void testRequested();
    void cancelRequested();

private:
    struct Row
    {
        QLabel *state;
        QLabel *time;
        QLabel *text;
    };
    void clear();

    const Theme m_theme;
    QPushButton *m_button;
    QLabel *m_verdict;
    std::array<Row, TestStageCount> m_rows{};
    bool m_isRunning = false;
    bool m_hasPassed = false;
    bool m_hasFailed = false;
    bool m_isVoid = false; // the settings were edited while the test ran
};

} // namespace tickstock
