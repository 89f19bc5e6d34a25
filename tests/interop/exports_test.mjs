// SPDX-License-Identifier: MIT OR Apache-2.0
// What a CAR of a DAG holds, by every selector, against a reader that is not ours, and Kubo's.
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'

import { assertKeys, carOf, CID, Dag, hashOf, keyOf, keysOf, RandomDag } from './support/dag.mjs'
import { startKubo } from './support/kubo.mjs'
import { kuboProgram, needNpm, pack, scratch } from './support/peers.mjs'
import { startService } from './support/service.mjs'
import { chooseSeed, makeTree, Random } from './support/tree.mjs'

needNpm()
const seed = chooseSeed()

async function upload (service, root, blocks) {
  await put(service, await carOf(root, blocks))
}
async function put (service, car) {
  service.secret ??= await service.token('exports')
  const response = await fetch(new URL('/car', service.url),
    { method: 'POST', headers: { Authorization: `Bearer ${service.secret}` }, body: car })
  assert.equal(response.status, 200, await response.text())
}

/** The keys of the CAR at a path. */
async function exported (url, path) {
  const response = await fetch(new URL(path, url))
  const body = Buffer.from(await response.arrayBuffer())
  assert.equal(response.status, 200, `${path}: ${body.subarray(0, 300)}`)
  assert.match(response.headers.get('content-type'), /^application\/vnd\.ipld\.car/)
  return keysOf(body)
}
const car = (cid, more = '') => `/ipfs/${cid}?format=car${more}`

test('random DAGs, by every selector', async (t) => {
  const service = await startService(t)
  for (let turn = 0; turn < 4; ++turn) {
    const random = new Random(seed + turn)
    const dag = await RandomDag.make(random)
    await upload(service, dag.root, dag.blocks.values())
    const agree = async (path, wanted) =>
      assertKeys(await exported(service.url, path), wanted, `seed ${seed}, turn ${turn}, ${path}`)
    for (const cid of dag.nodes) {
      await agree(`/car/${cid}`, dag.all(cid))
      await agree(car(cid), dag.all(cid))
      await agree(car(cid, '&dag-scope=all'), dag.all(cid))
      await agree(car(cid, '&dag-scope=entity'), dag.entity(cid))
      await agree(car(cid, '&dag-scope=block'), dag.note(cid, new Set()))
      const file = dag.files.get(keyOf(cid))
      if (!file) {
        await agree(car(cid, '&dag-scope=entity&entity-bytes=1:2'), dag.entity(cid))
        continue
      }
      const size = dag.size(cid)
      assert.equal(size, file.bytes.length)
      for (let i = 0; i < 3; ++i) {
        const from = random.below(size)
        const to = from + random.below(size - from)
        const range = (bytes) => car(cid, `&dag-scope=entity&entity-bytes=${bytes}`)
        const wanted = dag.range(cid, from, to + 1)
        await agree(range(`${from}:${to}`), wanted)
        await agree(range(`${from - size}:${to - size}`), wanted)
        await agree(range(`${from}:*`), dag.range(cid, from, size))
        await agree(range(`${from - size}:*`), dag.range(cid, from, size))
        await agree(range(`${from}:${size + 5}`), dag.range(cid, from, size))
        await agree(range(`${size}:*`), dag.note(cid, new Set()))
      }
      const page = await fetch(new URL(`/ipfs/${cid}`, service.url))
      assert.deepEqual(Buffer.from(await page.arrayBuffer()), Buffer.from(file.bytes))
    }
  }
})

test('paths through a tree with a HAMT', async (t) => {
  const service = await startService(t)
  const folder = await scratch(t)
  const tree = await makeTree(new Random(seed), join(folder, 'tree'), { many: 1100, fileSizes: [0, 1, 300, 2000000] })
  const { cid: root } = await pack('web3.storage', ['-o', join(folder, 'tree.car'), tree])
  const bytes = await readFile(join(folder, 'tree.car'))
  await put(service, bytes)
  const dag = await Dag.fromCar(bytes)
  const paths = [[]]
  const list = (cid, names) => {
    const node = dag.unixfs(cid)
    const isShard = node?.type === 'hamt-sharded-directory'
    if (!isShard && node?.type !== 'directory') return
    for (const { Name, Hash } of node.links) {
      if (isShard && Name.length === 2) {
        list(Hash, names)
        continue
      }
      const path = [...names, isShard ? Name.slice(2) : Name]
      paths.push(path)
      list(Hash, path)
    }
  }
  list(CID.parse(root), [])
  assert.ok(paths.length > 1100)
  const random = new Random(seed)
  for (let i = 0; i < 120; ++i) {
    const names = i < 20 ? paths[i] : random.pick(paths)
    const { before, end } = dag.resolve(CID.parse(root), names)
    const path = `/ipfs/${[root, ...names.map(encodeURIComponent)].join('/')}?format=car`
    const agree = async (more, wanted) => assertKeys(await exported(service.url, path + more),
      new Set([...before, ...wanted]), `seed ${seed}, ${path}${more}`)
    await agree('', dag.all(end))
    await agree('&dag-scope=entity', dag.entity(end))
    await agree('&dag-scope=block', dag.note(end, new Set()))
    if (dag.unixfs(end)?.type === 'file' || end.code === 0x55) {
      const size = dag.size(end)
      await agree('&entity-bytes=-1:*', dag.range(end, Math.max(size - 1, 0), size))
    }
  }
})

test('Kubo sends the same blocks', { skip: !existsSync(kuboProgram) && 'Kubo is not built' }, async (t) => {
  const service = await startService(t)
  const kubo = await startKubo()
  t.after(kubo.stop)
  const folder = await scratch(t)
  for (let turn = 0; turn < 2; ++turn) {
    const dag = await RandomDag.make(new Random(seed + 100 + turn))
    await upload(service, dag.root, dag.blocks.values())
    const file = join(folder, `${turn}.car`)
    await writeFile(file, await carOf(dag.root, dag.blocks.values()))
    await kubo.ipfs(['dag', 'import', file])
    for (const cid of dag.nodes) {
      for (const more of ['', '&dag-scope=entity']) {
        const ours = await exported(service.url, car(cid, more))
        const theirs = await exported(kubo.gateway, car(cid, `${more}&car-dups=n`))
        // Kubo has each hash once, whatever the codecs.
        assertKeys(ours, theirs, `seed ${seed}, turn ${turn}, ${cid}${more}`, hashOf)
      }
    }
  }
})
