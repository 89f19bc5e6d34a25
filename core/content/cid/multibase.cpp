// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/content/cid/multibase.h"

#include "core/content/cid/emoji.h"

#include <QList>

#include <algorithm>
#include <array>
#include <vector>

using namespace Qt::StringLiterals;

namespace cairn::content {
namespace {

constexpr char base32Letters[] = "abcdefghijklmnopqrstuvwxyz234567";
constexpr char base36Letters[] = "0123456789abcdefghijklmnopqrstuvwxyz";
constexpr char base58Letters[] = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

// The positional bases cost the square of the length; no CID comes near this.
constexpr qsizetype maxPositionalLength = 512;

enum class Case { Sensitive, Folded };

constexpr std::array<qint8, 256> digitTable(const char* letters, Case sensitivity)
{
    std::array<qint8, 256> table{};
    for (auto& digit : table)
        digit = -1;
    for (int i = 0; letters[i] != '\0'; ++i) {
        const auto letter = static_cast<uchar>(letters[i]);
        table[letter] = static_cast<qint8>(i);
        if (sensitivity == Case::Folded && letter >= 'a' && letter <= 'z')
            table[std::size_t(letter) - 'a' + 'A'] = static_cast<qint8>(i);
    }
    return table;
}

using Digits = std::array<qint8, 256>;

constexpr Digits base32Digits = digitTable(base32Letters, Case::Folded);
constexpr Digits base58Digits = digitTable(base58Letters, Case::Sensitive);
constexpr Digits base36Digits = digitTable(base36Letters, Case::Folded);
constexpr Digits hexDigits = digitTable("0123456789abcdef", Case::Folded); // And those of 2, 8, 10.
constexpr Digits base32HexDigits = digitTable("0123456789abcdefghijklmnopqrstuv", Case::Folded);
constexpr Digits base32ZDigits = digitTable("ybndrfg8ejkmcpqxot1uwisza345h769", Case::Sensitive);
constexpr Digits flickrDigits
    = digitTable("123456789abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ", Case::Sensitive);
constexpr Digits base64Digits = digitTable(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", Case::Sensitive);
constexpr Digits base64UrlDigits = digitTable(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", Case::Sensitive);

auto foreignLetter()
{
    return fail(Error::Kind::Invalid, u"a letter that is not of this base"_s);
}

Result<QByteArray> fromPositional(QByteArrayView text, const Digits& digits, unsigned base,
                                  char zero)
{
    if (text.size() > maxPositionalLength)
        return fail(Error::Kind::Invalid, u"text too long for a CID"_s);
    qsizetype zeros = 0;
    while (zeros < text.size() && text[zeros] == zero)
        ++zeros;
    std::vector<uchar> number; // little-endian
    for (const char letter : text) {
        const qint8 digit = digits[static_cast<uchar>(letter)];
        if (digit < 0 || static_cast<unsigned>(digit) >= base)
            return foreignLetter();
        auto carry = static_cast<unsigned>(digit);
        for (auto& byte : number) {
            carry += byte * base;
            byte = static_cast<uchar>(carry & 0xff);
            carry >>= 8;
        }
        if (carry > 0)
            number.push_back(static_cast<uchar>(carry));
    }
    QByteArray bytes(zeros, '\0');
    for (auto byte = number.rbegin(); byte != number.rend(); ++byte)
        bytes.append(static_cast<char>(*byte));
    return bytes;
}

QByteArray toPositional(QByteArrayView bytes, const char* letters, unsigned base)
{
    qsizetype zeros = 0;
    while (zeros < bytes.size() && bytes[zeros] == '\0')
        ++zeros;
    std::vector<uchar> digits; // little-endian
    for (const char byte : bytes) {
        unsigned carry = static_cast<uchar>(byte);
        for (auto& digit : digits) {
            carry += static_cast<unsigned>(digit) << 8;
            digit = static_cast<uchar>(carry % base);
            carry /= base;
        }
        while (carry > 0) {
            digits.push_back(static_cast<uchar>(carry % base));
            carry /= base;
        }
    }
    QByteArray text(zeros, letters[0]);
    for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit)
        text.append(letters[*digit]);
    return text;
}

/// Each letter stands for so many bits.
Result<QByteArray> fromBits(QByteArrayView text, const Digits& digits, int width)
{
    QByteArray bytes;
    bytes.reserve(text.size() * width / 8);
    unsigned bits = 0;
    int count = 0;
    for (const char letter : text) {
        const qint8 digit = digits[static_cast<uchar>(letter)];
        if (digit < 0 || digit >> width != 0)
            return foreignLetter();
        bits = (bits << width) | static_cast<unsigned>(digit);
        count += width;
        if (count >= 8) {
            count -= 8;
            bytes.append(static_cast<char>((bits >> count) & 0xff));
            bits &= (1U << count) - 1;
        }
    }
    if (count >= width || bits != 0) // a letter too many, or bits that belong to no byte
        return fail(Error::Kind::Invalid, u"stray bits at the end"_s);
    return bytes;
}

/// The same, filled up with '=' to a multiple of @p group letters.
Result<QByteArray> fromPadded(QByteArrayView text, const Digits& digits, int width, qsizetype group)
{
    if (text.size() % group != 0)
        return fail(Error::Kind::Invalid, u"not filled up"_s);
    qsizetype padding = 0;
    while (padding < text.size() && padding < group && text[text.size() - 1 - padding] == '=')
        ++padding;
    return padding == group ? fail(Error::Kind::Invalid, u"filled up with nothing in it"_s)
                            : fromBits(text.chopped(padding), digits, width);
}

Result<QByteArray> fromEmoji(QStringView text)
{
    QByteArray bytes;
    for (const uint letter : text.toUcs4()) {
        const auto found = std::ranges::find(emojiLetters, char32_t(letter));
        if (found == emojiLetters.end())
            return foreignLetter();
        bytes.append(static_cast<char>(found - emojiLetters.begin()));
    }
    return bytes;
}

} // namespace

QByteArray toBase32(QByteArrayView bytes)
{
    QByteArray text;
    text.reserve((bytes.size() * 8 + 4) / 5);
    unsigned bits = 0;
    int count = 0;
    for (const char byte : bytes) {
        bits = (bits << 8) | static_cast<uchar>(byte);
        count += 8;
        while (count >= 5) {
            count -= 5;
            text.append(base32Letters[(bits >> count) & 31]);
        }
        bits &= (1U << count) - 1;
    }
    if (count > 0)
        text.append(base32Letters[(bits << (5 - count)) & 31]);
    return text;
}

Result<QByteArray> fromBase32(QByteArrayView text)
{
    return fromBits(text, base32Digits, 5);
}

QByteArray toBase58(QByteArrayView bytes)
{
    return toPositional(bytes, base58Letters, 58);
}

QByteArray toBase36(QByteArrayView bytes)
{
    return toPositional(bytes, base36Letters, 36);
}

Result<QByteArray> fromBase58(QByteArrayView text)
{
    return fromPositional(text, base58Digits, 58, '1');
}

Result<QByteArray> fromBase36(QByteArrayView text)
{
    return fromPositional(text, base36Digits, 36, '0');
}

Result<QByteArray> fromMultibase(QStringView text)
{
    constexpr QStringView emoji = u"\U0001F680";
    if (text.startsWith(emoji))
        return fromEmoji(text.sliced(emoji.size()));
    if (text.isEmpty())
        return foreignLetter();
    const QByteArray latin
        = text.sliced(1).toLatin1(); // What is not Latin-1 becomes '?', no letter.
    switch (text.front().unicode()) {
    case '0':
        return fromBits(latin, hexDigits, 1);
    case '7':
        return fromBits(latin, hexDigits, 3);
    case '9':
        return fromPositional(latin, hexDigits, 10, '0');
    case 'f':
    case 'F':
        return fromBits(latin, hexDigits, 4);
    case 'b':
    case 'B':
        return fromBase32(latin);
    case 'c':
    case 'C':
        return fromPadded(latin, base32Digits, 5, 8);
    case 'v':
    case 'V':
        return fromBits(latin, base32HexDigits, 5);
    case 't':
    case 'T':
        return fromPadded(latin, base32HexDigits, 5, 8);
    case 'h':
        return fromBits(latin, base32ZDigits, 5);
    case 'k':
    case 'K':
        return fromBase36(latin);
    case 'z':
        return fromBase58(latin);
    case 'Z':
        return fromPositional(latin, flickrDigits, 58, '1');
    case 'm':
        return fromBits(latin, base64Digits, 6);
    case 'M':
        return fromPadded(latin, base64Digits, 6, 4);
    case 'u':
        return fromBits(latin, base64UrlDigits, 6);
    case 'U':
        return fromPadded(latin, base64UrlDigits, 6, 4);
    default:
        return fail(Error::Kind::Invalid, u"a base that is not known"_s);
    }
}

} // namespace cairn::content
