// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <QDebug>
#include <QHashFunctions>
#include <QString>

#include <utility>

namespace cairn {

/// The id of one kind of thing, as text that somebody else has chosen: opaque, compared as it is.
/// Each kind has a type of its own, so that none can be taken for another. A value, any thread.
template<typename Kind> class Id
{
public:
    Id() = default;
    explicit Id(QString text)
        : m_text(std::move(text))
    { }

    const QString& text() const { return m_text; }
    bool isEmpty() const { return m_text.isEmpty(); }

    bool operator==(const Id&) const = default;
    friend bool operator==(const Id& id, QStringView text) { return id.m_text == text; }
    friend bool operator<(const Id& a, const Id& b) { return a.m_text < b.m_text; }
    friend size_t qHash(const Id& id, size_t seed = 0) { return qHash(id.m_text, seed); }
    friend QDebug operator<<(QDebug debug, const Id& id) { return debug << id.m_text; }

private:
    QString m_text;
};

/// An API token at its service: a decimal number as text, since production ids exceed 2^53.
using TokenId = Id<struct TokenKind>;
/// An account of this user on this computer: the key of its record, its secrets and its transfers.
using AccountId = Id<struct AccountKind>;

} // namespace cairn

Q_DECLARE_METATYPE(cairn::TokenId)
Q_DECLARE_METATYPE(cairn::AccountId)
