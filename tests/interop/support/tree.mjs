// SPDX-License-Identifier: MIT OR Apache-2.0
// Random files and folders, always the same for a seed.
import assert from 'node:assert/strict'
import { createCipheriv, createHash } from 'node:crypto'
import { mkdir, readdir, readFile, symlink, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

const KiB = 1024
const MiB = 1024 * KiB

// Around the leaves of all profiles (256 KiB, 1 MiB) and what fits in one varint byte more.
const sizes = [0, 1, 2, 127, 128, 129, 16383, 16384, 256 * KiB - 1, 256 * KiB, 256 * KiB + 1,
  512 * KiB + 1, MiB - 1, MiB, MiB + 1, 2 * MiB - 1, 2 * MiB, 2 * MiB + 1, 3 * MiB + 17]

// The official client's reader (ipfs-unixfs-exporter 7.0.11) drops a last leaf of one byte.
export const sizesThatItsGetSurvives = sizes.filter((size) => size === 1 || size % MiB !== 1)

// No backslash, no caret, no blanks at the ends: the official client takes those for something
// else, and cairnctl on purpose does not (contract §11.6).
const names = ['plain.txt', 'a b', 'ü', 'u\u0308', '日本語.md', '😀.bin', '～', 'it\'s', '#%&+=', '"q"',
  '[x]', '{y}', '(z)', 'star*', 'why?', '-dash', '--', '0', '1', '10', '2', '007', 'UPPER', 'upper',
  'a', 'aa', 'a.', 'a-', 'a0', '~', '$HOME', 'e'.repeat(200), 'ﬁ', 'Ⅷ', 'עברית', '\u{10FFFD}']

/** Prints the seed, so that whoever sees a failure can have it again: CAIRN_SEED=n ctest … */
export function chooseSeed () {
  const seed = Number(process.env.CAIRN_SEED ?? Date.now() % 1e9)
  console.log(`seed ${seed} (CAIRN_SEED=${seed} repeats this run)`)
  return seed
}

export class Random {
  constructor (seed) {
    const key = createHash('sha256').update(`cairn ${seed}`).digest()
    this.stream = createCipheriv('aes-256-ctr', key, Buffer.alloc(16))
  }

  bytes (size) { return this.stream.update(Buffer.alloc(size)) }
  below (limit) { return this.bytes(4).readUInt32LE() % limit }
  pick (list) { return list[this.below(list.length)] }
  oneIn (n) { return this.below(n) === 0 }
}

/**
 * A folder of nested folders and files: boundary sizes, names of all sorts, repeated contents,
 * repeated folders, hidden entries, empty folders, and one folder of 990 to 1010 entries.
 */
export async function makeTree (random, folder,
  { many = 990 + random.below(21), fileSizes = sizes } = {}) {
  const contents = [Buffer.from('small')]
  let left = 24 * MiB // trees of one CAR, and not the whole day
  const file = async (path) => {
    const fitting = contents.filter((bytes) => bytes.length <= left)
    const bytes = random.oneIn(5)
      ? random.pick(fitting)
      : random.bytes(random.pick(fileSizes.filter((size) => size <= left)))
    left -= bytes.length
    contents.push(bytes)
    await writeFile(path, bytes)
  }
  const fill = async (path, depth) => {
    await mkdir(path)
    const chosen = new Set()
    for (let i = 1 + random.below(5); i > 0; --i) chosen.add(random.pick(names))
    for (const name of chosen) {
      if (depth < 4 && random.oneIn(3)) await fill(join(path, name), depth + 1)
      else await file(join(path, name))
    }
    if (random.oneIn(4)) await writeFile(join(path, '.hidden'), random.bytes(10))
    if (random.oneIn(4)) await mkdir(join(path, 'empty'))
  }
  await fill(folder, 0)
  await fill(join(folder, 'nested'), 1)
  await file(join(folder, 'nested', 'file'))
  await makeCrowd(random, join(folder, 'crowd'), many)
  return folder
}

/** A folder of `count` entries, of which some are folders. */
export async function makeCrowd (random, folder, count) {
  await mkdir(folder)
  for (let i = 0; i < count; ++i) {
    const path = join(folder, `${random.pick(['', 'ü', 'x'])}${i}${random.pick(['', '.txt'])}`)
    if (random.oneIn(50)) {
      await mkdir(path)
      await writeFile(join(path, 'inner'), `${i}`)
    } else {
      await writeFile(path, random.oneIn(10) ? 'again' : `${i}`)
    }
  }
}

/** Links to a file and to a folder, beside and above them. */
export async function makeLinks (folder) {
  await mkdir(join(folder, 'target'))
  await writeFile(join(folder, 'target', 'file'), 'linked')
  await symlink('target/file', join(folder, 'to-file'))
  await symlink('target', join(folder, 'to-folder'))
}

/** A file without bytes of its own: `size` zeros that take no room. */
export async function makeSparse (path, size) {
  await writeFile(path, '')
  await truncate(path, size)
}

/** Every file below `folder` with the hash of its bytes, to compare two folders by. */
export async function fingerprint (folder, { hidden = false } = {}, prefix = '') {
  const found = {}
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (!hidden && entry.name.startsWith('.')) continue
    const path = join(folder, entry.name)
    if (entry.isDirectory()) {
      Object.assign(found, await fingerprint(path, { hidden }, `${prefix}${entry.name}/`))
    } else {
      const bytes = await readFile(path)
      found[prefix + entry.name] = createHash('sha256').update(bytes).digest('hex')
    }
  }
  return found
}

/** That two fingerprints are equal; says what differs, not all there is. */
export function assertSame (found, expected) {
  const paths = new Set([...Object.keys(found), ...Object.keys(expected)])
  const different = [...paths].filter((path) => found[path] !== expected[path])
  assert.equal(different.length, 0,
    `${different.length} of ${paths.size} files differ, such as ${JSON.stringify(different.slice(0, 3))}`)
}
