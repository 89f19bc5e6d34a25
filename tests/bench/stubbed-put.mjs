// SPDX-License-Identifier: MIT OR Apache-2.0
// What the JavaScript client's put() does besides sending: its answers come from here, at once.
// Usage: node stubbed-put.mjs NPM-FOLDER FILE
import { createRequire } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'

const [folder, source] = process.argv.slice(2)
const modules = path.join(path.resolve(folder), 'node_modules')
const load = async name => import(pathToFileURL(path.join(modules, name)).href)
const { Web3Storage } = await load('web3.storage/src/lib.js')
const { filesFromPaths } = await load('files-from-path/src/index.js')
const { CID } = await import(
  pathToFileURL(createRequire(path.join(modules, 'web3.storage/')).resolve('multiformats/cid')).href)

// The client compares the receipt's CID with the root in the CAR's header: so must a stub.
const linkBegins = Buffer.from([0xd8, 0x2a, 0x58, 0x25, 0x00]) // tag 42, 37 bytes, no multibase
const fetch = async (url, { body }) => {
  const header = Buffer.from(body, 0, 100)
  const at = header.indexOf(linkBegins) + linkBegins.length
  const cid = CID.decode(header.subarray(at, at + 36)).toString()
  return { ok: true, status: 200, json: async () => ({ cid }) }
}
const client = new Web3Storage({ token: 'stubbed', rateLimiter: async () => {}, fetch })
let parts = 0
const root = await client.put(await filesFromPaths([source]), { onStoredChunk: () => ++parts })
console.log(root, parts, 'parts')
