// SPDX-License-Identifier: MIT OR Apache-2.0
// The unmodified web3.storage 4.5.5 client against cairnd.
import assert from 'node:assert/strict'
import { createReadStream } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'

import { needNpm, pack, peer, scratch } from './support/peers.mjs'
import { startService } from './support/service.mjs'
import { assertSame, chooseSeed, fingerprint, makeTree, Random, sizesThatItsGetSurvives }
  from './support/tree.mjs'

needNpm()
const { getFilesFromPath, hashOf, Web3Storage } = await import('./support/officialclient.mjs')
const { CarReader } = await peer('web3.storage/node_modules/@ipld/car/esm/car.js')
const seed = chooseSeed()
const MiB = 1048576

async function connect (t) {
  const service = await startService(t)
  const client = async (name) =>
    new Web3Storage({ token: await service.token(name), endpoint: new URL(service.url) })
  return { service, newClient: client, client: await client('interop') }
}

async function all (uploads) {
  const list = []
  for await (const upload of uploads) list.push(upload)
  return list
}

/** What `get` brings, as fingerprint() describes a folder. */
async function gotten (response) {
  assert.ok(response.ok, `${response.status}`)
  const found = {}
  for await (const entry of response.unixFsIterator()) {
    if (entry.type === 'directory') continue
    const bytes = []
    for await (const chunk of entry.content()) bytes.push(chunk)
    found[entry.path.split('/').slice(1).join('/')] = hashOf(Buffer.concat(bytes))
  }
  return found
}

const carOf = (path) => CarReader.fromIterable(createReadStream(path))

test('put stores a folder, and status, list and get speak of it', async (t) => {
  const { client } = await connect(t)
  const tree = await makeTree(new Random(seed), join(await scratch(t), 'tree'),
    { fileSizes: sizesThatItsGetSurvives })
  const before = Date.now() - 1000
  const cid = await client.put(await getFilesFromPath(tree), { name: 'ein Baum, ünï 🌳' })
  const ours = await pack('web3.storage', [tree])
  assert.equal(cid, ours.cid)

  const status = await client.status(cid)
  assert.equal(status.cid, cid)
  assert.equal(status.dagSize, ours.dagSize)
  assert.equal(status.pins[0].status, 'Pinned')
  assert.deepEqual(status.deals, [])
  assert.ok(new Date(status.created).getTime() >= before)

  const [upload, ...others] = await all(client.list())
  assert.equal(others.length, 0)
  assert.equal(upload.cid, cid)
  assert.equal(upload.name, 'ein Baum, ünï 🌳')
  assert.equal(upload.type, 'Car')
  assert.equal(upload.dagSize, ours.dagSize)

  const expected = await fingerprint(tree)
  const wrapped = Object.fromEntries(Object.entries(expected).map(([k, v]) => [`tree/${k}`, v]))
  assertSame(await gotten(await client.get(cid)), wrapped)
})

test('put sends a large file in parts that unite into one upload', async (t) => {
  const { client } = await connect(t)
  const file = join(await scratch(t), 'large.bin')
  await writeFile(file, new Random(seed).bytes(23 * MiB + 5))
  const sent = []
  const cid = await client.put(await getFilesFromPath(file),
    { maxChunkSize: 5 * MiB, onStoredChunk: (size) => sent.push(size) })
  assert.ok(sent.length >= 5)
  const uploads = await all(client.list())
  assert.deepEqual(uploads.map((upload) => upload.cid), [cid])
  assert.equal(uploads[0].pins[0].status, 'Pinned')
  assert.equal(uploads[0].parts.length, sent.length)
  assertSame(await gotten(await client.get(cid)), await fingerprint(join(file, '..')))
})

test('putCar stores the CARs that cairnctl writes', async (t) => {
  const { client } = await connect(t)
  const folder = await scratch(t)
  const tree = await makeTree(new Random(seed + 1), join(folder, 'tree'), { many: 1005 })
  for (const profile of ['web3.storage', 'ipfs-car-3', 'unixfs-v1-2025', 'unixfs-v0-2015']) {
    const car = join(folder, `${profile}.car`)
    const { cid } = await pack(profile, ['-o', car, tree])
    assert.equal(await client.putCar(await carOf(car), { name: profile }), cid)
    assert.equal((await client.status(cid)).pins[0].status, 'Pinned', profile)
  }
  const names = (await all(client.list())).map((upload) => upload.name)
  assert.ok(names.includes('unixfs-v0-2015'))
})

test('list follows the pages of a hundred, newest first', async (t) => {
  const { newClient } = await connect(t)
  const folder = await scratch(t)
  const files = [0, 1, 2, 3, 4].map((i) => ({ client: newClient(`token ${i}`), from: i * 25 }))
  for (const { client, from } of files) {
    const storage = await client
    for (let i = from; i < from + 25; ++i) {
      const file = join(folder, `${i}`)
      await writeFile(file, `${i}`)
      await storage.put(await getFilesFromPath(file), { name: `upload ${i}` })
    }
  }
  const reader = await newClient('reader')
  const uploads = await all(reader.list())
  assert.equal(uploads.length, 125)
  const numbers = uploads.map((upload) => Number(upload.name.split(' ')[1]))
  assert.deepEqual(numbers, [...numbers].sort((a, b) => b - a))
  assert.equal((await all(reader.list({ maxResults: 7 }))).length, 7)
  assert.deepEqual(await all(reader.list({ before: uploads.at(-1).created })), [])
})

test('what is not stored has no status, and get of it says so', async (t) => {
  const { client } = await connect(t)
  const unknown = 'bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku'
  assert.equal(await client.status(unknown), undefined)
  assert.equal((await client.get(unknown)).ok, false)
})

test('a revoked token is refused in words the client passes on', async (t) => {
  const { client, service } = await connect(t)
  await service.revoke('interop')
  const file = join(await scratch(t), 'file')
  await writeFile(file, 'x')
  const files = await getFilesFromPath(file)
  await assert.rejects(client.put(files, { maxRetries: 0 }), /./)
  await assert.rejects(all(client.list()), /401/)
})
