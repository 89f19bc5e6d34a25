// SPDX-License-Identifier: MIT OR Apache-2.0
// What a page of another origin does with a service. browser.mjs bundles it, serves it and hands
// it what to do; it runs in a browser.
import { CarReader } from 'car-of-web3.storage'
import { CAREncoderStream, createFileEncoderStream } from 'ipfs-car'
import { Web3Storage } from 'web3.storage'

const MiB = 1048576

function randomFile (size, name) {
  const bytes = new Uint8Array(size)
  for (let at = 0; at < size; at += 65536) crypto.getRandomValues(bytes.subarray(at, at + 65536))
  return new File([bytes], name)
}

async function areSame (one, other) {
  const [a, b] = await Promise.all([one, other].map(async (it) => new Uint8Array(await it.arrayBuffer())))
  return a.length === b.length && a.every((byte, at) => byte === b[at])
}

/** The CAR that ipfs-car makes of a file, and its root. */
async function packed (file) {
  const blocks = []
  await createFileEncoderStream(file)
    .pipeTo(new WritableStream({ write (block) { blocks.push(block) } }))
  const root = blocks.at(-1).cid
  const sections = new ReadableStream({
    start (controller) {
      for (const block of blocks) controller.enqueue(block)
      controller.close()
    }
  }).pipeThrough(new CAREncoderStream([root]))
  return { root: root.toString(), car: await new Response(sections).blob() }
}

/** The status of an answer that the page may read. */
const statusOf = (url, options) =>
  fetch(url, options).then(({ status }) => status, () => 'not readable')

const loads = (element) => new Promise((resolve) => {
  element.onload = () => resolve(true)
  element.onerror = () => resolve(false)
  document.body.append(element)
})

const image = (src, properties) => loads(Object.assign(new Image(), { ...properties, src }))
const script = (src) => loads(Object.assign(document.createElement('script'), { src }))

const bearer = (token) => ({ headers: { Authorization: `Bearer ${token}` } })

export const jobs = {
  /** The official clients, with everything they can do. */
  async clients ({ url, token, login }) {
    const client = new Web3Storage({ token, endpoint: new URL(url) })
    const files = [randomFile(3 * MiB + 5, 'one.bin'), randomFile(10, 'two.bin')]
    const put = await client.put(files, { name: 'from a page' })
    const single = randomFile(2 * MiB + 1, 'single.bin')
    const { root, car } = await packed(single)
    const reader = await CarReader.fromBytes(new Uint8Array(await car.arrayBuffer()))
    const sent = await client.putCar(reader, { name: 'from ipfs-car' })

    const list = []
    for await (const upload of client.list()) list.push({ cid: upload.cid, name: upload.name })
    const gotten = await (await client.get(put)).files()
    const back = await Promise.all(files.map((file) => {
      const found = gotten.find(({ name }) => name === file.name)
      return found !== undefined && areSame(file, found)
    }))
    const content = await fetch(`${url}/ipfs/${root}`, bearer(token))
    back.push(await areSame(single, content))
    const status = await client.status(sent)

    const remove = (credential) =>
      statusOf(`${url}/user/uploads/${put}`, { ...bearer(credential), method: 'DELETE' })
    return {
      put,
      root,
      sent,
      list,
      back,
      status: status.pins[0].status,
      deleteOfClient: await client.delete(put).then(() => 'done', () => 'never implemented'),
      deletes: [await remove(token), await remove(login), await remove(login)]
    }
  },

  /** The values of headers that a script can read, by address. */
  async headers ({ url, requests }) {
    const found = []
    for (const { path, headers, names, times = 1 } of requests) {
      let response
      for (let i = 0; i < times; ++i) response = await fetch(url + path, { headers })
      found.push([response.status, ...names.map((name) => response.headers.get(name))])
    }
    return found
  },

  /** What can be read with nothing or a wrong token, and what can be shown. */
  async strangers ({ url, paths, picture, token }) {
    const read = (options) => Promise.all(paths.map((path) => statusOf(url + path, options)))
    return {
      plain: await read(),
      wrong: await read(bearer(token)),
      opaque: (await fetch(url + paths[0], { mode: 'no-cors' }).catch(() => null))?.type ?? 'refused',
      image: await image(url + picture),
      imageForScripts: await image(url + picture, { crossOrigin: 'anonymous' }),
      script: await script(`${url}/version`)
    }
  }
}
