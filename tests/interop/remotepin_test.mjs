// SPDX-License-Identifier: MIT OR Apache-2.0
// `ipfs pin remote add` of Kubo against cairnd.
import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { createServer, request } from 'node:http'
import { join } from 'node:path'
import { after, before, test } from 'node:test'

import { startKubo } from './support/kubo.mjs'
import { needKubo, scratch } from './support/peers.mjs'
import { startService } from './support/service.mjs'
import { chooseSeed, Random } from './support/tree.mjs'

needKubo()
const seed = chooseSeed()
let kubo

before(async () => { kubo = await startKubo({ addresses: true }) })
after(() => kubo?.stop())

/** What passes everything on to a service: its `url`, and `asked(count)`, which waits for questions. */
async function startObserver (t, url) {
  const answers = [] // Of `GET /pins/:requestid`, by status.
  const waiting = []
  const server = createServer((question, answer) => {
    const { method, url: path, headers } = question
    const passed = request(new URL(path, url),
      { method, headers: { ...headers, host: new URL(url).host } }, (response) => {
        answer.writeHead(response.statusCode, response.headers)
        response.pipe(answer)
        if (method === 'GET' && /^\/pins\/./.test(path)) answers.push(response.statusCode)
        for (const { count, resolve } of waiting) if (answers.length >= count) resolve()
      })
    passed.on('error', () => answer.destroy())
    question.pipe(passed)
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => { server.closeAllConnections(); server.close() })
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    answers,
    asked: (count) => new Promise((resolve) => waiting.push({ count, resolve }))
  }
}

/** Kubo knows a new service by this name; `ask` asks it as the same token. */
async function connect (t, name) {
  const service = await startService(t)
  await service.tag('HasPsaAccess', 'true')
  const token = await service.token('kubo')
  const observer = await startObserver(t, service.url)
  await kubo.ipfs(['pin', 'remote', 'service', 'add', name, observer.url, token])
  const ask = async (path, options = {}, credential = token) => {
    const response = await fetch(new URL(path, service.url),
      { ...options, headers: { Authorization: `Bearer ${credential}` } })
    assert.ok(response.ok, `${path}: ${response.status}`)
    return response.json()
  }
  return { service, observer, ask }
}

async function addFile (t, size, salt) {
  const file = join(await scratch(t), 'file.bin')
  await writeFile(file, new Random(seed + salt).bytes(size))
  return (await kubo.ipfs(['add', '--quieter', '--cid-version=1', file])).out
}

const pinRemotely = async (name, cid, options = []) =>
  JSON.parse((await kubo.ipfs(['pin', 'remote', 'add', '--enc=json', `--service=${name}`, ...options, cid])).out)

test('two that wait beside each other end when their blocks arrive', async (t) => {
  const { service, observer, ask } = await connect(t, 'waiting')
  const cids = [await addFile(t, 1500000, 1), await addFile(t, 10, 2)]
  const pins = cids.map((cid) => pinRemotely('waiting', cid))
  const early = Promise.race(pins)
  // More than a token may ask anything else: 30 in 10 seconds, in two of such spans.
  await Promise.race([observer.asked(70), early])
  assert.ok(observer.answers.length >= 70, 'both wait')
  const { results } = await ask('/pins?status=queued')
  assert.deepEqual(results.map(({ pin }) => pin.cid).sort(), [...cids].sort())

  for (const cid of cids) {
    const { bytes } = await kubo.ipfs(['dag', 'export', cid])
    await ask('/car', { method: 'POST', body: bytes }, service.login)
  }
  const ended = await Promise.all(pins)
  assert.deepEqual(ended.map((pin) => [pin.Cid, pin.Status]), cids.map((cid) => [cid, 'pinned']))
  assert.deepEqual([...new Set(observer.answers)], [200])
})

test('where Kubo can be reached is kept with the request', async (t) => {
  const { ask } = await connect(t, 'origins')
  const cid = await addFile(t, 1000, 3)
  await pinRemotely('origins', cid, ['--background', '--name=with origins'])
  const { results } = await ask('/pins?name=with%20origins')
  assert.deepEqual(results.map(({ pin }) => pin.cid), [cid])
  assert.equal(results[0].pin.origins, undefined) // Lists leave them out (contract §5.6).
  const { pin } = await ask(`/pins/${results[0].requestid}`)
  const { Addresses: addresses } = JSON.parse((await kubo.ipfs(['id'])).out)
  assert.ok(addresses.length > 0)
  assert.deepEqual([...pin.origins].sort(), [...addresses].sort())
})
