// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/content/secrets/secrets.h"
#include "core/content/secrets/seedwords.h"
#include "tests/content/support.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

using namespace cairn;
using namespace cairn::content;
using namespace cairn::test;
using namespace Qt::StringLiterals;

namespace {

struct Sample
{
    const char* name;
    std::string bytes;
};

// Letters and digits that look drawn by lot. Samples are put together here, so that no file of
// this project looks as if it held a secret.
std::string drawn(std::size_t count)
{
    constexpr std::string_view letters = "q7Zk2XwP9tLmB4vNcR8sYdH3fGjT6aEu5";
    std::string text;
    for (std::size_t i = 0; i < count; ++i)
        text += letters[(i * i + 5 * i) % letters.size()];
    return text;
}

std::string pem(const std::string& title)
{
    const std::string body = drawn(64) + '\n' + drawn(64) + '\n';
    return "-----BEGIN " + title + "-----\n" + body + "-----END " + title + "-----\n";
}

const std::string phrase12
    = "legal winner thank year wave sausage worth useful legal winner thank yellow";

bool isSecret(const QByteArray& path, const std::string& bytes)
{
    const auto size = static_cast<qint64>(bytes.size());
    return secretByName(path, size)
        || (mayHoldSecret(path, size)
            && secretByContent({bytes.data(), static_cast<qsizetype>(bytes.size())}));
}

} // namespace

TEST_CASE("files that are called like secrets are taken for secrets")
{
    const auto* const name = GENERATE(
        as<const char*>(), ".env", ".env.local", "app/.env.production", "prod.env", ".envrc",
        "id_rsa", ".ssh/id_ed25519", "id_ecdsa.bak", "ID_RSA", "id_rsa_work", "server.key",
        "client.p12", "cert.pfx", "login.ppk", "release.keystore", "app.jks", "AuthKey_X1.p8",
        "Family.kdbx", "old.kdb", "wallet.dat", "backup/wallet.dat", "savings.wallet",
        "UTC--2016-03-22T12-57-55.920751759Z--7ef5a6135f1fd6a02593eedc869c6d41d934aef8", ".npmrc",
        ".netrc", ".pypirc", ".git-credentials", ".pgpass", ".htpasswd", ".aws/credentials",
        "home/.kube/config", ".docker/config.json", "client_secret_12.json",
        "deploy-credentials.json", "secrets.yaml", "terraform.tfstate", "Seed phrase.txt",
        "recovery-phrase.pdf", "mnemonic.txt", "Passwords.csv", "my passwords.xlsx", "logins.json",
        ".bash_history");
    CAPTURE(name);
    CHECK(isSecret(name, "x"));
}

TEST_CASE("files that are called like anything else are not")
{
    const auto* const name = GENERATE(
        as<const char*>(), "README.md", ".env.example", ".env.sample", "template.env", "id_rsa.pub",
        ".ssh/known_hosts", "id_rsa.md", "id_rsalike", "id_card.png", "environment.yml",
        ".environment", "server.crt", "ca.pem", "chain.pem", "keyboard.txt", "monkey.jpg",
        "wallet.svg", "wallet.py", "passwords.py", "password_test.go", "credentials.md",
        "tokenizer.json", "secret-garden.epub", "keystore.md", "config", "config.json",
        ".gitignore", "mnemonic.py", "seed.txt", "seeds.csv", "recovery.txt", "utc.txt", "history",
        "turkey.txt", "credentials_test.cpp", "package-lock.json", "Makefile", "data.bin");
    CAPTURE(name);
    CHECK_FALSE(isSecret(name, "x"));
}

TEST_CASE("a large *.key is a presentation, and an empty file gives nothing away")
{
    CHECK(secretByName("talk.key", 1000) == SecretKind::PrivateKey);
    CHECK_FALSE(secretByName("talk.key", 4'000'000));
    CHECK_FALSE(secretByName(".env", 0));
}

