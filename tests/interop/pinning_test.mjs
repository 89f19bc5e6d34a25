// SPDX-License-Identifier: MIT OR Apache-2.0
// @ipfs-shipyard/pinning-service-compliance 1.8.1 against cairnd.
import assert from 'node:assert/strict'
import { readFile, rm } from 'node:fs/promises'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

import { modulePath, needNpm, scratch, succeed } from './support/peers.mjs'
import { startService } from './support/service.mjs'

needNpm()

const schema = 'Response object matches api spec schema'
// What fails, and all that the suite has to say against the answer. README.md says why.
const noDelegates = { failed: [schema], objections: ['"delegates" must contain at least 1 items'] }

// Each check with how many of its expectations are met; everything is, where nothing else is said.
const expected = {
  'Request with no authentication token': { met: 2 },
  'Request with invalid token': { met: 2 },
  'Pins post of CID …': { met: 1, ...noDelegates },
  'Can create and then delete a new pin': { met: 4 },
  'List pin objects (GET /pins) in all states': { met: 2, ...noDelegates },
  'Can create and replace a pin\'s CID': { met: 7 },
  'Can create a pin with name=…': { met: 19 },
  'Pagination: Get all pins, create new pins (optional), get first and second pages': { met: 34 },
  'Can delete all pins created during compliance checks': { met: 16 }
}

/** Runs the suite, and brings the report that it leaves beside itself. */
async function compliance (t, url, token) {
  const suite = '@ipfs-shipyard/pinning-service-compliance/dist'
  const report = modulePath(`${suite}/docs/${new URL(url).hostname}.md`)
  await rm(report, { force: true })
  const spec = fileURLToPath(new URL('support/pinningspec.mjs', import.meta.url))
  const { out } = await succeed(process.execPath,
    ['--import', spec, modulePath(`${suite}/src/index.js`), '-s', url, token],
    { cwd: await scratch(t) })
  return { out, report: `${await readFile(report)}` }
}

/** The checks of a report, as `expected` describes them. */
function checksOf (report) {
  // The summary has the checks; the calls that they consist of have sections as well.
  const [, summary, ...sections] = report.split(/^## /m)
  const titles = [...summary.matchAll(/^ {2}\S+ \[(.*)\]\(#/gm)].map(([, title]) => title)
  const check = (title) => {
    const section = sections.find((text) => text.startsWith(`${title} - `)).split('\n### Details')[0]
    const met = section.match(/^ {2}🟢 .* \(success\)$/gm) ?? []
    const failed = [...section.matchAll(/^ {2}(?:❌|⚠️) (.*) \((?:failure|error)\)$/gm)]
    const objections = [...section.matchAll(/^\* (.*)$/gm)]
    return {
      met: met.length,
      ...(failed.length > 0 && { failed: failed.map(([, title]) => title) }),
      ...(objections.length > 0 && { objections: objections.map(([, objection]) => objection) })
    }
  }
  const nameless = (title) => title.replace(/'(bafk\w+)'|'[0-9a-f]{8}-[0-9a-f-]{27}'/g, '…')
  return Object.fromEntries(titles.map((title) => [nameless(title), check(title)]))
}

test('every check ends as expected, for a user who may pin', async (t) => {
  const service = await startService(t)
  await service.tag('HasPsaAccess', 'true')
  const { out, report } = await compliance(t, service.url, await service.token('compliance'))
  assert.deepEqual(checksOf(report), expected, out)
})
