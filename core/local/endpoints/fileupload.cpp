// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/endpoints/fileupload.h"

#include "core/api/wire/routes.h"
#include "core/api/wire/wire.h"
#include "core/base/fileerror.h"
#include "core/content/car/car.h"
#include "core/content/car/carreader.h"
#include "core/local/http/responses.h"
#include "core/local/store/ingest.h"

#include <QSet>

#include <algorithm>

namespace cairn::local {
using namespace Qt::StringLiterals;
using content::Cid;

namespace {

constexpr std::size_t maxFiles = 10'000; // Each costs a file on disk before it is packed.

auto unreadable(const QString& what)
{
    return fail(Error::Kind::Invalid, what);
}

bool isForm(const QByteArray& contentType)
{
    return contentType.toLower().contains("multipart/form-data");
}

content::PackRequest packRequest(const std::vector<content::NamedFile>& files,
                                 const QString& scratchFolder)
{
    return {.paths = {},
            .files = files,
            .profile = content::profiles().front(),
            .wrap = content::Wrap::No,
            .scratchFolder = scratchFolder};
}

bool leftSomethingOut(const content::Packed& packed)
{
    return std::ranges::any_of(packed.problems, [](const content::Problem& problem) {
        return problem.kind == content::Problem::Kind::LeftOut;
    });
}

} // namespace

FileUpload::FileUpload(UploadCommitter& committer, UploadContext context, const QString& scratch,
                       const QByteArray& contentType)
    : m_committer(committer)
    , m_context(std::move(context))
    , m_folder(scratch + "/upload-XXXXXX"_L1)
{
    if (!m_folder.isValid()) {
        m_state = fail(isOutOfSpace(scratch) ? Error::Kind::DiskFull : Error::Kind::Storage,
                       m_folder.errorString(), scratch);
    } else if (!isForm(contentType)) {
        m_state = startFile(u"file"_s);
    } else if (const QByteArray boundary = MultipartParser::boundaryOf(contentType);
               boundary.isEmpty()) {
        m_state = unreadable(u"the form names no boundary"_s);
    } else {
        m_form.emplace(
            boundary,
            [this](const MultipartParser::Part& part) {
                m_file.close();
                // Text fields, and a file field in which nothing was chosen, hold no file.
                const bool isFile
                    = part.field == "file" && !part.fileName.value_or(QString()).isEmpty();
                return isFile ? startFile(*part.fileName) : Done();
            },
            [this](QByteArrayView bytes) { return append(bytes); });
    }
}

void FileUpload::write(QByteArrayView bytes)
{
    if (m_state)
        m_state = take(bytes);
    if (!m_state)
        m_folder.remove(); // A full disk has its space back before the answer is out.
}

Done FileUpload::take(QByteArrayView bytes)
{
    m_received += bytes.size();
    if (m_received > routes::largestBody)
        return fail(Error::Kind::TooLarge, u"The body is larger than 100 MiB."_s);
    return m_form ? m_form->feed(bytes) : append(bytes);
}

Done FileUpload::startFile(const QString& name)
{
    if (m_files.size() == maxFiles)
        return fail(Error::Kind::TooLarge, u"The form holds more than 10 000 files."_s);
    m_file.setFileName(m_folder.filePath(QString::number(m_files.size())));
    if (!m_file.open(QIODevice::WriteOnly | QIODevice::NewOnly | QIODevice::Unbuffered))
        return fail(writeError(m_file, m_file.fileName()));
    m_files.push_back({m_file.fileName(), name});
    return {};
}

Done FileUpload::append(QByteArrayView bytes)
{
    if (!m_file.isOpen() || m_file.write(bytes.data(), bytes.size()) == bytes.size())
        return {};
    return fail(writeError(m_file, m_file.fileName()));
}

Result<Receipt> FileUpload::keep()
{
    if (!m_state)
        return fail(m_state.error());
    m_file.close();
    if (!m_form && m_received == 0)
        return unreadable(u"Empty payload"_s);
    if (m_form) {
        if (const Done done = m_form->finish(); !done)
            return fail(done.error());
    }
    if (m_files.empty())
        return unreadable(u"The form holds no files."_s);

    content::PackRequest request = packRequest(m_files, m_folder.path());
    auto packed = packToFile(request, carPath());
    if (!packed)
        return fail(packed.error());
    const Cid root = packed->root;
    std::optional<Cid> wrapper;
    if (leftSomethingOut(*packed)) {
        // The root is the last entry only, as the original has it; what lies beside it is stored
        // all the same, so that nothing that was sent is lost.
        request.wrap = content::Wrap::Yes;
        packed = packToFile(request, carPath());
        if (!packed)
            return fail(packed.error());
        wrapper = packed->root;
    }
    return commitPacked(root, wrapper);
}

Result<Receipt> FileUpload::commitPacked(const Cid& root, const std::optional<Cid>& leaveOut)
{
    auto car = m_committer.incoming();
    if (!car)
        return fail(car.error());
    Ingest rules;
    const auto put = [&](const QByteArray& bytes) -> Done {
        if (const Done fed = rules.feed(bytes); !fed)
            return fed;
        return (*car)->write(bytes);
    };
    QFile file(carPath());
    if (!file.open(QIODevice::ReadOnly))
        return fail(Error::Kind::Storage, file.errorString(), file.fileName());
    if (const Done done = put(content::encodeCarHeader({root})); !done)
        return fail(done.error());
    content::CarReader reader(file);
    QSet<Cid> written;
    for (;;) {
        const auto entry = reader.next();
        if (!entry)
            return fail(entry.error());
        if (!*entry)
            break;
        const auto& [cid, bytes] = (*entry)->block;
        if (cid == leaveOut || written.contains(cid))
            continue;
        written.insert(cid);
        if (const Done done = put(content::carFrame(cid.bytes(), bytes.size()) + bytes); !done)
            return fail(done.error());
    }
    const auto contents = rules.finish();
    if (!contents)
        return fail(contents.error());
    return m_committer.commit(m_context, *contents, **car);
}

HttpResponse FileUpload::finish()
{
    const auto receipt = keep();
    if (receipt)
        return json(wire::toJson(*receipt));
    using Kind = Error::Kind;
    Error error = receipt.error();
    const bool isAboutBody = error.kind == Kind::Invalid || error.kind == Kind::Conflict;
    // Those of packing are no part of the API.
    if ((isAboutBody || error.kind == Kind::Empty) && !error.code.startsWith("ERROR_"_L1))
        error.code.clear();
    // What is wrong with the body has no code here (contract §6.4).
    if (isAboutBody && error.code.isEmpty())
        return failure(400, {}, error.detail);
    return failure(error);
}

} // namespace cairn::local
