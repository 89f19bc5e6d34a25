// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/result.h"

#include <QByteArray>

#include <functional>

namespace cairn::local {

/// The parts of a multipart/form-data body (RFC 7578), fed in pieces of any size; a few hundred
/// bytes are in memory. One thread. Errors: Invalid for a body that is not one, and the callbacks'
/// own.
class MultipartParser
{
public:
    struct Part
    {
        QByteArray field;
        std::optional<QString> fileName; ///< None: a text field.
    };
    using OnPart = std::function<Done(const Part&)>;
    using OnBytes = std::function<Done(QByteArrayView)>; ///< Of the part announced last.

    MultipartParser(QByteArray boundary, OnPart onPart, OnBytes onBytes);

    /// The boundary of a Content-Type, empty if it names none.
    static QByteArray boundaryOf(const QByteArray& contentType);

    [[nodiscard]] Done feed(QByteArrayView bytes);
    /// Errors: Invalid when the closing boundary is missing.
    [[nodiscard]] Done finish();

private:
    enum class State { Preamble, AfterBoundary, Headers, Body, Epilogue };

    Result<bool> step();
    Done readHeaders(QByteArrayView headers);

    const QByteArray m_delimiter; ///< "\r\n--boundary"
    const OnPart m_onPart;
    const OnBytes m_onBytes;
    QByteArray m_held;
    State m_state = State::Preamble;
};

} // namespace cairn::local
