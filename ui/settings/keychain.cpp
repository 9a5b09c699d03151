// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/settings/keychain.h"

#include "core/types/durations.h"
#include "core/types/threadcheck.h"

#include <QTimer>
#include <qt6keychain/keychain.h>

#include <memory>

namespace tickstock {

namespace {

constexpr Milliseconds Patience = OneSecond * 5;
const QString Service = QStringLiteral("org.tickstock.TickStock");
const QString Entry = QStringLiteral("massive-api-key");

} // namespace

/// @param finished gets null when the keychain does not answer
void Keychain::start(QKeychain::Job *job, std::function<void(QKeychain::Job *)> finished)
{
    job->setInsecureFallback(false);
    job->setKey(Entry);
    const auto isDone = std::make_shared<bool>(false);
    connect(job, &QKeychain::Job::finished, this, [isDone, finished](QKeychain::Job *done) {
        if (!std::exchange(*isDone, true))
            finished(done);
    });
    QTimer::singleShot(Patience, this, [isDone, finished] {
        if (!std::exchange(*isDone, true))
            finished(nullptr);
    });
    job->start();
}

void Keychain::read(std::function<void(const Expected<QString> &)> answer)
{
    assertThreadOf(this);
    start(new QKeychain::ReadPasswordJob(Service), [answer](QKeychain::Job *job) {
        if (!job)
            answer(Error{ErrorCode::Unreachable, tr("The system's keychain does not answer.")});
        else if (job->error() == QKeychain::EntryNotFound)
            answer(QString());
        else if (job->error() != QKeychain::NoError)
            answer(Error{ErrorCode::Unreachable, job->errorString()});
        else
            answer(static_cast<QKeychain::ReadPasswordJob *>(job)->textData());
    });
}

void Keychain::write(const QString &key, std::function<void(const Outcome &)> answer)
{
    assertThreadOf(this);
    QKeychain::Job *job = nullptr;
    if (key.isEmpty()) {
        job = new QKeychain::DeletePasswordJob(Service);
    } else {
        auto *write = new QKeychain::WritePasswordJob(Service);
        write->setTextData(key);
        job = write;
    }
    start(job, [answer](QKeychain::Job *done) {
        const bool isGone = done && done->error() == QKeychain::EntryNotFound; // there was none to remove
        if (!done)
            answer(Error{ErrorCode::Unreachable, tr("The system's keychain does not answer.")});
        else if (done->error() != QKeychain::NoError && !isGone)
            answer(Error{ErrorCode::Unreachable, done->errorString()});
        else
            answer(success());
    });
}

} // namespace tickstock
