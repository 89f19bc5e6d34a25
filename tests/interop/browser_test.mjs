// SPDX-License-Identifier: MIT OR Apache-2.0
// A page in Chromium, of another origin, against cairnd: with the official clients, and without a
// token (contract §1.2, §16.8).
import assert from 'node:assert/strict'
import { test } from 'node:test'

import { needChromium, startSite } from './support/browser.mjs'
import { needNpm } from './support/peers.mjs'
import { startService } from './support/service.mjs'

needNpm()
needChromium()

// A picture of one pixel.
const pixel = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')

/** Stores a folder with a text and a picture, and gives its CID. */
async function storeFolder ({ url, login }) {
  const form = new FormData()
  form.append('file', new Blob(['hello world']), 'folder/hello.txt')
  form.append('file', new Blob([pixel]), 'folder/pixel.png')
  const response = await fetch(new URL('/upload', url),
    { method: 'POST', headers: { Authorization: `Bearer ${login}` }, body: form })
  return (await response.json()).cid
}

async function start (t, options) {
  const service = await startService(t, options)
  const folder = await storeFolder(service)
  return {
    service: { url: service.url.replace(/\/$/, ''), login: service.login, token: await service.token('page') },
    folder,
    public: [`/ipfs/${folder}/hello.txt`, `/status/${folder}`, `/car/${folder}`, '/version', '/openapi.json'],
    picture: `/ipfs/${folder}/pixel.png`
  }
}

test('the official clients work from pages of other origins', async (t) => {
  const site = await startSite(t)
  for (const origin of site.origins) {
    const { service } = await start(t)
    const { put, root, sent, list, back, ...others } = await site.does(origin, 'clients', service)
    assert.equal(sent, root)
    assert.deepEqual(list.slice(0, 2), [
      { cid: sent, name: 'from ipfs-car' },
      { cid: put, name: 'from a page' }
    ])
    assert.deepEqual(back, [true, true, true])
    assert.deepEqual(others, {
      status: 'Pinned', deleteOfClient: 'never implemented', deletes: [401, 200, 404]
    })
  }
})

test('scripts read the headers that are exposed', async (t) => {
  const site = await startSite(t)
  const { service, folder } = await start(t)
  const headers = { Authorization: `Bearer ${service.token}` }
  const file = `/ipfs/${folder}/hello.txt`
  const found = await site.does(site.origins[1], 'headers', {
    url: service.url,
    requests: [
      { path: '/user/uploads?size=1&page=1', headers, names: ['Link', 'Count', 'Size', 'Page'] },
      {
        path: file,
        headers: { ...headers, Range: 'bytes=6-' },
        names: ['Content-Range', 'Content-Length', 'X-Ipfs-Path']
      },
      { path: file, headers, names: ['ETag', 'X-Ipfs-Roots'] },
      { path: '/user/uploads', headers, times: 31, names: ['Retry-After'] }
    ]
  })
  const [list, range, whole, often] = found
  assert.match(list[1], /rel="last"/)
  assert.deepEqual(list.toSpliced(1, 1), [200, '1', '1', '1'])
  assert.deepEqual(range, [206, 'bytes 6-10/11', '5', file])
  assert.equal(whole[0], 200)
  assert.match(whole[1], /^"/)
  assert.match(whole[2], new RegExp(`^${folder},`))
  assert.equal(often[0], 429)
  assert.ok(Number(often[1]) >= 1)
})

test('a page without a good token reads and shows nothing', async (t) => {
  const site = await startSite(t)
  for (const origin of site.origins) {
    const { service: { url }, public: paths, picture } = await start(t)
    const found = await site.does(origin, 'strangers',
      { url, paths: [...paths, '/user/uploads'], picture, token: 'made.up.token' })
    assert.deepEqual(found, {
      plain: [...paths.map(() => 'not readable'), 'not readable'],
      wrong: [...paths.map(() => 403), 401],
      opaque: 'refused',
      image: false,
      imageForScripts: false,
      script: false
    })
  }
})

test('a page of an allowed origin reads what is public, another one still does not', async (t) => {
  const site = await startSite(t)
  const [allowed, other] = site.origins
  const { service: { url }, public: paths, picture } = await start(t, ['--allow-origin', allowed])
  const strangers = (origin) =>
    site.does(origin, 'strangers', { url, paths, picture, token: 'made.up.token' })
  const found = await strangers(allowed)
  assert.deepEqual(found.plain, paths.map(() => 200))
  assert.deepEqual(found.wrong, paths.map(() => 200))
  assert.equal(found.imageForScripts, true)
  const refused = await strangers(other)
  assert.deepEqual(refused.plain, paths.map(() => 'not readable'))
  assert.deepEqual(refused.wrong, paths.map(() => 403))
  assert.deepEqual([refused.image, refused.imageForScripts, refused.script], [false, false, false])
})
