// SPDX-License-Identifier: MIT OR Apache-2.0
// The unmodified JavaScript client, to a real service or with its network cut.
import { createHash } from 'node:crypto'

import { peer } from './peers.mjs'

const { Web3Storage, getFilesFromPath } = await peer('web3.storage/src/lib.js')
export { Web3Storage, getFilesFromPath }

/** A client whose requests go nowhere; `cars` collects what it would have sent. */
export function withoutNetwork () {
  const cars = []
  let root
  const fetch = async (url, { body }) => {
    cars.push(Buffer.from(body instanceof ArrayBuffer ? body : await body.arrayBuffer()))
    return new Response(JSON.stringify({ cid: root }), { status: 200 })
  }
  const client = new Web3Storage({
    token: 'none', endpoint: new URL('http://127.0.0.1:9'), fetch, rateLimiter: async () => {}
  })
  const put = (files, options = {}) =>
    client.put(files, { ...options, maxRetries: 0, onRootCidReady: (cid) => { root = cid } })
  return { put, cars }
}

/** The root that the client's packer gives a path. */
export async function officialRoot (path, { hidden = false, ...options } = {}) {
  return withoutNetwork().put(await getFilesFromPath(path, { hidden }), options)
}

export const hashOf = (bytes) => createHash('sha256').update(bytes).digest('hex')
