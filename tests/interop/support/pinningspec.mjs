// SPDX-License-Identifier: MIT OR Apache-2.0
// Loaded into the compliance suite before its own code. It downloads the API's description from
// GitHub at each run; here it gets pinningspec.json, or the file that CAIRN_PINNING_SPEC names,
// and nothing else over HTTPS: what a run says depends on no network.
import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import https from 'node:https'
import { Readable } from 'node:stream'

const spec = readFileSync(
  process.env.CAIRN_PINNING_SPEC ?? new URL('pinningspec.json', import.meta.url))

https.get = ({ hostname, path }) => {
  const request = Object.assign(new EventEmitter(), { setTimeout () {}, abort () {} })
  setImmediate(() => {
    if (path.endsWith('/v1.0.0/ipfs-pinning-service.yaml')) {
      const answer = Object.assign(Readable.from([spec]), { statusCode: 200, headers: {} })
      request.emit('response', answer)
    } else {
      request.emit('error', new Error(`No network: ${hostname}${path}`))
    }
  })
  return request
}
