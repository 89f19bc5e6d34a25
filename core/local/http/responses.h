// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/error.h"
#include "core/local/http/httpmessage.h"

#include <QJsonArray>
#include <QJsonObject>

#include <functional>

namespace cairn::local {

/// The two shapes of an error body (contract §1.1).
enum class Envelope { Plain, Pinning };

HttpResponse json(const QJsonObject& object, int status = 200);
HttpResponse json(const QJsonArray& array, int status = 200);
/// An error the contract knows by status; the code is left out when empty.
HttpResponse failure(int status, const QString& code, const QString& message,
                     Envelope envelope = Envelope::Plain);
/// An Error with the contract's status and code. Details of an internal failure go to the log, not
/// into the answer.
HttpResponse failure(const Error& error, Envelope envelope = Envelope::Plain);
HttpResponse notFound();
/// There is too much to do, or too little to do it with, for the moment.
HttpResponse overloaded();
/// One client asks for too much at once.
HttpResponse tooManyRequests();

/// A receiver that ignores the body and calls @p answer when the body has ended.
std::unique_ptr<BodyReceiver> answering(std::function<HttpResponse()> answer);
/// The same for an answer that is known before the body.
std::unique_ptr<BodyReceiver> refusing(HttpResponse response);
/// A receiver of a small JSON object; another body is answered with 400.
std::unique_ptr<BodyReceiver>
receivingJson(std::function<HttpResponse(const QJsonObject& body)> answer,
              Envelope envelope = Envelope::Plain);

} // namespace cairn::local
