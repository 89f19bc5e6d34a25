// SPDX-License-Identifier: MIT OR Apache-2.0
// The same root CIDs as the official packers, run live, on trees that nobody chose.
import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'

import { ipfsCar, needNpm, pack, scratch } from './support/peers.mjs'
import { chooseSeed, makeCrowd, makeLinks, makeSparse, makeTree, Random } from './support/tree.mjs'

needNpm()
const { officialRoot } = await import('./support/officialclient.mjs')
const seed = chooseSeed()
const trees = 3

async function ipfsCarRoot (t, args) {
  const { out } = await ipfsCar(['pack', ...args, '-o', join(await scratch(t), 'their.car')])
  return out
}

test('random trees have the roots that ipfs-car gives them', async (t) => {
  for (let i = 0; i < trees; ++i) {
    const tree = await makeTree(new Random(seed + i), join(await scratch(t), 'tree'))
    for (const options of [[], ['--hidden']]) {
      const ours = await pack('ipfs-car-3', [...options, tree])
      assert.equal(ours.cid, await ipfsCarRoot(t, [...options, tree]), `tree ${i} ${options}`)
    }
  }
})

test('random trees have the roots that the web3.storage client gives them', async (t) => {
  for (let i = 0; i < trees; ++i) {
    const tree = await makeTree(new Random(seed + i), join(await scratch(t), 'tree'))
    const hidden = i % 2 === 1
    const wrapWithDirectory = i % 3 !== 1
    const options = [hidden && '--hidden', !wrapWithDirectory && '--no-wrap'].filter(Boolean)
    const ours = await pack('web3.storage', [...options, tree])
    assert.equal(ours.cid, await officialRoot(tree, { hidden, wrapWithDirectory }),
      `tree ${i} ${options}`)
  }
})

test('several inputs of one call are packed as ipfs-car packs them', async (t) => {
  const folder = await scratch(t)
  const tree = await makeTree(new Random(seed), join(folder, 'tree'), { many: 3 })
  const file = join(folder, 'file')
  await writeFile(file, 'beside')
  assert.equal((await pack('ipfs-car-3', [tree, file])).cid, await ipfsCarRoot(t, [tree, file]))
  const inner = [join(tree, 'nested'), join(tree, 'crowd')]
  assert.equal((await pack('ipfs-car-3', inner)).cid, await ipfsCarRoot(t, inner))
})

test('one file is wrapped, or not, as theirs is', async (t) => {
  const random = new Random(seed)
  const file = join(await scratch(t), 'ü file')
  for (const size of [0, 1, 1048576, 1048577]) {
    await writeFile(file, random.bytes(size))
    assert.equal((await pack('ipfs-car-3', [file])).cid, await ipfsCarRoot(t, [file]))
    assert.equal((await pack('ipfs-car-3', ['--no-wrap', file])).cid,
      await ipfsCarRoot(t, ['--no-wrap', file]))
    assert.equal((await pack('web3.storage', [file])).cid, await officialRoot(file))
    assert.equal((await pack('web3.storage', ['--no-wrap', file])).cid,
      await officialRoot(file, { wrapWithDirectory: false }))
  }
})

test('a folder becomes a HAMT exactly when theirs does', async (t) => {
  for (const count of [999, 1000, 1001]) {
    const folder = join(await scratch(t), 'crowd')
    await makeCrowd(new Random(seed + count), folder, count)
    assert.equal((await pack('ipfs-car-3', [folder])).cid, await ipfsCarRoot(t, [folder]))
    assert.equal((await pack('web3.storage', [folder])).cid, await officialRoot(folder))
  }
})

test('symlinks are followed by one, skipped by the other, like theirs', async (t) => {
  const folder = await scratch(t)
  await makeLinks(folder)
  assert.equal((await pack('ipfs-car-3', [folder])).cid, await ipfsCarRoot(t, [folder]))
  assert.equal((await pack('web3.storage', [folder])).cid, await officialRoot(folder))
})

test('a file of more leaves than a node holds has the root that ipfs-car gives it', async (t) => {
  const file = join(await scratch(t), 'large')
  await makeSparse(file, 1024 * 1048576 + 1)
  assert.equal((await pack('ipfs-car-3', [file])).cid, await ipfsCarRoot(t, [file]))
})
