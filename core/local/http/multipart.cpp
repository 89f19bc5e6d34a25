// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/http/multipart.h"

#include <QRegularExpression>

namespace cairn::local {
using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype longestHeaders = 16 * 1024;

auto malformed(const QString& what)
{
    return fail(Error::Kind::Invalid, u"the form cannot be read: "_s + what);
}

/// The value of a parameter like name="…" in a header's value.
std::optional<QString> parameter(const QString& header, const QString& name)
{
    const QRegularExpression shape(u";\\s*%1=(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^;\\s]*))"_s.arg(name),
                                   QRegularExpression::CaseInsensitiveOption);
    const auto match = shape.match(header);
    if (!match.hasMatch())
        return std::nullopt;
    if (match.capturedStart(1) < 0)
        return match.captured(2);
    // Browsers and fetch write a quote as %22 and line ends as %0D %0A; nothing else is escaped.
    return match.captured(1)
        .replace("%22"_L1, "\""_L1)
        .replace("%0D"_L1, "\r"_L1)
        .replace("%0A"_L1, "\n"_L1)
        .replace("\\\""_L1, "\""_L1);
}

} // namespace

MultipartParser::MultipartParser(QByteArray boundary, OnPart onPart, OnBytes onBytes)
    : m_delimiter("\r\n--" + boundary)
    , m_onPart(std::move(onPart))
    , m_onBytes(std::move(onBytes))
    , m_held("\r\n") // The first boundary has no line end of its own.
{ }

QByteArray MultipartParser::boundaryOf(const QByteArray& contentType)
{
    return parameter(QString::fromLatin1(contentType), u"boundary"_s)
        .value_or(QString())
        .toLatin1();
}

Done MultipartParser::feed(QByteArrayView bytes)
{
    m_held.append(bytes);
    for (;;) {
        const auto more = step();
        if (!more)
            return fail(more.error());
        if (!*more)
            return {};
    }
}

/// One state further; false when more bytes are needed.
Result<bool> MultipartParser::step()
{
    switch (m_state) {
    case State::Preamble:
    case State::Body: {
        const qsizetype end = m_held.indexOf(m_delimiter);
        // The beginning of a delimiter may be the end of what is held.
        const qsizetype sure = end >= 0 ? end : m_held.size() - m_delimiter.size() + 1;
        if (sure > 0) {
            if (m_state == State::Body) {
                if (const Done done = m_onBytes(QByteArrayView(m_held).first(sure)); !done)
                    return fail(done.error());
            }
            m_held.remove(0, sure);
        }
        if (end < 0)
            return false;
        m_held.remove(0, m_delimiter.size());
        m_state = State::AfterBoundary;
        return true;
    }
    case State::AfterBoundary:
        if (m_held.size() < 2)
            return false;
        if (m_held.startsWith("--")) {
            m_state = State::Epilogue;
        } else if (m_held.startsWith("\r\n")) {
            m_state = State::Headers;
        } else {
            return malformed(u"a boundary does not end its line"_s);
        }
        return true;
    case State::Headers: {
        // The line end of the boundary stays in front, so that no headers at all are found too.
        const qsizetype end = m_held.indexOf("\r\n\r\n");
        if (end < 0) {
            if (m_held.size() > longestHeaders)
                return malformed(u"the headers of a part are too long"_s);
            return false;
        }
        if (const Done done = readHeaders(QByteArrayView(m_held).first(end)); !done)
            return fail(done.error());
        m_held.remove(0, end + 4);
        m_state = State::Body;
        return true;
    }
    case State::Epilogue:
        m_held.clear();
        return false;
    }
    return false;
}

Done MultipartParser::readHeaders(QByteArrayView headers)
{
    for (const QByteArray& line : headers.toByteArray().split('\n')) {
        const QString text = QString::fromUtf8(line.trimmed());
        if (!text.startsWith("content-disposition:"_L1, Qt::CaseInsensitive))
            continue;
        Part part{parameter(text, u"name"_s).value_or(QString()).toUtf8(),
                  parameter(text, u"filename"_s)};
        return m_onPart(part);
    }
    return malformed(u"a part has no name"_s);
}

Done MultipartParser::finish()
{
    if (m_state != State::Epilogue)
        return malformed(u"it has no end"_s);
    return {};
}

} // namespace cairn::local
