// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/settings/accesspage.h"

#include "core/config/settingstable.h"
#include "core/types/threadcheck.h"
#include "ui/settings/lockedfield.h"

#include <QCheckBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>

namespace tickstock {

AccessPage::AccessPage(SettingsDraft &draft, QWidget *parent)
    : QWidget(parent)
    , m_draft(draft)
    , m_key(new QLineEdit(this))
    , m_keyState(new QLabel(this))
{
    auto *form = new QFormLayout(this);
    const QString keyName = QStringLiteral("MASSIVE_API_KEY");
    const QString lockedBy = m_draft.lockedBy(keyName);
    m_key->setObjectName(QStringLiteral("apiKey"));
    m_key->setEchoMode(QLineEdit::Password);
    m_key->setEnabled(lockedBy.isEmpty());
    m_key->setPlaceholderText(m_draft.text(keyName).isEmpty() ? tr("none yet") : tr("set; type to replace it"));
    connect(m_key, &QLineEdit::textEdited, this, &AccessPage::edited);
    form->addRow(tr("Massive API &key"), m_key);
    auto *shown = new QCheckBox(tr("&Show the key"), this);
    connect(shown, &QCheckBox::toggled, this,
            [this](bool on) { m_key->setEchoMode(on ? QLineEdit::Normal : QLineEdit::Password); });
    auto *remove = new QCheckBox(tr("Re&move the kept key"), this);
    remove->setEnabled(lockedBy.isEmpty() && !m_draft.text(keyName).isEmpty());
    connect(remove, &QCheckBox::toggled, this, [this](bool on) {
        m_removesKey = on;
        m_key->setDisabled(on);
        Q_EMIT edited();
    });
    form->addRow(QString(), shown);
    form->addRow(QString(), remove);
    m_keyState->setWordWrap(true);
    m_keyState->setForegroundRole(QPalette::PlaceholderText);
    m_keyState->setText(lockedBy.isEmpty() ? tr("Kept in the system's keychain, never in a file.")
                                           : tr("Set in %1, which wins over the keychain.").arg(lockedBy));
    form->addRow(QString(), m_keyState);

    const auto addText = [&](const QString &label, const QString &name, const QString &hint = {}) {
        auto *edit = new QLineEdit(m_draft.text(name), this);
        edit->setObjectName(name);
        edit->setPlaceholderText(hint.isEmpty() ? settingOf(name).defaultText : hint);
        lockIfSetElsewhere(edit, m_draft, name);
        connect(edit, &QLineEdit::textEdited, this, [this, name](const QString &text) {
            m_draft.set(name, text.trimmed());
            Q_EMIT edited();
        });
        form->addRow(label, edit);
    };
    addText(tr("&Feed"), QStringLiteral("MASSIVE_WEBSOCKET_URL"));
    addText(tr("&REST"), QStringLiteral("MASSIVE_REST_URL"));
    addText(tr("Requests a &minute"), QStringLiteral("MASSIVE_REST_PER_MINUTE"), tr("0: as many as the plan takes"));
    addText(tr("C&hannels"), QStringLiteral("MASSIVE_CHANNELS"));
    auto *hint = new QLabel(tr("A: bars of a second, AM: of a minute, T: trades. Quotes (Q) are shown as bid and "
                               "ask in the watchlist; limits (LULD) tell of halts."),
                            this);
    hint->setWordWrap(true);
    hint->setForegroundRole(QPalette::PlaceholderText);
    form->addRow(QString(), hint);
}

std::optional<QString> AccessPage::typedKey() const
{
    assertThreadOf(this);
    if (m_removesKey)
        return QString();
    const QString typed = m_key->text().trimmed();
    return typed.isEmpty() ? std::nullopt : std::optional(typed); // an empty field leaves it as it is
}

QString AccessPage::keyInUse() const
{
    assertThreadOf(this);
    const QString typed = m_key->text().trimmed();
    return typed.isEmpty() ? m_draft.text(QStringLiteral("MASSIVE_API_KEY")) : typed;
}

void AccessPage::showKeyState(const QString &text)
{
    assertThreadOf(this);
    m_keyState->setText(text);
}

} // namespace tickstock
