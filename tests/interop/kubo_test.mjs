// SPDX-License-Identifier: MIT OR Apache-2.0
// The two IPIP-0499 profiles against the reference implementation, offline.
import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'

import { cairnctl, kuboProgram, needKubo, pack, scratch, succeed } from './support/peers.mjs'
import { assertSame, chooseSeed, fingerprint, makeLinks, makeSparse, makeTree, Random } from './support/tree.mjs'

needKubo()
const seed = chooseSeed()
const profiles = ['unixfs-v1-2025', 'unixfs-v0-2015']
let repositories

const ipfs = (profile, args) =>
  succeed(kuboProgram, ['--offline', ...args], { env: { IPFS_PATH: join(repositories, profile) } })

/** The root that `ipfs add` gives, without storing anything. */
async function ipfsRoot (profile, args) {
  return (await ipfs(profile, ['add', '--recursive', '--quieter', '--only-hash', ...args])).out
}

async function agree (profile, options, path, what) {
  const ours = await pack(profile, [...options, path])
  assert.equal(ours.cid, await ipfsRoot(profile, [...options, path]), what)
}

before(async () => {
  repositories = await mkdtemp(join(tmpdir(), 'cairn-kubo-'))
  for (const profile of profiles) await ipfs(profile, ['init', '--profile', profile])
})
after(() => rm(repositories, { recursive: true, force: true }))

for (const profile of profiles) {
  test(`${profile}: random trees have the roots that ipfs add gives them`, async (t) => {
    for (let i = 0; i < 3; ++i) {
      const tree = await makeTree(new Random(seed + i), join(await scratch(t), 'tree'))
      await makeLinks(tree)
      await agree(profile, [], tree, `tree ${i}`)
      await agree(profile, ['--hidden'], tree, `tree ${i}, hidden`)
    }
  })

  test(`${profile}: files of all boundary sizes have the same root`, async (t) => {
    const file = join(await scratch(t), 'file')
    const [chunk, width] = profile.includes('v1') ? [1048576, 1024] : [262144, 174]
    for (const size of [0, 1, chunk - 1, chunk, chunk + 1, 2 * chunk, 2 * chunk + 1]) {
      await writeFile(file, new Random(seed + size).bytes(size))
      await agree(profile, [], file, `${size} bytes`)
    }
    for (const size of [width * chunk, width * chunk + 1]) {
      await makeSparse(file, size)
      await agree(profile, [], file, `${size} bytes`)
    }
  })

  // Flat while names and CIDs (v0), or the whole block (v1), are at most 256 KiB: a last entry
  // whose name grows byte by byte walks over the limit.
  test(`${profile}: a folder becomes a HAMT at the same byte`, async (t) => {
    const folder = join(await scratch(t), 'folder')
    await mkdir(folder)
    const add = (name) => writeFile(join(folder, name), '')
    // What an entry costs beside its name of 128 to 255 bytes, and the folder without entries.
    const [overhead, empty] = profile.includes('v1') ? [46, 4] : [34, 0]
    const common = 150
    const count = Math.floor((262144 - empty) / (common + overhead)) - 2
    for (let i = 0; i < count; ++i) await add(`${i}`.padStart(common, '0'))
    const rest = 262144 - empty - count * (common + overhead)
    const filler = Math.floor(rest / 2) - overhead
    await add('f'.repeat(filler))
    const exact = rest - filler - 2 * overhead
    for (let length = exact - 2; length <= exact + 2; ++length) {
      const last = 'x'.repeat(length)
      await add(last)
      const ours = await pack(profile, [folder])
      assert.equal(ours.cid, await ipfsRoot(profile, [folder]), `${length - exact} beyond the limit`)
      const isFlat = ours.blocks === count + 3 // with the folder itself
      assert.equal(isFlat, length <= exact)
      await rm(join(folder, last))
    }
  })

  test(`${profile}: several inputs are wrapped as ipfs add wraps them`, async (t) => {
    const folder = await scratch(t)
    await writeFile(join(folder, 'ü'), 'one')
    await writeFile(join(folder, 'b'), 'two')
    const inputs = [join(folder, 'ü'), join(folder, 'b')]
    const { cid } = await pack(profile, inputs)
    assert.equal(cid, await ipfsRoot(profile, ['--wrap-with-directory', ...inputs]))
    const wrapped = await pack(profile, ['--wrap', inputs[0]])
    assert.equal(wrapped.cid, await ipfsRoot(profile, ['--wrap-with-directory', inputs[0]]))
  })

  test(`${profile}: Kubo imports our CAR, and we verify the CAR it exports`, async (t) => {
    const folder = await scratch(t)
    const tree = await makeTree(new Random(seed), join(folder, 'tree'))
    const car = join(folder, 'ours.car')
    const { cid } = await pack(profile, ['-o', car, tree])
    await ipfs(profile, ['dag', 'import', car])
    await ipfs(profile, ['get', '--output', join(folder, 'got'), cid])
    assertSame(await fingerprint(join(folder, 'got')), await fingerprint(tree))

    const exported = join(folder, 'their.car')
    await writeFile(exported, (await ipfs(profile, ['dag', 'export', cid])).bytes)
    const { out } = await succeed(cairnctl, ['--json', 'verify', exported])
    const report = JSON.parse(out)
    assert.deepEqual([report.complete, report.roots], [true, [cid]])
  })
}
