// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/content/car/carfault.h"

using namespace Qt::StringLiterals;

namespace cairn::content {
namespace {

QString codeOf(CarFault::Rule rule)
{
    using enum CarFault::Rule;
    switch (rule) {
    case Empty:
        return u"CAR_EMPTY"_s;
    case NotACar:
        return u"CAR_NOT_A_CAR"_s;
    case Version:
        return u"CAR_VERSION"_s;
    case CutShort:
        return u"CAR_CUT_SHORT"_s;
    case BadSection:
        return u"CAR_BAD_SECTION"_s;
    case WrongHash:
        return u"CAR_WRONG_HASH"_s;
    case HashUnknown:
        return u"CAR_HASH_UNKNOWN"_s;
    case IdentityBlock:
        return u"CAR_IDENTITY_BLOCK"_s;
    case BlockTooBig:
        return u"CAR_BLOCK_TOO_BIG"_s;
    case BadBlock:
        return u"CAR_BAD_BLOCK"_s;
    case NoRoots:
        return u"CAR_NO_ROOTS"_s;
    case SeveralRoots:
        return u"CAR_SEVERAL_ROOTS"_s;
    case RootAbsent:
        return u"CAR_ROOT_ABSENT"_s;
    case IdentityRoot:
        return u"CAR_IDENTITY_ROOT"_s;
    }
    Q_UNREACHABLE();
}

} // namespace

Error errorOf(const CarFault& fault, const QString& file)
{
    // The file's bytes are wrong, or they are right and cannot be used.
    const bool isUnusable = fault.rule == CarFault::Rule::HashUnknown
        || fault.rule == CarFault::Rule::IdentityBlock || fault.rule >= CarFault::Rule::NoRoots;
    Error error{isUnusable ? Error::Kind::Invalid : Error::Kind::Corrupt,
                u"at byte %1 %2"_s.arg(fault.offset).arg(fault.block), file, codeOf(fault.rule)};
    error.more = {QString::number(fault.offset), fault.block, QString::fromUtf8(fault.found)};
    return error;
}

} // namespace cairn::content
