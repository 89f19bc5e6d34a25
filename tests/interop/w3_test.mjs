// SPDX-License-Identifier: MIT OR Apache-2.0
// The unmodified w3 command line, version 2.8.0, against cairnd.
import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'

import { needNpm, node, pack, scratch } from './support/peers.mjs'
import { startService } from './support/service.mjs'
import { assertSame, chooseSeed, fingerprint, makeTree, Random, sizesThatItsGetSurvives }
  from './support/tree.mjs'

needNpm()
const seed = chooseSeed()

/** w3 with a home and a saved token of its own. */
async function signIn (t) {
  const service = await startService(t)
  const home = await scratch(t)
  const env = { HOME: home, XDG_CONFIG_HOME: join(home, 'config') }
  const w3 = async (...args) => (await node('@web3-storage/w3/bin.js', args, { env, cwd: home })).out
  await w3('token', '--api', service.url, '--token', await service.token('w3'))
  return { w3, home, env }
}

test('put, ls, status and get of a folder', async (t) => {
  const { w3, home } = await signIn(t)
  const tree = await makeTree(new Random(seed), join(home, 'tree'),
    { fileSizes: sizesThatItsGetSurvives })
  const { cid, dagSize } = await pack('web3.storage', [tree])
  const said = await w3('put', tree, '--name', 'by w3', '--no-retry')
  assert.match(said, new RegExp(`https://w3s.link/ipfs/${cid}$`))

  assert.equal(await w3('ls', '--cid').then((out) => out.split('\n').at(-1)), cid)
  const upload = JSON.parse(await w3('ls', '--json'))
  assert.deepEqual([upload.cid, upload.name, upload.dagSize], [cid, 'by w3', dagSize])
  assert.match(await w3('ls'), /1 item – .*MB stored/)

  const status = await w3('status', cid)
  assert.equal(JSON.parse(status.slice(status.indexOf('{'))).pins[0].status, 'Pinned')

  const target = join(home, 'got')
  await w3('get', cid, '-o', target)
  assertSame(await fingerprint(join(target, 'tree')), await fingerprint(tree))
})

test('put without a wrapper, and with hidden files', async (t) => {
  const { w3, home } = await signIn(t)
  const tree = await makeTree(new Random(seed + 1), join(home, 'tree'), { many: 3 })
  await writeFile(join(tree, '.hidden'), 'seen')
  const { cid } = await pack('web3.storage', ['--no-wrap', '--hidden', tree])
  assert.match(await w3('put', tree, '--no-wrap', '--hidden', '--no-retry'), new RegExp(`${cid}$`))
  await w3('get', cid, '-o', join(home, 'got'))
  assert.equal(`${await readFile(join(home, 'got', '.hidden'))}`, 'seen')
})

test('put-car of a CAR that cairnctl wrote', async (t) => {
  const { w3, home } = await signIn(t)
  const file = join(home, 'file.bin')
  await writeFile(file, new Random(seed).bytes(3 * 1048576))
  const car = join(home, 'file.car')
  const { cid } = await pack('ipfs-car-3', ['-o', car, file])
  assert.match(await w3('put-car', car, '--name', 'a car', '--no-retry'), new RegExp(`${cid}$`))
  assert.equal(JSON.parse(await w3('ls', '--json')).name, 'a car')
})

test('status of what is not stored is undefined', async (t) => {
  const { w3 } = await signIn(t)
  const unknown = 'bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku'
  assert.match(await w3('status', unknown), /undefined$/)
})
