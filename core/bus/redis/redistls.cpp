// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/bus/redis/redistls.h"

#ifdef TICKSTOCK_REDIS_TLS
#include <QFile>
#include <QHostAddress>

#include <hiredis/hiredis.h>
#include <hiredis/hiredis_ssl.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#endif

#include <utility>

namespace tickstock {

#ifdef TICKSTOCK_REDIS_TLS

namespace {

using TlsContext = std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)>;
using TlsSession = std::unique_ptr<SSL, decltype(&SSL_free)>;

/// The last error of OpenSSL in this thread, in its words; empty: there was none.
QString lastError()
{
    const unsigned long code = ERR_peek_last_error();
    const char *reason = code != 0 ? ERR_reason_error_string(code) : nullptr;
    return QString::fromUtf8(reason);
}

/// The authorities that are trusted: those of the file, or of the system. What is wrong with them; empty: nothing.
QString trust(SSL_CTX *context, const QString &caFile)
{
    if (caFile.isEmpty()) {
        return SSL_CTX_set_default_verify_paths(context) == 1
                   ? QString()
                   : QStringLiteral("the system's certificates cannot be read: %1").arg(lastError());
    }
    QFile file(caFile);
    QString problem;
    if (!file.open(QIODevice::ReadOnly))
        problem = file.errorString();
    else if (SSL_CTX_load_verify_locations(context, QFile::encodeName(caFile).constData(), nullptr) != 1)
        problem = lastError();
    return problem.isEmpty()
               ? QString()
               : QStringLiteral("REDIS_CA_FILE: no certificates can be read from %1: %2").arg(caFile, problem);
}

/// Made anew for every connection, so that a file that has been replaced is read again.
Expected<TlsContext> makeContext(const QString &caFile)
{
    TlsContext context(SSL_CTX_new(TLS_client_method()), &SSL_CTX_free);
    if (!context)
        return Error{ErrorCode::Io, QStringLiteral("TLS cannot be set up: %1").arg(lastError())};
    SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
    SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
    if (const QString problem = trust(context.get(), caFile); !problem.isEmpty())
        return Error{ErrorCode::Denied, problem};
    return context;
}

/// The certificate must carry the name, or the address, that the user has given; a name is also sent to the server
/// (SNI).
bool expectHost(SSL *session, const QString &host)
{
    if (!QHostAddress(host).isNull())
        return X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(session), host.toLatin1().constData()) == 1;
    QByteArray name = QUrl::toAce(host);
    SSL_set_hostflags(session, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    return !name.isEmpty() && SSL_set1_host(session, name.constData()) == 1 &&
           SSL_ctrl(session, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, name.data()) == 1;
}

} // namespace

struct RedisTls::Session
{
    TlsSession tls; // shared with the connection, which frees its own reference
    QString host;
};

Expected<std::unique_ptr<RedisTls>> RedisTls::begin(redisContext *context, const RedisAddress &address)
{
    ERR_clear_error();
    const auto made = makeContext(address.caFile);
    if (!made)
        return made.error();
    TlsSession session(SSL_new(made->get()), &SSL_free);
    if (!session || !expectHost(session.get(), address.host)) {
        return Error{ErrorCode::Denied,
                     QStringLiteral("no TLS is possible with a host called %1: %2").arg(address.host, lastError())};
    }
    SSL_up_ref(session.get());
    std::unique_ptr<RedisTls> tls(new RedisTls(std::make_unique<Session>(Session{std::move(session), address.host})));
    SSL *const shared = tls->m_session->tls.get();
    if (redisInitiateSSL(context, shared) == REDIS_OK)
        return tls;
    const auto problem = tls->problem();
    SSL_free(shared); // the connection has not taken its reference
    return problem.value_or(Error{ErrorCode::Unreachable, QString::fromUtf8(context->errstr)});
}

bool RedisTls::isAgreedUpon() const
{
    return SSL_is_init_finished(m_session->tls.get()) == 1;
}

/// The errors of this thread are cleared, since another connection would take them for its own.
std::optional<Error> RedisTls::problem() const
{
    SSL *const tls = m_session->tls.get();
    const QString error = lastError();
    ERR_clear_error();
    const long verified = SSL_get_verify_result(tls);
    if (verified == X509_V_ERR_HOSTNAME_MISMATCH || verified == X509_V_ERR_IP_ADDRESS_MISMATCH)
        return Error{ErrorCode::Denied,
                     QStringLiteral("the certificate is not one of %1: %2")
                         .arg(m_session->host, QString::fromUtf8(X509_verify_cert_error_string(verified)))};
    if (verified != X509_V_OK)
        return Error{ErrorCode::Denied, QStringLiteral("the certificate is not trusted: %1")
                                            .arg(QString::fromUtf8(X509_verify_cert_error_string(verified)))};
    if (!error.isEmpty())
        return Error{ErrorCode::Unreachable, QStringLiteral("TLS: %1").arg(error)};
    return std::nullopt;
}

#else

struct RedisTls::Session
{
};

Expected<std::unique_ptr<RedisTls>> RedisTls::begin(redisContext *, const RedisAddress &)
{
    return Error{ErrorCode::Denied, QStringLiteral("this program's Redis library cannot encrypt")};
}

bool RedisTls::isAgreedUpon() const
{
    return false;
}

std::optional<Error> RedisTls::problem() const
{
    return std::nullopt;
}

#endif

RedisTls::RedisTls(std::unique_ptr<Session> session)
    : m_session(std::move(session))
{
}

RedisTls::~RedisTls() = default;

} // namespace tickstock