TEST_CASE("what a secret looks like is found in files of any name")
{
    const std::vector<Sample> samples{
        {"server.pem", pem("PRIVATE KEY")},
        {"notes.txt", "the key:\n" + pem("RSA PRIVATE KEY")},
        {"k.asc", pem("PGP PRIVATE KEY BLOCK")},
        {"old.txt",
         "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\n"
             + drawn(64)},
        {"account.json", R"({"private_key": "-----BEGIN PRIVATE KEY-----\n)" + drawn(64) + R"("})"},
        {"login", "PuTTY-User-Key-File-2: ssh-rsa\n"},
        {"wg0.conf", "[Interface]\nPrivateKey = " + drawn(43) + "=\n"},
        {"age.txt", "AGE-SECRET-KEY-1" + drawn(58)},
        {"seed.txt", phrase12},
        {"a.md", "My wallet:\n\n" + phrase12 + "\n\nkeep it safe\n"},
        {"b.txt", "seed: " + phrase12},
        {"numbered.txt",
         "1. legal\n2. winner\n3. thank\n4. year\n5. wave\n6. sausage\n7. worth\n8. useful\n"
         "9. legal\n10. winner\n11. thank\n12. yellow\n"},
        {"list.json",
         R"(["legal", "winner", "thank", "year", "wave", "sausage", "worth", "useful", "legal",
            "winner", "thank", "yellow"])"},
        {"c.txt", "Seed\n" + phrase12 + "\n"},
        {"24.txt", phrase12 + ' ' + phrase12},
        {"ABANDON.TXT",
         "LEGAL WINNER THANK YEAR WAVE SAUSAGE WORTH USEFUL LEGAL WINNER THANK "
         "YELLOW"},
        {"keystore.json", R"({"crypto":{"ciphertext":"00","kdf":"scrypt","kdfparams":{}}})"},
        {"a.cfg", "id = AKIA" + std::string("Q3EGKM7ZP2WVX5TN")},
        {"config.ini", "aws_secret_access_key = " + drawn(40)},
        {"deploy.sh", "export T=ghp_" + drawn(36)},
        {"d.yml", "token: \"github_pat_" + drawn(60) + '"'},
        {"ci.yml", "token: glpat-" + drawn(20)},
        {"rc", "//registry.npmjs.org/:_authToken=npm_" + drawn(36)},
        {"bot.py", "client('xoxb-" + drawn(30) + "')"},
        {"pay.js", "stripe('sk_live_" + drawn(24) + "')"},
        {"maps.html", "key=AIza" + drawn(35)},
        {"ai.txt", "sk-proj-" + drawn(48)},
        {"token.txt", "eyJ" + drawn(30) + ".eyJ" + drawn(40) + "." + drawn(43)},
        {"model.py", "hf_" + drawn(34)},
        {"mail.conf", "SG." + drawn(22) + "." + drawn(43)},
        {"shop.rb", "shpat_" + drawn(32)},
    };
    CHECK(samples.size() >= 30);
    for (const Sample& sample : samples) {
        CAPTURE(sample.name);
        CHECK(isSecret(sample.name, sample.bytes));
    }
}

