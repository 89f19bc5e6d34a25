// SPDX-License-Identifier: MIT OR Apache-2.0
// What secrets look like inside a file.
#include "core/content/secrets/secrets.h"

#include "core/content/secrets/seedwords.h"

#include <algorithm>
#include <array>
#include <bitset>
#include <string_view>

using namespace std::string_view_literals;

namespace cairn::content {
namespace {

constexpr std::size_t binaryProbe = 1024;

constexpr bool isLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

constexpr bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

constexpr auto tokenLetters = [] {
    std::array<bool, 256> table{};
    for (std::size_t c = 0; c < table.size(); ++c) {
        const char letter = static_cast<char>(c);
        table[c] = isLetter(letter) || isDigit(letter) || letter == '_' || letter == '-'
            || letter == '.';
    }
    return table;
}();

constexpr bool isOfToken(char c)
{
    return tokenLetters[static_cast<unsigned char>(c)];
}

constexpr bool isBase64(char c)
{
    return isLetter(c) || isDigit(c) || c == '+' || c == '/' || c == '=';
}

bool contains(std::string_view text, std::string_view part)
{
    return text.find(part) != std::string_view::npos;
}

/// A stretch of at least @p least base64 characters: the thing itself, not "..." in its place.
bool hasBase64(std::string_view text, std::size_t least)
{
    std::size_t run = 0;
    for (const char c : text) {
        run = isBase64(c) ? run + 1 : 0;
        if (run >= least)
            return true;
    }
    return false;
}

bool hasPrivateKey(std::string_view text)
{
    constexpr std::size_t headerLine = 48;
    constexpr std::size_t keyBegins = 400; // After headers that say how it is encrypted.
    for (auto at = text.find("-----BEGIN "); at != std::string_view::npos;
         at = text.find("-----BEGIN ", at + 1)) {
        const auto header = text.substr(at, headerLine);
        const auto title = header.find("PRIVATE KEY");
        if (title != std::string_view::npos
            && hasBase64(text.substr(at + title + "PRIVATE KEY"sv.size(), keyBegins), 48))
            return true;
    }
    return text.starts_with("PuTTY-User-Key-File-");
}

/// "name = value", with the spaces and quotes that the formats allow.
std::string_view valueOf(std::string_view text, std::string_view name)
{
    const auto at = text.find(name);
    if (at == std::string_view::npos)
        return {};
    std::string_view rest = text.substr(at + name.size());
    const auto begin = rest.find_first_not_of(" \t\"'=:");
    if (begin == 0 || begin == std::string_view::npos)
        return {};
    rest.remove_prefix(begin);
    const auto end = std::ranges::find_if_not(rest, isBase64);
    return rest.substr(0, static_cast<std::size_t>(end - rest.begin()));
}

bool hasKeyValue(std::string_view text)
{
    return valueOf(text, "PrivateKey").size() == 44 // WireGuard
        || valueOf(text, "aws_secret_access_key").size() == 40;
}

bool hasKeystore(std::string_view text)
{
    return contains(text, "\"ciphertext\"") && contains(text, "\"kdfparams\"");
}

/// Not a word and not a placeholder such as xxxx-xxxx.
bool looksRandom(std::string_view text)
{
    std::bitset<256> seen;
    bool hasDigit = false;
    for (const char c : text) {
        seen.set(static_cast<unsigned char>(c));
        hasDigit = hasDigit || isDigit(c);
    }
    return hasDigit && seen.count() >= 8 && !contains(text, "EXAMPLE")
        && !contains(text, "example");
}

struct Shape
{
    std::string_view prefix;
    std::size_t least; ///< characters after it
    SecretKind kind = SecretKind::Credentials;
};
constexpr std::array shapes{
    Shape{"AKIA", 16},        Shape{"ASIA", 16},
    Shape{"AIza", 35},        Shape{"ghp_", 36},
    Shape{"gho_", 36},        Shape{"ghu_", 36},
    Shape{"ghs_", 36},        Shape{"ghr_", 36},
    Shape{"github_pat_", 50}, Shape{"glpat-", 20},
    Shape{"npm_", 36},        Shape{"pypi-AgE", 50},
    Shape{"xoxb-", 20},       Shape{"xoxp-", 20},
    Shape{"xoxa-", 20},       Shape{"xoxs-", 20},
    Shape{"sk_live_", 20},    Shape{"rk_live_", 20},
    Shape{"sk-", 40},         Shape{"hf_", 30},
    Shape{"dop_v1_", 40},     Shape{"SG.", 60},
    Shape{"shpat_", 32},      Shape{"AGE-SECRET-KEY-1", 50, SecretKind::PrivateKey}};

/// Three parts, of which the first two are JSON objects in base64: {" is eyJ.
bool isWebToken(std::string_view run)
{
    if (!run.starts_with("eyJ") || std::ranges::count(run, '.') != 2)
        return false;
    const auto first = run.find('.');
    const auto second = run.rfind('.');
    return first >= 16 && run.substr(first + 1).starts_with("eyJ") && second - first >= 12
        && run.size() - second > 20;
}

std::optional<SecretKind> kindOfRun(std::string_view run)
{
    for (const Shape& shape : shapes) {
        if (run.starts_with(shape.prefix) && run.size() >= shape.prefix.size() + shape.least
            && looksRandom(run.substr(shape.prefix.size())))
            return shape.kind;
    }
    if (isWebToken(run))
        return SecretKind::Credentials;
    return std::nullopt;
}

/// Counts words in a row that may be a seed phrase; numbers between them are their numbers.
class PhraseCounter
{
public:
    void word(std::string_view run)
    {
        if (isDigit(run.front())
            && std::ranges::all_of(run, [](char c) { return isDigit(c) || c == '.'; }))
            return;
        constexpr std::size_t longest = 8;
        std::array<char, longest> lower{};
        bool isWord = run.size() >= 3 && run.size() <= longest;
        for (std::size_t i = 0; isWord && i < run.size(); ++i) {
            lower[i] = static_cast<char>(run[i] | 0x20);
            isWord = lower[i] >= 'a' && lower[i] <= 'z';
        }
        if (isWord && isSeedWord({lower.data(), run.size()})) {
            ++m_inLine;
            ++m_inRow;
        } else {
            endRow();
        }
    }
    void between(char c)
    {
        if (c == '\n') {
            m_found = m_found || isPhrase(m_inLine);
            m_inLine = 0;
        } else if (c != ' ' && !contains("\t\r,;\"'[]()"sv, {&c, 1})) {
            endRow();
        }
    }
    void endRow()
    {
        m_found = m_found || isPhrase(m_inLine) || isPhrase(m_inRow);
        m_inLine = m_inRow = 0;
    }
    bool hasFound() const { return m_found; }

private:
    static bool isPhrase(int words) { return words >= 12 && words <= 24 && words % 3 == 0; }

