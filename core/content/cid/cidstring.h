// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/content/cid/cid.h"

#include <QMetaType>
#include <QString>

namespace cairn::content {

/// A CID as somebody wrote it, parsed once where it comes in. The spelling is kept: services know
/// an upload by it, and one CID has several (contract §4.1). Text that is no CID stays what it is,
/// with a null cid(), so that a row of somebody else's list can be shown all the same. Equality is
/// that of the spelling; compare cid() to compare content. A value, any thread.
class CidString
{
public:
    CidString() = default;
    /// Any text; surrounding blanks are not taken away.
    explicit CidString(const QString& text);
    /// In the spelling of Cid::toString().
    CidString(const Cid& cid); // NOLINT(google-explicit-constructor): every CID has a spelling

    const QString& text() const { return m_text; }
    const Cid& cid() const { return m_cid; } ///< Null where the text is no CID.
    bool isEmpty() const { return m_text.isEmpty(); }
    bool isCid() const { return !m_cid.isNull(); }

    bool operator==(const CidString& other) const { return m_text == other.m_text; }
    friend bool operator==(const CidString& cid, QStringView text) { return cid.m_text == text; }
    /// Whether it names that content, however it is spelled.
    friend bool operator==(const CidString& text, const Cid& cid) { return text.m_cid == cid; }
    friend bool operator<(const CidString& a, const CidString& b) { return a.m_text < b.m_text; }
    friend size_t qHash(const CidString& cid, size_t seed = 0) { return qHash(cid.m_text, seed); }

private:
    QString m_text;
    Cid m_cid;
};

} // namespace cairn::content

Q_DECLARE_METATYPE(cairn::content::CidString)
