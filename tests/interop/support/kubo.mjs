// SPDX-License-Identifier: MIT OR Apache-2.0
// A Kubo that talks to nobody but who asks it, with a gateway.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { kuboProgram, succeed } from './peers.mjs'

/**
 * Its `gateway`, `ipfs(args)`, which runs a command on its repository, and `stop()`. One that has
 * `addresses` can be connected to, and tells a pinning service so; it looks for nobody itself.
 */
export async function startKubo ({ addresses = false } = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'cairn-kubo-'))
  const env = { IPFS_PATH: join(folder, 'kubo') }
  const ipfs = (args) => succeed(kuboProgram, args, { env })
  await ipfs(['init', '--empty-repo'])
  await ipfs(['config', 'profile', 'apply', 'autoconf-off']) // It would ask the public network.
  for (const address of ['API', 'Gateway']) {
    await ipfs(['config', `Addresses.${address}`, '/ip4/127.0.0.1/tcp/0'])
  }
  await ipfs(['config', '--json', 'Addresses.Swarm', '["/ip4/127.0.0.1/tcp/0"]'])
  await ipfs(['config', '--json', 'Bootstrap', '[]'])
  await ipfs(['config', 'Routing.Type', 'none'])
  await ipfs(['config', '--json', 'Discovery.MDNS.Enabled', 'false'])
  await ipfs(['config', '--json', 'Swarm.DisableNatPortMap', 'true'])
  const daemon = spawn(kuboProgram, addresses ? ['daemon'] : ['daemon', '--offline'],
    { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'] })
  const exited = once(daemon, 'exit')
  const stop = async () => {
    daemon.kill()
    await exited
    await rm(folder, { recursive: true, force: true })
  }
  let said = ''
  for await (const piece of daemon.stdout) {
    said += piece
    const port = said.match(/Gateway server listening on \/ip4\/127\.0\.0\.1\/tcp\/(\d+)/)?.[1]
    if (port && said.includes('Daemon is ready')) return { gateway: `http://127.0.0.1:${port}`, ipfs, stop }
  }
  await stop()
  throw new Error(said)
}
