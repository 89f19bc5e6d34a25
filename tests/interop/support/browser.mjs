// SPDX-License-Identifier: MIT OR Apache-2.0
// Chromium without a window, with a page of an origin of its own (page.mjs).
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { modulePath, need, peer } from './peers.mjs'

const program = (process.env.PATH ?? '').split(':').map((folder) => join(folder, 'chromium'))
  .find(existsSync)
export const needChromium = () => need(program !== undefined, 'Chromium', 'it is a package of Debian')

const html = `<!DOCTYPE html>
<title>A page of another origin</title>
<body><script type="module">
let report
try {
  const { jobs } = await import('/page.js')
  const { name, options } = await (await fetch('/job')).json()
  report = { result: await jobs[name](options) }
} catch (error) {
  report = { error: error.name + ': ' + error.message + '\\n' + error.stack }
}
await fetch('/report', { method: 'POST', body: JSON.stringify(report) })
</script>`

/** The page's code with the clients that it imports, as browsers get them. */
async function bundle () {
  const { default: esbuild } = await peer('esbuild/lib/main.js')
  const { outputFiles: [file] } = await esbuild.build({
    entryPoints: [fileURLToPath(new URL('page.mjs', import.meta.url))],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    nodePaths: [modulePath('')],
    alias: { 'car-of-web3.storage': modulePath('web3.storage/node_modules/@ipld/car') },
    logLevel: 'error'
  })
  await esbuild.stop()
  return file.contents
}

/** A site with the page: `origins`, one by number and one by name, and `does`, what one of them does. */
export async function startSite (t) {
  const code = await bundle()
  let job, ended
  const server = createServer((request, response) => {
    const send = (type, body) => response.writeHead(200, { 'Content-Type': type }).end(body)
    if (request.url === '/page.js') return send('text/javascript', code)
    if (request.url === '/job') return send('application/json', JSON.stringify(job))
    if (request.url !== '/report') return send('text/html', html)
    let text = ''
    request.on('data', (piece) => { text += piece })
    request.on('end', () => {
      send('text/plain', '')
      ended(JSON.parse(text))
    })
  })
  server.listen(0) // Both families: a browser may take either for a name.
  await once(server, 'listening')
  t.after(() => { server.closeAllConnections(); server.close() })
  const { port } = server.address()
  const does = async (origin, name, options) => {
    job = { name, options }
    const reported = new Promise((resolve) => { ended = resolve })
    const stop = await open(t, `${origin}/`)
    const { result, error } = await Promise.race([reported, stop.early])
    await stop()
    if (error) throw new Error(error)
    return result
  }
  return { origins: [`http://127.0.0.1:${port}`, `http://localhost:${port}`], does }
}

/** Starts the browser; what is returned ends it, and is rejected as `early` if it ends before. */
async function open (t, url) {
  const folder = await mkdtemp(join(tmpdir(), 'cairn-browser-'))
  const child = spawn(program,
    ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run',
      // It talks to nobody but this machine.
      '--no-proxy-server', '--disable-background-networking', '--disable-component-update',
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
      `--user-data-dir=${folder}`, url],
    { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, HOME: folder } })
  let said = ''
  child.stderr.on('data', (piece) => { said += piece })
  const exited = once(child, 'exit')
  const stop = async () => {
    child.kill()
    await exited
    // Its other processes may still be writing.
    await rm(folder, { recursive: true, force: true, maxRetries: 10 })
  }
  t.after(stop)
  stop.early = exited.then(() => { throw new Error(`Chromium ended:\n${said}`) })
  stop.early.catch(() => {}) // It does end once it is stopped.
  return stop
}