TEST_CASE("what only speaks of secrets, or is as random as they are, is none")
{
    const std::string prose
        = "It was a bright cold day in April, and the clocks were striking thirteen. She had "
          "bought the flowers herself; the door would be open, the garden quiet, and no one "
          "would ask about the letter.\n";
    const std::vector<Sample> samples{
        {"cert.pem", pem("CERTIFICATE")},
        {"public.pem", pem("PUBLIC KEY")},
        {"signed.asc", pem("PGP SIGNATURE")},
        {"key.asc", pem("PGP PUBLIC KEY BLOCK")},
        {"howto.md", "Paste what is between -----BEGIN PRIVATE KEY----- and the end.\n" + prose},
        {"howto.txt", "-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----\n"},
        {"prose.txt", prose},
        {"long.txt", prose + prose + prose},
        {"hash.txt", drawn(64)},
        {"cids.txt", "bafybeic6svhkwl3y2wvkj33weshyjjs5cbvgijh7yo3kjasyglrdwe2l74\n"},
        {"uuid.json", R"({"id":"3f2504e0-4f89-11d3-9a0c-0305e82c3301"})"},
        {"lock.json", R"({"integrity":"sha512-)" + drawn(86) + R"(=="})"},
        {"eleven.txt", "legal winner thank year wave sausage worth useful legal winner thank"},
        {"thirteen.txt", phrase12 + " yellow"},
        {"broken.txt",
         "legal winner thank year wave sausage the worth useful legal winner thank "
         "yellow"},
        {"aws.md", "AKIAIOSFODNN7" + std::string("EXAMPLE is the documented one")},
        {"env.md", "Set GITHUB_TOKEN=ghp_" + std::string(36, 'x')},
        {"npm.md", "npm_config_registry=https://registry.npmjs.org/"},
        {"sk.txt", "sk-learn-" + std::string("is-a-library-with-many-estimators-and-transformers")},
        {"jwt.md", "A token has three parts: eyJ.eyJ.signature"},
        {"jwt.txt", "eyJ" + drawn(30) + "." + drawn(40)},
        {"wg.md", "PrivateKey = <your key>"},
        {"ini.md", "aws_secret_access_key = ..."},
        {"cipher.json", R"({"ciphertext":"00"})"},
        {"code.py", "def private_key(path):\n    return open(path).read()\n"},
        {"list.txt", "banana\napple\ncherry\nlemon\norange\n"},
        {"style.css", ".token{color:#aabbcc}"},
        {"data.csv", "name,year,place\nAda,1815,London\nGrace,1906,New York\n"},
        {"page.html", "<p>Keep your seed phrase and your passwords to yourself.</p>"},
        {"known.txt", "github.com ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA" + drawn(40)},
        {"binary", std::string("\0\1\2", 3) + pem("PRIVATE KEY")},
    };
    CHECK(samples.size() >= 30);
    for (const Sample& sample : samples) {
        CAPTURE(sample.name);
        CHECK_FALSE(isSecret(sample.name, sample.bytes));
    }
}

TEST_CASE("the list of seed words is whole")
{
    CHECK(isSeedWord("abandon"));
    CHECK(isSeedWord("zoo"));
    CHECK(isSeedWord("sausage"));
    CHECK_FALSE(isSeedWord("abando"));
    CHECK_FALSE(isSeedWord("zoos"));
    CHECK_FALSE(isSeedWord("ab"));
    CHECK_FALSE(isSeedWord("the"));
    int words = 0;
    std::string word(3, 'a');
    for (word[0] = 'a'; word[0] <= 'z'; ++word[0]) {
        for (word[1] = 'a'; word[1] <= 'z'; ++word[1]) {
            for (word[2] = 'a'; word[2] <= 'z'; ++word[2])
                words += isSeedWord(word) ? 1 : 0;
        }
    }
    CHECK(words == 103); // of three letters, as the standard has them
}

TEST_CASE("packing names likely secrets only when it is asked to")
{
    const Tree tree;
    tree.file(u"d/readme.txt"_s, "nothing to see");
    tree.file(u"d/keys/server.key"_s, "key");
    tree.file(u"d/notes/wallet.txt"_s, QByteArray::fromStdString(phrase12));
    PackRequest pack = request({tree.path(u"d"_s)});
    const auto plain = hashOnly(pack);
    REQUIRE(plain);
    CHECK(plain->problems.empty());
    pack.secrets = Secrets::AreNamed;
    const auto looked = hashOnly(pack);
    REQUIRE(looked);
    CHECK(looked->root == plain->root);
    CHECK(looked->totals.count(Problem::Kind::LikelySecret) == 2);
    REQUIRE(looked->problems.size() == 2);
    CHECK(looked->problems[0].path == tree.path(u"d/keys/server.key"_s));
    CHECK(looked->problems[0].secret == SecretKind::PrivateKey);
    CHECK(looked->problems[1].path == tree.path(u"d/notes/wallet.txt"_s));
    CHECK(looked->problems[1].secret == SecretKind::Wallet);
}

