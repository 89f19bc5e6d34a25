// SPDX-License-Identifier: MIT OR Apache-2.0
// cairnd on a folder and port of its own, with a user made as its operator would make one.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

import { cairnd, succeed } from './peers.mjs'

/**
 * A running service: its `url`, the user's `login`, `token(name)`, which makes an API token over
 * HTTP, and `tag(name, value)`, which does what its operator does. `options` are those of cairnd.
 */
export async function startService (t, options = []) {
  const folder = await mkdtemp(join(tmpdir(), 'cairn-interop-'))
  const env = { CAIRN_DATA_DIR: join(folder, 'data'), XDG_RUNTIME_DIR: folder }
  const child = spawn(cairnd, ['--listen', '127.0.0.1:0', ...options],
    { env: { ...process.env, ...env, QT_LOGGING_RULES: '*.info=false' }, stdio: ['ignore', 'pipe', 'inherit'] })
  const exited = once(child, 'exit')
  t.after(async () => {
    child.kill()
    await exited
    await rm(folder, { recursive: true, force: true })
  })
  let url
  for await (const line of createInterface({ input: child.stdout })) {
    url = line.match(/listening on (http:\S+)/)?.[1]
    break
  }
  if (!url) throw new Error('cairnd did not say where it listens')

  const { out: login } = await succeed(cairnd, ['user', 'add', 'colleague'], { env })
  const ask = async (method, path, body) => {
    const response = await fetch(new URL(path, url), {
      method,
      headers: { Authorization: `Bearer ${login}`, 'Content-Type': 'application/json' },
      body: body && JSON.stringify(body)
    })
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
    return response.json()
  }
  return {
    url,
    login,
    tag: (name, value) => succeed(cairnd, ['user', 'tag', 'colleague', name, value], { env }),
    token: async (name) => (await ask('POST', '/user/tokens', { name })).secret,
    revoke: async (name) => {
      const tokens = await ask('GET', '/user/tokens')
      await ask('DELETE', `/user/tokens/${tokens.find((token) => token.name === name)._id}`)
    }
  }
}
