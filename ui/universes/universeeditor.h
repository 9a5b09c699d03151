// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/common/theme.h"

#include <QWidget>

class QLabel;
class QPlainTextEdit;

namespace tickstock {

/// One symbol list as text: its name, its symbols, and beneath them how many there are and what is no symbol. GUI
/// thread.
class UniverseEditor final : public QWidget
{
    Q_OBJECT

public:
    explicit UniverseEditor(const Theme &theme, QWidget *parent = nullptr);

    void showList(const QString &key, const QString &text);
    /// @param explanation why there is no list to show
    void showNothing(const QString &explanation);
    QString text() const;
    void focusText();

Q_SIGNALS:
    /// The user has changed the text.
    void edited();

private:
    void setText(const QString &text);
    void handleEdit();
    void showCount();

    const Theme m_theme;
    bool m_isShowing = false; // the text is being filled in, not edited
    QLabel *m_title;
    QPlainTextEdit *m_symbols;
    QLabel *m_count;
};

/// Colours the text of a label.
void colour(QLabel *label, const QColor &colour);

} // namespace tickstock