    int m_inLine = 0;
    int m_inRow = 0; ///< over several lines
    bool m_found = false;
};

std::optional<SecretKind> kindOfWords(std::string_view text)
{
    constexpr std::size_t shortestToken = 20;
    PhraseCounter phrase;
    for (std::size_t at = 0; at < text.size();) {
        if (!isOfToken(text[at])) {
            phrase.between(text[at++]);
            continue;
        }
        const auto begin = at;
        while (at < text.size() && isOfToken(text[at]))
            ++at;
        const auto run = text.substr(begin, at - begin);
        if (run.size() >= shortestToken) {
            if (const auto kind = kindOfRun(run))
                return kind;
        }
        phrase.word(run);
    }
    phrase.endRow();
    return phrase.hasFound() ? std::optional(SecretKind::Wallet) : std::nullopt;
}

} // namespace

std::optional<SecretKind> secretByContent(QByteArrayView bytes)
{
    const std::string_view text(bytes.data(), static_cast<std::size_t>(bytes.size()));
    if (contains(text.substr(0, binaryProbe), "\0"sv))
        return std::nullopt;
    if (hasPrivateKey(text))
        return SecretKind::PrivateKey;
    if (hasKeystore(text))
        return SecretKind::Wallet;
    if (hasKeyValue(text))
        return SecretKind::Credentials;
    return kindOfWords(text);
}

} // namespace cairn::content
