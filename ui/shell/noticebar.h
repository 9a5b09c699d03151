// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/common/theme.h"

#include <QWidget>

class QLabel;
class QToolButton;

namespace tickstock {

/// What the user should know and cannot see elsewhere, above the chart. Failures come first; each stays until it is
/// closed. GUI thread.
class NoticeBar final : public QWidget
{
    Q_OBJECT

public:
    explicit NoticeBar(const Theme &theme, QWidget *parent = nullptr);

    void setTheme(const Theme &theme);
    void add(const QString &text, bool isFailure);
    /// A short answer to what was just typed; replaced by the next one, or by nothing.
    void answer(const QString &text);

private:
    void refresh();

    QStringList m_failures;
    QStringList m_warnings;
    QString m_answer;
    QLabel *m_label;
    QToolButton *m_close;
};

} // namespace tickstock
