// SPDX-License-Identifier: MIT OR Apache-2.0
// DAGs made by chance with the JavaScript implementation of IPLD, and a reader of them that knows
// nothing of ours: it goes to every place of every block.
import { peer } from './peers.mjs'

const { CID } = await peer('multiformats/dist/src/cid.js')
const raw = await peer('multiformats/dist/src/codecs/raw.js')
const { identity } = await peer('multiformats/dist/src/hashes/identity.js')
const { sha256, sha512 } = await peer('multiformats/dist/src/hashes/sha2.js')
const cbor = await peer('@ipld/dag-cbor/src/index.js')
const pb = await peer('@ipld/dag-pb/src/index.js')
const { CarReader, CarWriter } = await peer('@ipld/car/src/index.js')
const { UnixFS } = await peer('ipfs-unixfs/dist/src/index.js')
export { CID }

const mostPlaces = 2000 // Then the reader comes to an end soon.

/** What a block is told apart by: its codec and its hash. */
export const keyOf = (cid) => `${cid.code.toString(16)}:${Buffer.from(cid.multihash.bytes).toString('hex')}`
export const hashOf = (key) => key.slice(key.indexOf(':') + 1)
const isInside = (cid) => cid.multihash.code === identity.code

/** A CAR as the service gets it. */
export async function carOf (root, blocks) {
  const { writer, out } = CarWriter.create([root])
  const pieces = []
  const collected = (async () => { for await (const piece of out) pieces.push(piece) })()
  for (const { cid, bytes } of blocks) await writer.put({ cid, bytes })
  await writer.close()
  await collected
  return Buffer.concat(pieces)
}

/** The keys of a CAR's blocks; throws for a block that is not what it says, is there twice or lies inside its CID. */
export async function keysOf (car) {
  const keys = new Set()
  for await (const { cid, bytes } of (await CarReader.fromBytes(car)).blocks()) {
    const key = keyOf(cid)
    if (isInside(cid)) throw new Error(`${cid} has a section of its own`)
    if (keys.has(key)) throw new Error(`${cid} is there twice`)
    const hasher = cid.multihash.code === sha512.code ? sha512 : sha256
    if (!Buffer.from((await hasher.digest(bytes)).bytes).equals(Buffer.from(cid.multihash.bytes))) {
      throw new Error(`${cid} has other bytes`)
    }
    keys.add(key)
  }
  return keys
}

/** Blocks by what they are, and what can be read out of them. */
export class Dag {
  blocks = new Map() // by key: {cid, bytes}

  static async fromCar (car) {
    const dag = new Dag()
    for await (const block of (await CarReader.fromBytes(car)).blocks()) dag.blocks.set(keyOf(block.cid), block)
    return dag
  }

  bytesOf (cid) {
    if (isInside(cid)) return cid.multihash.digest
    let known = this.blocks.get(keyOf(cid))
    if (!known && cid.code === raw.code) { // The bytes of a node are a raw block, too.
      known = [...this.blocks.values()].find((block) => hashOf(keyOf(block.cid)) === hashOf(keyOf(cid)))
    }
    if (!known) throw new Error(`${cid} is not in the DAG`)
    return known.bytes
  }

  links (cid) {
    if (cid.code === pb.code) return pb.decode(this.bytesOf(cid)).Links.map(({ Hash }) => Hash)
    if (cid.code !== cbor.code) return []
    const found = []
    const look = (value) => {
      const link = CID.asCID(value)
      if (link) found.push(link)
      else if (value && typeof value === 'object' && !ArrayBuffer.isView(value)) Object.values(value).forEach(look)
    }
    look(cbor.decode(this.bytesOf(cid)))
    return found
  }

  /** The UnixFS message of a node and its links; nothing for other blocks. */
  unixfs (cid) {
    if (cid.code !== pb.code) return undefined
    const { Data, Links } = pb.decode(this.bytesOf(cid))
    return { ...readUnixFs(Data), links: Links }
  }

  note (cid, into) {
    this.bytesOf(cid)
    if (!isInside(cid)) into.add(keyOf(cid))
    return into
  }

  all (cid, into = new Set()) {
    this.note(cid, into)
    for (const link of this.links(cid)) this.all(link, into)
    return into
  }

  entity (cid, into = new Set()) {
    const node = this.unixfs(cid)
    if (node?.type === 'file' || node?.type === 'raw') return this.all(cid, into)
    this.note(cid, into)
    if (node?.type === 'hamt-sharded-directory') {
      for (const { Name, Hash } of node.links) if (Name.length === 2) this.entity(Hash, into)
    }
    return into
  }

  size (cid) {
    const node = this.unixfs(cid)
    return node ? Number(node.own.length) + node.sizes.reduce((sum, size) => sum + size, 0) : this.bytesOf(cid).length
  }

  /** What proves the bytes from `from` to before `to` of a file that begins at `at`. */
  range (cid, from, to, at = 0, into = new Set()) {
    this.note(cid, into)
    const node = this.unixfs(cid)
    if (!node) return into
    at += node.own.length
    node.links.forEach(({ Hash }, i) => {
      if (Math.max(at, from) < Math.min(at + node.sizes[i], to)) this.range(Hash, from, to, at, into)
      at += node.sizes[i]
    })
    return into
  }

  /** The blocks before the end of a path, and the end. */
  resolve (root, names) {
    const before = new Set()
    let at = root
    for (const name of names) {
      const next = this.child(at, name, before)
      if (!next) throw new Error(`no ${name} in ${at}`)
      at = next
    }
    return { before, end: at }
  }

