// SPDX-License-Identifier: MIT OR Apache-2.0
// Codes are stored with transfers, printed for programs and compared: they stay as they are.
#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QStringList>

#include <catch2/catch.hpp>

#include <set>
#include <string>

namespace {

/// All that looks like a code in the sources that make errors.
std::set<std::string> codesInSources()
{
    static const QRegularExpression code(QStringLiteral("\"([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)\""));
    std::set<std::string> codes;
    for (const char* room : {"core", "app/host", "app/ctl"}) {
        QDirIterator files(QStringLiteral(CAIRN_SOURCES "/") + QLatin1StringView(room),
                           {QStringLiteral("*.cpp"), QStringLiteral("*.h")}, QDir::Files,
                           QDirIterator::Subdirectories);
        while (files.hasNext()) {
            QFile file(files.next());
            // Names of kinds, for errors without a code.
            if (file.fileName().endsWith(QLatin1StringView("errorjson.cpp")))
                continue;
            REQUIRE(file.open(QIODevice::ReadOnly));
            const QString text = QString::fromUtf8(file.readAll());
            for (auto found = code.globalMatch(text); found.hasNext();)
                codes.insert(found.next().captured(1).toStdString());
        }
    }
    return codes;
}

const std::set<std::string> variables{"ALL_PROXY",       "CAIRN_DATA_DIR", "CAIRN_TOKEN",
                                      "XDG_RUNTIME_DIR", "HTTPS_PROXY",    "NO_PROXY",
                                      "SSL_CERT_FILE"};

const std::set<std::string> codes{
    "ACCOUNTS_DAMAGED",
    "ACCOUNTS_IN_USE",
    "ACCOUNTS_NEWER",
    "ACCOUNTS_UNREADABLE",
    "ACCOUNT_NAME_INVALID",
    "ACCOUNT_NAME_RESERVED",
    "ACCOUNT_NAME_TAKEN",
    "ACCOUNT_UNKNOWN",
    "ADDRESS_HAS_LOGIN",
    "ADDRESS_INVALID",
    "ANSWER_TOO_LARGE",
    "CAR_BAD_BLOCK",
    "CAR_BAD_SECTION",
    "CAR_BLOCK_TOO_BIG",
    "CAR_CUT_SHORT",
    "CAR_EMPTY",
    "CAR_HASH_UNKNOWN",
    "CAR_IDENTITY_BLOCK",
    "CAR_IDENTITY_ROOT",
    "CAR_NOT_A_CAR",
    "CAR_NO_ROOTS",
    "CAR_ROOT_ABSENT",
    "CAR_SEVERAL_ROOTS",
    "CAR_VERSION",
    "CAR_WRONG_HASH",
    "CERTIFICATE_NOT_NOW",
    "CERTIFICATE_OTHER_NAME",
    "CERTIFICATE_UNKNOWN_ISSUER",
    "CERTIFICATE_UNUSABLE",
    "CONNECTION_REFUSED",
    "CUT_SHORT",
    "DAG_CONTRADICTS",
    "DAG_NOT_A_LINK",
    "DAG_NOT_UNIXFS",
    "DAG_NO_ENTRY",
    "DAG_TOO_DEEP",
    "DATA_FOLDER_MISSING",
    "DNS_FAILED",
    "ERROR_ACCOUNT_RESTRICTED",
    "ERROR_API_TOKEN_REQUIRED",
    "ERROR_BUSY",
    "ERROR_CARS_AWAY",
    "ERROR_CATCHING_UP",
    "ERROR_DB",
    "ERROR_DELETE_RESTRICTED",
    "ERROR_DISK_FULL",
    "ERROR_FEATURE_HAS_BEEN_SUNSET",
    "ERROR_FOLDER_IN_USE",
    "ERROR_HOST_NOT_ALLOWED",
    "ERROR_HOST_SILENT",
    "ERROR_INVALID_CAR",
    "ERROR_INVALID_CID",
    "ERROR_MAGIC_TOKEN_REQUIRED",
    "ERROR_MAINTENANCE",
    "ERROR_NEWER_FOLDER",
    "ERROR_NOT_ACCEPTABLE",
    "ERROR_NO_TOKEN",
    "ERROR_ORIGIN_NOT_ALLOWED",
    "ERROR_OVERLOADED",
    "ERROR_PINNING_UNAUTHORIZED",
    "ERROR_RANGE_NOT_SATISFIABLE",
    "ERROR_RATE_LIMITED",
    "ERROR_SERVICE_MOVED",
    "ERROR_STORAGE_LIMIT",
    "ERROR_TOKEN_BLOCKED",
    "ERROR_TOKEN_EXPIRED",
    "ERROR_TOKEN_NOT_FOUND",
    "ERROR_TOKEN_SCOPE",
    "ERROR_UNRECOGNISED_TOKEN",
    "ERROR_USER_NOT_FOUND",
    "EXPECTED_BEARER_STRING",
    "EXPORT_INCOMPLETE",
    "FILE_MISSING",
    "FOLDER_NOT_LOCKED",
    "FOLDER_NOT_MADE",
    "HASH_UNKNOWN",
    "HTTP_ERROR",
    "INPUT_HAS_NO_NAME",
    "INPUT_NAME_INVALID",
    "INSECURE_HTTP",
    "KEYCHAIN_WAITING",
    "KEY_DAMAGED",
    "LACKS_BLOCK",
    "LIKELY_SECRETS",
    "LISTEN_ADDRESS_ELSEWHERE",
    "LISTEN_ADDRESS_INVALID",
    "LISTEN_ADDRESS_OPEN",
    "LISTEN_FAILED",
    "LOGIN_TOKEN_MISSING",
    "MODE_INVALID",
    "NAME_LEFT_OUT",
    "NAME_TWICE",
    "NOTHING_FOUND",
    "NOT_A_FILE",
    "NOT_FROM_SERVICE",
    "NOT_OFFERED",
    "NO_CREDENTIAL",
    "NO_INPUTS",
    "NO_NETWORK",
    "NO_RECORD",
    "NO_SUCH_PATH",
    "NO_THREADS",
    "ONLY_HIDDEN",
    "ONLY_LINKS",
    "OUTPUT_FAILED",
    "OUTPUT_NOT_A_FILE",
    "PATH_EMPTY",
    "PIPE_TAKES_A_FILE",
    "PORT_IN_USE",
    "PORT_NOT_ALLOWED",
    "PREVIEW_NOT_READY",
    "PROFILE_UNKNOWN",
    "PROXY_FAILED",
    "PROXY_UNKNOWN",
    "PSA_CODEC_ERROR",
    "PSA_INVALID_DATA",
    "PSA_REQUIRED_DATA",
    "PSA_RESOURCE_NOT_FOUND",
    "RECEIPT_WRONG",
    "REDIRECT_ELSEWHERE",
    "REDIRECT_LOOP",
    "REDIRECT_TO_HTTPS",
    "RUNTIME_FILE_DAMAGED",
    "SAME_NAME",
    "SECRETS_LEFT",
    "SECRET_NOT_WRITTEN",
    "SERVICE_BUSY",
    "SERVICE_NOT_RUNNING",
    "SEVERAL_INPUTS",
    "SOURCES_UNREADABLE",
    "SOURCE_BUSY",
    "SOURCE_FAILS",
    "SOURCE_LACKS_IT",
    "SOURCE_ODD",
    "SOURCE_OFFLINE",
    "SOURCE_REFUSED",
    "SOURCE_REFUSES_PROGRAMS",
    "SOURCE_RETIRED",
    "SOURCE_SILENT",
    "SOURCE_UNTRUSTED",
    "SOURCE_WANTS_PAYMENT",
    "SQLITE_BUSY",
    "SQLITE_CORRUPT",
    "SQLITE_NOTADB",
    "TAG_UNKNOWN",
    "TAG_VALUE_INVALID",
    "TARGET_BUSY",
    "TARGET_DISK_FULL",
    "TARGET_EXISTS",
    "TARGET_FOLDER_MISSING",
    "TARGET_TOO_SMALL",
    "TARGET_UNWRITABLE",
    "TLS_FAILED",
    "TOKEN_FILE_EMPTY",
    "TOKEN_LIMITS_LEFT",
    "TOKEN_LIMITS_NOT_KEPT",
    "TOKEN_LIMITS_UNKNOWN",
    "TOKEN_MISSING",
    "TOKEN_NAME_EMPTY",
    "TOKEN_NAME_TOO_LONG",
    "TOKEN_NOT_KEPT",
    "TOKEN_SECRET_UNKNOWN",
    "TOKEN_UNKNOWN",
    "TOKEN_VARIABLE_UNSET",
    "TRANSFERS_DAMAGED",
    "TRANSFERS_IN_USE",
    "TRANSFERS_LEFT",
    "TRANSFERS_NEWER",
    "TRANSFERS_SET_ASIDE",
    "TRANSFERS_UNFINISHED",
    "TRANSFERS_UNREADABLE",
    "TRANSFERS_UNWRITTEN",
    "TRANSFER_ELSEWHERE",
    "TRANSFER_UNKNOWN",
    "UNASSIGNED_CAR_UNKNOWN",
    "USER_NAME_EMPTY",
    "USER_NAME_TAKEN",
    "USER_UNKNOWN",
    "WRONG_BYTES",
};

} // namespace

TEST_CASE("the codes of errors are those that programs and files know")
{
    std::set<std::string> found = codesInSources();
    for (const std::string& variable : variables)
        found.erase(variable);
    CHECK(found == codes);
}
