// SPDX-License-Identifier: MIT OR Apache-2.0
// What files with secrets are called.
#include "core/content/secrets/secrets.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>
#include <string_view>

using namespace std::string_view_literals;

namespace cairn::content {
namespace {

constexpr qint64 largestKey = 16 * 1024; ///< A larger *.key is a presentation.
constexpr qint64 largestText = 64 * 1024;

struct Named
{
    std::string_view name;
    SecretKind kind;
};

constexpr std::array wholeNames{
    Named{".envrc", SecretKind::Credentials},
    Named{".npmrc", SecretKind::Credentials},
    Named{".pypirc", SecretKind::Credentials},
    Named{".netrc", SecretKind::Credentials},
    Named{"_netrc", SecretKind::Credentials},
    Named{".git-credentials", SecretKind::Credentials},
    Named{".pgpass", SecretKind::Credentials},
    Named{".my.cnf", SecretKind::Credentials},
    Named{".htpasswd", SecretKind::Credentials},
    Named{".dockercfg", SecretKind::Credentials},
    Named{".dockerconfigjson", SecretKind::Credentials},
    Named{".vault-token", SecretKind::Credentials},
    Named{".s3cfg", SecretKind::Credentials},
    Named{".boto", SecretKind::Credentials},
    Named{"rclone.conf", SecretKind::Credentials},
    Named{"kubeconfig", SecretKind::Credentials},
    Named{"credentials", SecretKind::Credentials},
    Named{"credentials.json", SecretKind::Credentials},
    Named{"credentials.csv", SecretKind::Credentials},
    Named{"credentials.yml", SecretKind::Credentials},
    Named{"credentials.yaml", SecretKind::Credentials},
    Named{"secrets.json", SecretKind::Credentials},
    Named{"secrets.yml", SecretKind::Credentials},
    Named{"secrets.yaml", SecretKind::Credentials},
    Named{"secrets.toml", SecretKind::Credentials},
    Named{"terraform.tfstate", SecretKind::Credentials},
    Named{"accesstokens.json", SecretKind::Credentials},
    Named{".bash_history", SecretKind::Credentials},
    Named{".zsh_history", SecretKind::Credentials},
    Named{".psql_history", SecretKind::Credentials},
    Named{"secring.gpg", SecretKind::PrivateKey},
    Named{"secring.pgp", SecretKind::PrivateKey},
    Named{"key3.db", SecretKind::Passwords},
    Named{"key4.db", SecretKind::Passwords},
    Named{"logins.json", SecretKind::Passwords},
    Named{"login data", SecretKind::Passwords},
    Named{"wallet.dat", SecretKind::Wallet},
    Named{"wallet.json", SecretKind::Wallet},
    Named{"default_wallet", SecretKind::Wallet},
};

constexpr std::array endings{
    Named{"ppk", SecretKind::PrivateKey},      Named{"p12", SecretKind::PrivateKey},
    Named{"pfx", SecretKind::PrivateKey},      Named{"p8", SecretKind::PrivateKey},
    Named{"jks", SecretKind::PrivateKey},      Named{"keystore", SecretKind::PrivateKey},
    Named{"bks", SecretKind::PrivateKey},      Named{"agekey", SecretKind::PrivateKey},
    Named{"kdbx", SecretKind::Passwords},      Named{"kdb", SecretKind::Passwords},
    Named{"psafe3", SecretKind::Passwords},    Named{"1pif", SecretKind::Passwords},
    Named{"1pux", SecretKind::Passwords},      Named{"wallet", SecretKind::Wallet},
    Named{"tfstate", SecretKind::Credentials},
};

// Names in these folders that say nothing elsewhere.
struct InFolder
{
    std::string_view folder;
    std::string_view name;
};
constexpr std::array inFolders{InFolder{".aws", "config"}, InFolder{".docker", "config.json"},
                               InFolder{".kube", "config"}, InFolder{".cargo", "credentials.toml"},
                               InFolder{".config", "hub"}};

constexpr std::array keyNames{"id_rsa"sv, "id_dsa"sv, "id_ecdsa"sv, "id_ed25519"sv};

// Without anything but letters: "Recovery phrase.txt" is recoveryphrase.
constexpr std::array phraseNames{"seedphrase"sv,     "seedwords"sv,     "walletseed"sv,
                                 "recoveryphrase"sv, "recoverywords"sv, "mnemonic"sv,
                                 "mnemonicphrase"sv, "backupphrase"sv,  "secretphrase"sv};
constexpr std::array passwordNames{"passwords"sv,       "mypasswords"sv,    "passwordlist"sv,
                                   "chromepasswords"sv, "lastpassexport"sv, "bitwardenexport"sv};
constexpr std::array papers{""sv,    "txt"sv, "csv"sv,  "rtf"sv, "doc"sv, "docx"sv,
                            "odt"sv, "xls"sv, "xlsx"sv, "ods"sv, "pdf"sv, "json"sv};

constexpr std::array explanations{
    "md"sv,  "markdown"sv, "html"sv, "htm"sv, "rst"sv, "pdf"sv, "tex"sv, "png"sv,  "jpg"sv,
    "svg"sv, "gif"sv,      "c"sv,    "h"sv,   "cpp"sv, "py"sv,  "js"sv,  "ts"sv,   "go"sv,
    "rs"sv,  "java"sv,     "kt"sv,   "rb"sv,  "php"sv, "cs"sv,  "css"sv, "webp"sv, "epub"sv};
constexpr std::array samples{"example"sv, "sample"sv, "template"sv, "dist"sv, "defaults"sv};

constexpr std::array texts{
    ""sv,     "txt"sv,   "text"sv,   "md"sv,     "json"sv, "yml"sv,        "yaml"sv,  "toml"sv,
    "ini"sv,  "cfg"sv,   "conf"sv,   "config"sv, "env"sv,  "properties"sv, "sh"sv,    "bash"sv,
    "zsh"sv,  "ps1"sv,   "bat"sv,    "py"sv,     "js"sv,   "mjs"sv,        "ts"sv,    "rb"sv,
    "php"sv,  "go"sv,    "rs"sv,     "java"sv,   "kt"sv,   "cs"sv,         "swift"sv, "sql"sv,
    "xml"sv,  "plist"sv, "tf"sv,     "tfvars"sv, "pem"sv,  "crt"sv,        "cer"sv,   "key"sv,
    "asc"sv,  "pgp"sv,   "gpg"sv,    "ovpn"sv,   "csv"sv,  "log"sv,        "rtf"sv,   "ipynb"sv,
    "html"sv, "htm"sv,   "gradle"sv, "local"sv,  "bak"sv,  "old"sv,        "orig"sv,  "backup"sv};

std::string lower(std::string_view text)
{
    std::string result(text);
    for (char& letter : result) {
        if (letter >= 'A' && letter <= 'Z')
            letter = static_cast<char>(letter - 'A' + 'a');
    }
    return result;
}

/// A path cut up: the last two names in lower case.
struct Place
{
    explicit Place(QByteArrayView path)
    {
        const std::string_view whole(path.data(), static_cast<std::size_t>(path.size()));
        const auto slash = whole.rfind('/');
        name = lower(slash == std::string_view::npos ? whole : whole.substr(slash + 1));
        if (slash != std::string_view::npos) {
            const std::string_view above = whole.substr(0, slash);
            folder = lower(above.substr(above.rfind('/') + 1));
        }
        const auto dot = name.rfind('.');
        if (dot != std::string::npos && dot > 0)
            ending = std::string_view(name).substr(dot + 1);
    }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;