  child (folder, name, before) {
    const { type, links } = this.unixfs(folder)
    if (type === 'directory') {
      this.note(folder, before)
      return links.find(({ Name }) => Name === name)?.Hash
    }
    for (const { Name, Hash } of links) {
      const found = Name.length > 2 ? Name.slice(2) === name && Hash : this.child(Hash, name, before)
      if (found) {
        this.note(folder, before)
        return found
      }
    }
    return undefined
  }
}

/** By ipfs-unixfs, but for the numbers: it has them as big ones. */
function readUnixFs (data) {
  const fs = UnixFS.unmarshal(data)
  const holds = fs.type === 'file' || fs.type === 'raw'
  return { type: fs.type, own: holds ? fs.data ?? new Uint8Array() : new Uint8Array(), sizes: fs.blockSizes.map(Number) }
}

/** Files whose parts come again and again, folders, HAMTs, lists, blocks inside CIDs, two hashes. */
export class RandomDag extends Dag {
  nodes = [] // CIDs
  files = new Map() // CIDs by key, with their bytes
  places = new Map()

  static async make (random, count = 14) {
    const dag = new RandomDag()
    dag.random = random
    for (let i = 0; i < 6; ++i) await dag.leaf()
    for (let i = 0; i < count; ++i) {
      await dag.file()
      await random.pick([dag.leaf, dag.folder, dag.shards, dag.list, dag.list]).call(dag)
    }
    await dag.shards()
    await dag.list()
    const links = dag.nodes.map((cid, i) => ({ Name: `${i}`.padStart(4, '0'), Hash: cid, Tsize: 1 }))
    dag.root = await dag.put(pb, pb.prepare({ Data: new UnixFS({ type: 'directory' }).marshal(), Links: links }), false)
    return dag
  }

  async put (codec, value, mayBeInside = true) {
    const bytes = codec.encode(value)
    const hasher = mayBeInside && bytes.length <= 120 && this.random.oneIn(5)
      ? identity
      : this.random.oneIn(7) ? sha512 : sha256
    let cid = CID.createV1(codec.code, await hasher.digest(bytes))
    if (codec === pb && hasher === sha256 && this.random.oneIn(6)) cid = cid.toV0()
    if (!isInside(cid)) this.blocks.set(keyOf(cid), { cid, bytes })
    const places = this.links(cid).reduce((sum, link) => sum + (this.places.get(keyOf(link)) ?? 1), 1)
    if (!this.places.has(keyOf(cid)) && places < mostPlaces) this.nodes.push(cid)
    this.places.set(keyOf(cid), places)
    return cid
  }

  node (fs, links = []) {
    return this.put(pb, pb.prepare({ Data: fs.marshal(), Links: links }))
  }

  async leaf () {
    const bytes = this.random.bytes(1 + this.random.below(60))
    const cid = this.random.oneIn(3) ? await this.node(new UnixFS({ type: 'file', data: bytes })) : await this.put(raw, bytes)
    this.files.set(keyOf(cid), { cid, bytes })
  }

  async file () {
    const parts = [...this.files.values()].filter(({ cid }) => (this.places.get(keyOf(cid)) ?? 1) < mostPlaces / 8)
    const own = this.random.oneIn(3) ? this.random.bytes(this.random.below(9)) : Buffer.alloc(0)
    const fs = new UnixFS({ type: 'file', data: own.length ? own : undefined })
    const links = []
    const bytes = [own]
    let part = this.random.pick(parts)
    for (let i = this.random.below(5); i >= 0; --i) {
      if (this.random.oneIn(2)) part = this.random.pick(parts)
      fs.addBlockSize(BigInt(part.bytes.length))
      links.push({ Name: '', Hash: part.cid, Tsize: part.bytes.length })
      bytes.push(part.bytes)
    }
    const cid = await this.node(fs, links)
    this.files.set(keyOf(cid), { cid, bytes: Buffer.concat(bytes) })
  }

  async folder () {
    const links = []
    for (let i = this.random.below(5); i > 0; --i) links.push({ Name: `${i}`, Hash: this.random.pick(this.nodes), Tsize: 1 })
    await this.node(new UnixFS({ type: 'directory' }), links)
  }

  async shards () {
    const entry = (Name) => ({ Name, Hash: this.random.pick(this.nodes), Tsize: 1 })
    const shard = (links) => this.node(new UnixFS({
      type: 'hamt-sharded-directory', data: new Uint8Array([1]), hashType: 0x22n, fanout: 256n
    }), links)
    const deepest = { Hash: await shard([entry('0Aone'), entry('FFtwo')]), Tsize: 1 }
    const deeper = { Hash: await shard([{ ...deepest, Name: '01' }, entry('02three'), { ...deepest, Name: '03' }]), Tsize: 1 }
    await shard([{ ...deeper, Name: '00' }, entry('1Bfour'), { ...deepest, Name: 'C0' }])
  }

  async list () {
    const links = []
    for (let i = this.random.below(5); i >= 0; --i) {
      const cid = this.random.pick(this.nodes)
      links.push(cid)
      if (this.random.oneIn(2)) links.push(CID.createV1(raw.code, cid.multihash))
    }
    await this.put(cbor, { links, deep: { deeper: [links[0], 'text'] } })
  }
}

/** Equal sets, or an error with what is missing and what is too much. */
export function assertKeys (got, wanted, what, key = (k) => k) {
  const left = new Set([...got].map(key))
  const missing = [...new Set([...wanted].map(key))].filter((k) => !left.delete(k))
  if (missing.length || left.size) {
    throw new Error(`${what}: missing ${missing.join(' ') || 'nothing'}; too much ${[...left].join(' ') || 'nothing'}`)
  }
}
