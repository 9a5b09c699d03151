// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/certificateauthority.h"

#include <QFile>
#include <QProcess>

namespace tickstock::test {

namespace {

const QStringList NewKey{QStringLiteral("-newkey"), QStringLiteral("ec"), QStringLiteral("-pkeyopt"),
                         QStringLiteral("ec_paramgen_curve:prime256v1"), QStringLiteral("-nodes")};

} // namespace

CertificateAuthority::CertificateAuthority()
{
    write(QStringLiteral("openssl.cnf"), "[req]\n"
                                         "distinguished_name = name\n"
                                         "[name]\n"
                                         "[authority]\n"
                                         "basicConstraints = critical,CA:TRUE\n"
                                         "keyUsage = critical,keyCertSign,digitalSignature\n");
    run(QStringList{QStringLiteral("req"), QStringLiteral("-x509"), QStringLiteral("-config"),
                    QStringLiteral("openssl.cnf"), QStringLiteral("-extensions"), QStringLiteral("authority"),
                    QStringLiteral("-subj"), QStringLiteral("/CN=Authority of a test"), QStringLiteral("-days"),
                    QStringLiteral("2"), QStringLiteral("-keyout"), QStringLiteral("ca.key"), QStringLiteral("-out"),
                    QStringLiteral("ca.crt")} +
        NewKey);
}

CertificateAuthority::Certificate CertificateAuthority::issue(const QString &names)
{
    const QString name = QStringLiteral("server%1").arg(++m_issued);
    write(name + QStringLiteral(".ext"), "subjectAltName = " + names.toUtf8() + '\n');
    run(QStringList{QStringLiteral("req"), QStringLiteral("-new"), QStringLiteral("-config"),
                    QStringLiteral("openssl.cnf"), QStringLiteral("-subj"), QStringLiteral("/CN=Server of a test"),
                    QStringLiteral("-keyout"), name + QStringLiteral(".key"), QStringLiteral("-out"),
                    name + QStringLiteral(".csr")} +
        NewKey);
    run({QStringLiteral("x509"), QStringLiteral("-req"), QStringLiteral("-in"), name + QStringLiteral(".csr"),
         QStringLiteral("-CA"), QStringLiteral("ca.crt"), QStringLiteral("-CAkey"), QStringLiteral("ca.key"),
         QStringLiteral("-CAcreateserial"), QStringLiteral("-days"), QStringLiteral("2"), QStringLiteral("-extfile"),
         name + QStringLiteral(".ext"), QStringLiteral("-out"), name + QStringLiteral(".crt")});
    return {m_directory.filePath(name + QStringLiteral(".crt")), keyOf(name)};
}

void CertificateAuthority::write(const QString &name, const QByteArray &content) const
{
    QFile file(m_directory.filePath(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        qFatal("%s cannot be written", qPrintable(file.fileName()));
}

void CertificateAuthority::run(const QStringList &arguments) const
{
    QProcess process;
    process.setWorkingDirectory(m_directory.path());
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(QStringLiteral("openssl"), arguments);
    if (!process.waitForFinished() || process.exitCode() != 0)
        qFatal("openssl: %s %s", qPrintable(process.errorString()), process.readAll().constData());
}

} // namespace tickstock::test