TEST_CASE("hidden files that are skipped are counted, a hundred of them named")
{
    const Tree tree;
    tree.file(u"d/seen.txt"_s, "seen");
    tree.file(u"d/.git/config"_s, "a whole folder counts once");
    for (int i = 0; i < 120; ++i)
        tree.file(u"d/sub/.hidden%1"_s.arg(i), "x");
    PackRequest pack = request({tree.path(u"d"_s)});
    const auto skipped = hashOnly(pack);
    REQUIRE(skipped);
    CHECK(skipped->totals.files == 1);
    CHECK(skipped->totals.count(Problem::Kind::HiddenSkipped) == 121);
    CHECK(skipped->totals.count(Problem::Kind::EmptyDirectoryDropped) == 1);
    CHECK(skipped->problems.size() == 101);
    pack.hidden = Hidden::Include;
    const auto all = hashOnly(pack);
    REQUIRE(all);
    CHECK(all->totals.files == 122);
    CHECK(all->problems.empty());
}

TEST_CASE("what cannot be read ends packing, or is left out and named if that was asked for")
{
    const Tree tree;
    tree.file(u"d/a.txt"_s, "a");
    tree.link(u"d/dangling"_s, "nowhere");
    tree.file(u"d/sub/b.txt"_s, "b");
    tree.link(u"d/sub/loop"_s, "..");
    tree.file(u"d/back\\slash"_s, "c");
    REQUIRE(::mkfifo(tree.path(u"d/pipe"_s).toLocal8Bit().constData(), 0600) == 0);
    tree.file(u"good/a.txt"_s, "a");
    tree.file(u"good/sub/b.txt"_s, "b");
    PackRequest pack = request({tree.path(u"d"_s)});
    pack.wrap = Wrap::No;
    CHECK(kindOf(hashOnly(pack)));
    pack.unreadable = Unreadable::IsLeftOut;
    const auto rest = hashOnly(pack);
    REQUIRE(rest);
    PackRequest good = request({tree.path(u"good"_s)});
    good.wrap = Wrap::No;
    CHECK(text(rest->root) == rootOf(good));
    CHECK(rest->totals.count(Problem::Kind::UnreadableLeftOut) == 3);
    CHECK(rest->totals.count(Problem::Kind::NameLeftOut) == 1);
}

TEST_CASE("a file and a folder without permission are left out and named")
{
    if (::geteuid() == 0)
        return; // Nothing is forbidden to it.
    const Tree tree;
    tree.file(u"d/a.txt"_s, "a");
    const auto closed = tree.file(u"d/closed.txt"_s, "b");
    const auto large = tree.file(u"d/large.bin"_s, QByteArray(3'000'000, 'x'));
    tree.file(u"d/shut/c.txt"_s, "c");
    REQUIRE(::chmod(closed.toLocal8Bit().constData(), 0) == 0);
    REQUIRE(::chmod(large.toLocal8Bit().constData(), 0) == 0);
    REQUIRE(::chmod(tree.path(u"d/shut"_s).toLocal8Bit().constData(), 0) == 0);
    PackRequest pack = request({tree.path(u"d"_s)});
    CHECK(kindOf(hashOnly(pack)) == Error::Kind::FileUnreadable);
    pack.unreadable = Unreadable::IsLeftOut;
    const auto rest = hashOnly(pack);
    REQUIRE(::chmod(tree.path(u"d/shut"_s).toLocal8Bit().constData(), 0700) == 0);
    REQUIRE(rest);
    CHECK(rest->totals.files == 1);
    CHECK(rest->totals.count(Problem::Kind::UnreadableLeftOut) == 3);
}

TEST_CASE("when nothing can be read the error says what")
{
    const Tree tree;
    PackRequest pack = request({tree.path(u"missing.txt"_s)});
    pack.unreadable = Unreadable::IsLeftOut;
    const auto packed = hashOnly(pack);
    REQUIRE(kindOf(packed) == Error::Kind::FileUnreadable);
    CHECK(packed.error().subject == tree.path(u"missing.txt"_s));
}
