// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/api/http/trust.h"

#include <openssl/x509_vfy.h>

namespace cairn {
namespace {

QLatin1StringView trustCode(long result)
{
    switch (result) {
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    case X509_V_ERR_CERT_UNTRUSTED:
        return untrusted::unknownIssuer;
    case X509_V_ERR_CERT_NOT_YET_VALID:
    case X509_V_ERR_CERT_HAS_EXPIRED:
        return untrusted::notNow;
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH:
        return untrusted::otherName;
    default:
        return untrusted::unusable;
    }
}

} // namespace

Error untrustedError(long result, const QString& detail, const QString& host)
{
    return {Error::Kind::Untrusted, detail, host, trustCode(result).toString()};
}

} // namespace cairn
