// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/service/startplan.h"

#include <QLoggingCategory>

namespace tickstock {

namespace {

Q_LOGGING_CATEGORY(lcService, "tickstock.service", QtInfoMsg)

using Kind = ServiceNotice::Kind;

/// A server that is away comes back, and what is due is kept for it. Anything else needs somebody.
void takeStorageError(const ServiceOptions &options, const Error &error, StartPlan &plan)
{
    const bool comesBack = error.code == ErrorCode::Unreachable || error.code == ErrorCode::Denied;
    qCWarning(lcService).noquote() << (comesBack ? "kept on disk for now:" : "nothing is stored:") << error.detail;
    plan.notices.push_back({comesBack ? Kind::StorageAway : Kind::StorageFailed, error.detail});
    if (!comesBack && options.isUnattended)
        plan.failure = error;
}

/// Without its lists a service that has no user cannot begin.
void takeConnections(const ServiceOptions &options, const StoreAnswer &answer, StartPlan &plan)
{
    if (answer.connections) {
        plan.connections = *answer.connections;
        for (const QString &warning : plan.connections.warnings) {
            qCWarning(lcService).noquote() << warning;
            plan.notices.push_back({Kind::SettingWarning, warning});
        }
        return;
    }
    const Error &error = answer.connections.error();
    plan.notices.push_back({Kind::UnknownUniverse, error.detail});
    if (!options.isUnattended)
        return;
    if (answer.storageError) { // it comes back, and knows the list
        qCWarning(lcService).noquote() << "waiting for the store:" << error.detail;
        plan.awaitsStore = true;
    } else {
        plan.failure = error;
    }
}

} // namespace

StartPlan planStart(const ServiceOptions &options, const StoreAnswer &answer)
{
    StartPlan plan;
    if (answer.storageError)
        takeStorageError(options, *answer.storageError, plan);
    if (plan.failure)
        return plan;
    if (!options.isScanWorker()) // what a worker works on is shared out among the workers
        takeConnections(options, answer, plan);
    plan.symbols = options.extraSymbols + plan.connections.symbols;
    if (plan.connections.connections.empty())
        plan.connections.connections.push_back({{1}, options.settings.connections[0].name, 1, {}});
    return plan;
}

} // namespace tickstock