    std::string name;
    std::string folder;
    std::string_view ending; ///< after the last dot; empty in ".profile"
};

template<std::size_t n>
bool isOneOf(std::string_view text, const std::array<std::string_view, n>& all)
{
    return std::ranges::find(all, text) != all.end();
}

template<std::size_t n>
std::optional<SecretKind> kindOf(std::string_view text, const std::array<Named, n>& all)
{
    const auto found = std::ranges::find(all, text, &Named::name);
    return found == all.end() ? std::nullopt : std::optional(found->kind);
}

bool isSample(std::string_view name)
{
    return std::ranges::any_of(
        samples, [&](std::string_view word) { return name.find(word) != std::string_view::npos; });
}

bool isEnvironment(const Place& place)
{
    const bool isNamedSo
        = place.name == ".env" || place.name.starts_with(".env.") || place.ending == "env";
    return isNamedSo && !isSample(place.name);
}

bool isSshKey(const Place& place)
{
    return std::ranges::any_of(keyNames, [&](std::string_view key) {
        if (!place.name.starts_with(key) || isOneOf(place.ending, explanations)
            || place.name.find(".pub") != std::string::npos)
            return false;
        // id_rsa, id_rsa.bak, id_ed25519_work; not id_rsalike.
        return place.name.size() == key.size()
            || !std::isalnum(static_cast<unsigned char>(place.name[key.size()]));
    });
}

std::optional<SecretKind> byTitle(const Place& place)
{
    if (!isOneOf(place.ending, papers))
        return std::nullopt;
    std::string_view title = place.name;
    if (!place.ending.empty())
        title.remove_suffix(place.ending.size() + 1);
    std::string letters;
    std::ranges::copy_if(title, std::back_inserter(letters),
                         [](char letter) { return letter >= 'a' && letter <= 'z'; });
    if (isOneOf(letters, phraseNames))
        return SecretKind::Wallet;
    if (isOneOf(letters, passwordNames))
        return SecretKind::Passwords;
    return std::nullopt;
}

bool isServiceKey(const Place& place)
{
    return place.ending == "json" && !isSample(place.name)
        && (place.name.starts_with("client_secret") || place.name.starts_with("service-account")
            || place.name.starts_with("service_account")
            || place.name.ends_with("-credentials.json"));
}

} // namespace

std::optional<SecretKind> secretByName(QByteArrayView path, qint64 size)
{
    if (size == 0)
        return std::nullopt;
    const Place place(path);
    if (const auto kind = kindOf(place.name, wholeNames))
        return kind;
    if (const auto kind = kindOf(place.ending, endings))
        return kind;
    if (place.ending == "key" && size <= largestKey)
        return SecretKind::PrivateKey;
    if (isSshKey(place))
        return SecretKind::PrivateKey;
    // As geth calls its keys: UTC--2016-…--address.
    if (place.name.starts_with("utc--"))
        return SecretKind::Wallet;
    const bool isByFolder = std::ranges::any_of(inFolders, [&](const InFolder& known) {
        return known.folder == place.folder && known.name == place.name;
    });
    if (isByFolder || isEnvironment(place) || isServiceKey(place))
        return SecretKind::Credentials;
    return byTitle(place);
}

bool mayHoldSecret(QByteArrayView path, qint64 size)
{
    return size > 0 && size <= largestText && isOneOf(Place(path).ending, texts);
}

} // namespace cairn::content
