// SPDX-License-Identifier: MIT OR Apache-2.0
// CARs that we write are read by others, theirs by us; each side checks every hash.
import assert from 'node:assert/strict'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'

import { cairnctl, ipfsCar, needNpm, pack, run, scratch, succeed } from './support/peers.mjs'
import { assertSame, chooseSeed, fingerprint, makeTree, Random } from './support/tree.mjs'

needNpm()
const { getFilesFromPath, withoutNetwork } = await import('./support/officialclient.mjs')
const seed = chooseSeed()

const lines = (text) => text.split('\n').filter(Boolean)

async function verify (car) {
  const { code, out } = await run(cairnctl, ['--json', 'verify', car])
  return { code, ...(out ? JSON.parse(out) : {}) }
}

test('ipfs-car reads, checks and unpacks what cairnctl wrote', async (t) => {
  const folder = await scratch(t)
  const tree = await makeTree(new Random(seed), join(folder, 'tree'))
  for (const profile of ['ipfs-car-3', 'unixfs-v1-2025', 'unixfs-v0-2015']) {
    const car = join(folder, `${profile}.car`)
    const ours = await pack(profile, ['-o', car, tree])
    assert.equal(ours.carBytes, (await readFile(car)).length)
    assert.equal((await ipfsCar(['roots', car])).out, ours.cid)
    assert.equal(lines((await ipfsCar(['blocks', car])).out).length, ours.blocks)
    const target = join(folder, `unpacked-${profile}`)
    await mkdir(target)
    await ipfsCar(['unpack', car, '-o', target])
    assertSame(await fingerprint(target), await fingerprint(tree))
  }
})

test('a CAR written into a pipe is the same DAG with its root in the header', async (t) => {
  const folder = await scratch(t)
  const tree = await makeTree(new Random(seed + 1), join(folder, 'tree'), { many: 5 })
  const { bytes } = await succeed(cairnctl, ['pack', '-o', '-', tree])
  const car = join(folder, 'piped.car')
  await writeFile(car, bytes)
  const { cid } = await pack('web3.storage', [tree])
  assert.equal((await ipfsCar(['roots', car])).out, cid)
  assert.ok(lines((await ipfsCar(['blocks', car])).out).includes(cid))
  assert.deepEqual((await verify(car)).roots, [cid])
})

test('cairnctl verifies what ipfs-car wrote, and finds one changed byte in it', async (t) => {
  const folder = await scratch(t)
  const random = new Random(seed + 2)
  const tree = await makeTree(random, join(folder, 'tree'))
  const marked = random.bytes(100000)
  await writeFile(join(tree, 'marked'), marked)
  const car = join(folder, 'their.car')
  const { out: cid } = await ipfsCar(['pack', tree, '-o', car])
  const report = await verify(car)
  assert.deepEqual([report.code, report.complete, report.roots], [0, true, [cid]])
  assert.equal(report.blocks, lines((await ipfsCar(['blocks', car])).out).length)

  const bytes = await readFile(car)
  bytes[bytes.indexOf(marked) + random.below(marked.length)] ^= 1 << random.below(8)
  await writeFile(car, bytes)
  assert.notEqual((await verify(car)).code, 0)
})

test('cairnctl verifies what the web3.storage client would have sent', async (t) => {
  const folder = await scratch(t)
  const tree = await makeTree(new Random(seed + 3), join(folder, 'tree'))
  await writeFile(join(tree, 'large'), new Random(seed).bytes(12 * 1048576 + 1))
  const files = await getFilesFromPath(tree)

  const whole = withoutNetwork()
  const root = await whole.put(files)
  assert.equal(whole.cars.length, 1)
  const car = join(folder, 'sent.car')
  await writeFile(car, whole.cars[0])
  const report = await verify(car)
  assert.deepEqual([report.code, report.complete, report.roots], [0, true, [root]])

  const parted = withoutNetwork()
  await parted.put(files, { maxChunkSize: 5 * 1048576 })
  assert.ok(parted.cars.length > 2)
  for (const part of parted.cars) {
    await writeFile(car, part)
    const { code, complete, missing, roots } = await verify(car)
    assert.deepEqual([code, complete, roots], [1, false, [root]])
    assert.ok(missing > 0)
  }
})
