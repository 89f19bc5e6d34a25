// SPDX-License-Identifier: MIT OR Apache-2.0
// schemathesis 4.32.5 against cairnd: what is served is compared with resources/openapi.json.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

import { needPypi, pypiProgram, run, scratch } from './support/peers.mjs'
import { startService } from './support/service.mjs'

needPypi()

// The same each time: a random one finds nothing new in the usual run, and is there for a long one.
const seed = process.env.CAIRN_SEED ?? '20261128'
const examples = process.env.CAIRN_EXAMPLES ?? '30'
console.log(`seed ${seed} (CAIRN_SEED=${seed} repeats this run)`)
const support = fileURLToPath(new URL('support/schemathesis', import.meta.url))

/** A service with uploads and pin requests, and tokens for as many requests as are made. */
async function prepare (t) {
  const service = await startService(t)
  await service.tag('HasPsaAccess', 'true')
  const tokens = []
  for (let i = 0; i < 60; ++i) tokens.push(await service.token(`token ${i}`))
  const ask = async (token, path, body) => {
    const response = await fetch(new URL(path, service.url),
      { method: body === undefined ? 'GET' : 'POST', headers: { Authorization: `Bearer ${token}` }, body })
    assert.ok(response.ok, `${path}: ${response.status}`)
    return response.json()
  }
  // What has been found good is looked at however many wrong ones are shown (contract §3.4).
  for (const token of tokens) await ask(token, '/user/uploads')
  const stored = []
  for (const name of ['one', 'two', 'three']) {
    const form = new FormData()
    form.append('file', new Blob([name]), `folder/${name}`)
    stored.push((await ask(service.login, '/upload', form)).cid)
  }
  const pins = []
  for (const cid of stored) {
    pins.push((await ask(tokens[0], '/pins', JSON.stringify({ cid }))).requestid)
  }
  return { url: service.url, login: service.login, tokens, stored, pins }
}

/** Runs it with some credentials, none of which is an argument or printed. */
async function schemathesis (t, { url, stored, pins }, credentials) {
  const { code, out, err } = await run(pypiProgram('schemathesis'),
    ['--config-file', join(support, 'schemathesis.toml'), 'run', new URL('/openapi.json', url).href,
      '--seed', seed, '--max-examples', examples, '--generation-database', 'none', '--no-color'],
    {
      cwd: await scratch(t),
      env: {
        SCHEMATHESIS_HOOKS: 'hooks',
        PYTHONPATH: support,
        PYTHONDONTWRITEBYTECODE: '1',
        CAIRN_STORED: stored.join(),
        CAIRN_PINS: pins.join(),
        CAIRN_CREDENTIALS: credentials.join()
      }
    })
  assert.equal(code, 0, `${out}\n${err}`)
  // A run that asked nothing would pass too.
  assert.match(out, /Tested: 29\b/)
  console.log(out.match(/\d+ generated.*/)?.[0])
}

test('a login is answered as described', async (t) => {
  const service = await prepare(t)
  await schemathesis(t, service, [service.login])
})

test('API tokens are answered as described', async (t) => {
  const service = await prepare(t)
  await schemathesis(t, service, service.tokens)
})

test('whoever shows nothing, or something made up, is answered as described', async (t) => {
  await schemathesis(t, await prepare(t), [])
})
