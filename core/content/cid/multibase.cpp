// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/content/cid/multibase.h"

#include <array>
#include <vector>

using namespace Qt::StringLiterals;

namespace cairn::content {
namespace {

constexpr char base32Letters[] = "abcdefghijklmnopqrstuvwxyz234567";
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

constexpr auto base32Digits = digitTable(base32Letters, Case::Folded);
constexpr auto base58Digits = digitTable(base58Letters, Case::Sensitive);
constexpr auto base36Digits = digitTable("0123456789abcdefghijklmnopqrstuvwxyz", Case::Folded);

auto foreignLetter()
{
    return fail(Error::Kind::Invalid, u"a letter that is not of this base"_s);
}

Result<QByteArray> fromPositional(QByteArrayView text, const std::array<qint8, 256>& digits,
                                  unsigned base, char zero)
{
    if (text.size() > maxPositionalLength)
        return fail(Error::Kind::Invalid, u"text too long for a CID"_s);
    qsizetype zeros = 0;
    while (zeros < text.size() && text[zeros] == zero)
        ++zeros;
    std::vector<uchar> number; // little-endian
    for (const char letter : text) {
        const qint8 digit = digits[static_cast<uchar>(letter)];
        if (digit < 0)
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
    QByteArray bytes;
    bytes.reserve(text.size() * 5 / 8);
    unsigned bits = 0;
    int count = 0;
    for (const char letter : text) {
        const qint8 digit = base32Digits[static_cast<uchar>(letter)];
        if (digit < 0)
            return foreignLetter();
        bits = (bits << 5) | static_cast<unsigned>(digit);
        count += 5;
        if (count >= 8) {
            count -= 8;
            bytes.append(static_cast<char>((bits >> count) & 0xff));
            bits &= (1U << count) - 1;
        }
    }
    if (count >= 5 || bits != 0) // a letter too many, or bits that belong to no byte
        return fail(Error::Kind::Invalid, u"stray bits at the end of base32"_s);
    return bytes;
}

QByteArray toBase58(QByteArrayView bytes)
{
    qsizetype zeros = 0;
    while (zeros < bytes.size() && bytes[zeros] == '\0')
        ++zeros;
    std::vector<uchar> digits; // little-endian
    for (const char byte : bytes) {
        unsigned carry = static_cast<uchar>(byte);
        for (auto& digit : digits) {
            carry += static_cast<unsigned>(digit) << 8;
            digit = static_cast<uchar>(carry % 58);
            carry /= 58;
        }
        while (carry > 0) {
            digits.push_back(static_cast<uchar>(carry % 58));
            carry /= 58;
        }
    }
    QByteArray text(zeros, base58Letters[0]);
    for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit)
        text.append(base58Letters[*digit]);
    return text;
}

Result<QByteArray> fromBase58(QByteArrayView text)
{
    return fromPositional(text, base58Digits, 58, '1');
}

Result<QByteArray> fromBase36(QByteArrayView text)
{
    return fromPositional(text, base36Digits, 36, '0');
}

} // namespace cairn::content
