// SPDX-License-Identifier: MIT OR Apache-2.0
// `cairnctl get` from the gateway of a Kubo that talks to nobody.
import assert from 'node:assert/strict'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'

import { startKubo } from './support/kubo.mjs'
import { cairnctl, needKubo, run, scratch, succeed } from './support/peers.mjs'
import { assertSame, chooseSeed, fingerprint, makeTree, Random } from './support/tree.mjs'

needKubo()
const seed = chooseSeed()
const profiles = ['unixfs-v1-2025', 'unixfs-v0-2015']
let kubo

before(async () => { kubo = await startKubo() })
after(() => kubo?.stop())

/** `cairnctl get` on a data folder whose settings name the gateway. */
async function get (t, args) {
  const data = await scratch(t)
  await writeFile(join(data, 'settings.ini'), `[General]\ngateways=${kubo.gateway}\n`)
  const env = { CAIRN_DATA_DIR: data, XDG_RUNTIME_DIR: data }
  return run(cairnctl, ['get', '--json', ...args], { env })
}

for (const profile of profiles) {
  test(`${profile}: a random tree comes back as it was`, async (t) => {
    const place = await scratch(t)
    const tree = await makeTree(new Random(seed), join(place, 'tree'))
    const version = profile.includes('v1') ? '1' : '0'
    const { out: cid } = await kubo.ipfs(['add', '--recursive', '--quieter', '--hidden',
      `--cid-version=${version}`, tree])
    const got = await get(t, [cid, '-o', join(place, 'back')])
    assert.equal(got.code, 0, got.err)
    const result = JSON.parse(got.out)
    assert.deepEqual(result.leftOut, [])
    assert.deepEqual(result.dropped, [])
    assertSame(await fingerprint(join(place, 'back'), { hidden: true }),
      await fingerprint(tree, { hidden: true }))
  })
}

test('a path inside a tree leads to its file', async (t) => {
  const place = await scratch(t)
  await mkdir(join(place, 'tree/in'), { recursive: true })
  await writeFile(join(place, 'tree/in/file.bin'), new Random(seed).bytes(5000000))
  const { out: cid } = await kubo.ipfs(['add', '--recursive', '--quieter', join(place, 'tree')])
  const got = await get(t, [`${cid}/in/file.bin`, '-o', join(place, 'back.bin')])
  assert.equal(got.code, 0, got.err)
  await succeed('cmp', [join(place, 'tree/in/file.bin'), join(place, 'back.bin')])
  const missing = await get(t, [`${cid}/in/nothing`, '-o', join(place, 'no')])
  assert.equal(missing.code, 3)
})

test('what Kubo does not have nobody knows', async (t) => {
  const place = await scratch(t)
  const got = await get(t, ['bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e',
    '-o', join(place, 'no')])
  assert.equal(got.code, 3, got.err)
  assert.match(got.err, /Not found: .* does not have it/)
})
