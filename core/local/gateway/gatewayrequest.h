// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/content/cid/cid.h"
#include "core/local/http/httpmessage.h"

#include <optional>
#include <vector>

namespace cairn::local {

/// The forms in which content is sent.
enum class Form {
    AsItIs, ///< A file's bytes, a folder's page, a block of data under its own type.
    Html,
    Raw, ///< One block.
    Car,
    DagJson,
    DagCbor,
    Json,
    Cbor,
};

/// A form that is taken, with what is said of it.
struct WantedForm
{
    Form form = Form::AsItIs;
    bool withRepeats = false; ///< A CAR has blocks each time they are linked to.
};

/// What somebody asks the gateway for, by its address and headers (contract §16.2). A value.
struct GatewayRequest
{
    content::Cid root;
    QByteArray path; ///< Decoded; empty for the root.
    QByteArray url; ///< Of the content, as asked for, without the query.
    /// The same where the root has a host of its own: what is behind the host. Else the url.
    QByteArray address;
    bool hasOwnHost = false;
    bool endsInSlash = false;
    /// Best first, at least one. What the content cannot be sent as is passed over.
    std::vector<WantedForm> forms;
    QByteArray fileName; ///< To be saved as; empty: the content's own.
    bool isDownload = false;
    bool onlyIfHere = false; ///< 412 instead of 404.
    QByteArray scope; ///< "all", "block" or "entity".
    std::optional<QByteArray> entityBytes{};

    QByteArray lastName() const { return path.sliced(path.lastIndexOf('/') + 1); }
};

inline constexpr auto notAcceptable = QLatin1StringView("ERROR_NOT_ACCEPTABLE");

/// @p rest is what stands behind "/ipfs/". Errors: NotFound; Invalid with a code of the contract,
/// or notAcceptable.
[[nodiscard]] Result<GatewayRequest> gatewayRequest(const QByteArray& rest,
                                                    const HttpRequest& request);

/// The address that asks for @p form whatever the headers say, for caches; empty where Accept had
/// no part in the choice.
[[nodiscard]] QByteArray locationOf(const GatewayRequest& wanted, const HttpRequest& request,
                                    const WantedForm& form);

} // namespace cairn::local
