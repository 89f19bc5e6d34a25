// SPDX-License-Identifier: MIT OR Apache-2.0
#include "app/ctl/commands.h"

#include "app/ctl/help.h"
#include "app/ctl/output.h"
#include "app/ctl/translation.h"
#include "app/host/terminal.h"
#include "core/account/entered.h"
#include "core/api/wire/wire.h"
#include "core/download/safename.h"
#include "core/transfer/store/removetransfers.h"
#include "ui/text/errortext.h"

#include <QCoreApplication>
#include <QFile>

#include <algorithm>

namespace cairn::ctl {
using namespace Qt::StringLiterals;

namespace {

QStringList dealRow(const Deal& deal, Timestamp now)
{
    return {u"deal"_s, hasEnded(deal, now) ? u"Ended"_s : wire::statusWord(deal),
            deal.storageProvider, deal.dealId ? QString::number(*deal.dealId) : u"-"_s,
            dateText(deal.expiration)};
}

/// However a person spells it, a service is asked in one way.
content::CidString canonical(const QString& text)
{
    const auto cid = content::Cid::parse(text);
    return cid ? content::CidString(*cid) : content::CidString(text);
}

/// The same content by a CID of the other version, where there is one.
std::optional<content::CidString> otherVersion(const QString& text)
{
    const auto cid = content::Cid::parse(text);
    if (!cid)
        return std::nullopt;
    if (cid->version() == 0)
        return content::CidString(cid->toV1());
    const content::Multihash hash = cid->hash();
    content::Digest digest;
    if (cid->codec() != content::Codec::DagPb || hash.code != content::HashCode::Sha256
        || hash.digest.size() != qsizetype(digest.size()))
        return std::nullopt;
    std::ranges::copy(hash.digest, digest.begin());
    return content::CidString(content::Cid::v0(digest));
}

} // namespace

Commands::Commands(Options options, AccountOpener& opener)
    : m_options(std::move(options))
    , m_opener(opener)
{ }

Reply<int> Commands::run()
{
    switch (m_options.command) {
    case Command::Help:
        writeText(stdout, helpText(m_options.helpTopic));
        return done();
    case Command::Version:
        printResult("cairnctl " CAIRN_VERSION);
        return done();
    case Command::Completion:
        writeText(stdout, completionScript(m_options.arguments.front()));
        return done();
    case Command::Manual:
        writeText(stdout, manualPage());
        return done();
    case Command::Link:
        return link();
    case Command::Verify:
        return verify();
    case Command::AccountList:
        return accountList();
    case Command::AccountAdd:
        return accountAdd();
    case Command::AccountRemove:
        return accountRemove();
    default:
        break;
    }
    if (const Done taken = takePipes(); !taken)
        return ready<int>(fail(taken.error()));
    if (m_options.command == Command::Pack)
        return pack();
    const auto ended = andThen(m_opener.open(m_options), this,
                               [this](AccountSession* session) { return onService(*session); });
    // What is wrong with what came by a pipe is said of the pipe.
    return orElse(ended, this, [this](Error error) {
        // Who asks for one thing is told that it is that which is not there.
        const bool isOne
            = m_options.command == Command::Status || m_options.command == Command::Rename;
        if (isOne && error.kind == Error::Kind::NotFound && error.subject.isEmpty())
            error.subject = m_options.arguments.front();
        for (const auto& [pipe, file] : m_pipes) {
            if (error.subject == file.path())
                error.subject = pipe;
        }
        return ready<int>(fail(std::move(error)));
    });
}

/// Before anything is asked of a service: it may take as long as whoever writes wants.
Done Commands::takePipes()
{
    const bool takesFiles = m_options.command == Command::Pack || m_options.command == Command::Put
        || m_options.command == Command::PutCar;
    if (!takesFiles)
        return {};
    for (QString& argument : m_options.arguments) {
        if (!isPipe(argument))
            continue;
        const bool isNamed = !m_options.name.isEmpty() && isSafeName(m_options.name.toUtf8());
        auto file = FileOnTheWay::named(isNamed ? m_options.name : u"stdin"_s);
        if (!file)
            return fail(file.error());
        if (const Done read = file->readFrom(argument); !read)
            return read;
        const QString path = file->path();
        m_pipes.emplace_back(std::exchange(argument, path), std::move(*file));
    }
    return {};
}

Reply<int> Commands::onService(AccountSession& session)
{
    switch (m_options.command) {
    case Command::Put:
    case Command::PutCar:
        return put(session);
    case Command::Get:
        return get(session);
    case Command::Export:
        return exportCar(session);
    case Command::List:
        return m_options.arguments.isEmpty() ? list(session) : listFolder(session);
    case Command::Search:
        return list(session);
    case Command::Status:
        return status(session);
    case Command::Rename:
        return rename(session);
    case Command::Remove:
        return remove(session);
    case Command::TransferList:
        return transferList(session);
    case Command::TransferPause:
        return transferPause(session);
    case Command::TransferResume:
        return transferResume(session);
    case Command::TransferRemove:
        return transferRemove(session);
    case Command::TokenList:
        return tokenList(session);
    case Command::TokenCreate:
        return tokenCreate(session);
    case Command::TokenRevoke:
        return tokenRevoke(session);
    default:
        return done(Misused);
    }
}

Reply<int> Commands::status(AccountSession& session)
{
    return andThen(
        session.library().status(canonical(m_options.arguments.front())), this,
        [this](const ContentStatus& status) {
            if (m_options.json) {
                printResult(compact(wire::toJson(status)));
                return done();
            }
            printRow({u"cid"_s, status.cid.text()});
            printRow({u"size"_s, status.dagSize ? QString::number(*status.dagSize) : u"unknown"_s});
            printRow({u"created"_s, dateText(status.created)});
            for (const Pin& pin : status.pins)
                printRow({u"pin"_s, wire::statusWord(pin), pin.peerName});
            for (const Deal& deal : status.deals)
                printRow(dealRow(deal, SystemClock().now()));
            return done();
        });
}

Reply<int> Commands::rename(AccountSession& session)
{
    const QString name = m_options.arguments.at(1);
    return andThen(session.library().rename(canonical(m_options.arguments.at(0)), name), this,
                   [this, name] {
                       if (m_options.json)
                           printResult(compact(QJsonObject{{u"name"_s, name}}));
                       return done();
                   });
}

Reply<int> Commands::remove(AccountSession& session)
{
    return removeFrom(session, 0, {});
}

/// One after the other; one that fails keeps none of the others.
Reply<int> Commands::removeFrom(AccountSession& session, qsizetype at, std::vector<int> codes)
{
    if (at == m_options.arguments.size())
        return done(commonCode(codes));
    const QString cid = m_options.arguments.at(at);
    const auto removed
        = andThen(session.library().remove(canonical(cid)), this, [] { return done(); });
    // A list has an upload by the version of CID that its CAR has (contract §4.4).
    const auto other = orElse(removed, this, [this, &session, cid](const Error& error) {
        const auto form = otherVersion(cid);
        if (error.kind != Error::Kind::NotFound || !form)
            return ready<int>(fail(error));
        return andThen(session.library().remove(*form), this, [] { return done(); });
    });
    const auto isRemoved = std::make_shared<bool>(true);
    const auto told = orElse(other, this, [this, cid, isRemoved](Error error) {
        *isRemoved = false;
        if (error.kind == Error::Kind::NotFound) { // As after a call that was interrupted.
            printMessage(Cairnctl::tr("%1 is not in the list, or no longer.").arg(cid));
            return done();
        }
        error.subject = cid;
        printError(error);
        return done(exitCode(error));
    });
    return andThen(told, this, [this, &session, at, cid, codes, isRemoved](int code) mutable {
        if (m_options.json && code == Succeeded)
            printResult(compact(QJsonObject{{u"cid"_s, cid}, {u"removed"_s, *isRemoved}}));
        else if (*isRemoved)
            printResult(cid.toUtf8());
        codes.push_back(code);
        return removeFrom(session, at + 1, std::move(codes));
    });
}

} // namespace cairn::ctl
