// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QWidget>

namespace tickstock {

/// What the window shows when there is no key: three ways to begin. GUI thread.
class FirstRunPanel final : public QWidget
{
    Q_OBJECT

public:
    explicit FirstRunPanel(QWidget *parent = nullptr);

Q_SIGNALS:
    /// To be kept in the keychain, and written nowhere else.
    void keyEntered(const QString &key);
    void simulatorChosen();
    void recordingChosen(const QString &file);

private:
    void askForKey();
    void askForRecording();
};

} // namespace tickstock
