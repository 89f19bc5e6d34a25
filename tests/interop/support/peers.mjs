// SPDX-License-Identifier: MIT OR Apache-2.0
// Where the programs under test and their peers are, and how to run them.
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

function setting (name) {
  const value = process.env[name]
  if (!value) throw new Error(`${name} is not set: run these tests with ctest`)
  return value
}

export const cairnctl = setting('CAIRNCTL')
export const cairnd = setting('CAIRND')
const modules = join(setting('CAIRN_NPM'), 'node_modules')
export const kuboProgram = join(setting('CAIRN_KUBO'), 'ipfs')
const python = setting('CAIRN_PYPI')

/** Ends the script as skipped, or in CI as failed, while `present` is false. */
export function need (present, what, why = 'the test that installs it says why') {
  if (present) return
  console.log(`${what} is not available; ${why}`)
  process.exit(process.env.CI === 'true' ? 1 : 77)
}

export const needNpm = () => need(existsSync(join(modules, '../installed.json')), 'npm peers')
export const needPypi = () => need(existsSync(join(python, 'installed.txt')), 'Python peers')
export const needKubo = () => need(existsSync(kuboProgram), 'Kubo')

export const modulePath = (path) => join(modules, path)

/** A command that a Python peer brings. */
export const pypiProgram = (name) => join(python, 'bin', name)

/** A module of a peer, by its path inside node_modules. */
export const peer = (path) => import(pathToFileURL(modulePath(path)))

/** Runs a program to its end. Never throws for its exit code. */
export function run (program, args, { env = {}, cwd, input } = {}) {
  return new Promise((resolve, reject) => {
    const child = execFile(program, args,
      { env: { ...process.env, ...env }, cwd, encoding: 'buffer', maxBuffer: 1 << 28 },
      (error, out, err) => {
        if (error && typeof error.code !== 'number') return reject(error)
        resolve({ code: error?.code ?? 0, bytes: out, out: `${out}`.trim(), err: `${err}`.trim() })
      })
    if (input !== undefined) {
      child.stdin.on('error', () => {}) // a program that ends early closes its end
      child.stdin.end(input)
    }
  })
}

/** The same, and what it printed; anything but success is an error that says what happened. */
export async function succeed (program, args, options) {
  const ended = await run(program, args, options)
  if (ended.code !== 0) {
    throw new Error(`${program} ${args.join(' ')} ended with ${ended.code}:\n${ended.err}\n${ended.out}`)
  }
  return ended
}

export const node = (script, args, options) =>
  succeed(process.execPath, [modulePath(script), ...args], options)
export const ipfsCar = (args, options) => node('ipfs-car/bin.js', args, options)

/** What `cairnctl pack --json` prints. */
export async function pack (profile, args) {
  const { out } = await succeed(cairnctl, ['--json', 'pack', '--profile', profile, ...args])
  return JSON.parse(out)
}

/** A folder that is gone when the test is. */
export async function scratch (t) {
  const folder = await mkdtemp(join(tmpdir(), 'cairn-interop-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  return folder
}
