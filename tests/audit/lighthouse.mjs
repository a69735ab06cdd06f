// Audits pages with Lighthouse: reads [{address, cookie}] as JSON, writes {address: {score, failed, shift, error}}.
// All of one person: the browser keeps cookies, also those of pages before.
// Asks for accessibility and layout shift only, on the small screen that Lighthouse takes for a phone.

import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

const [chromePath] = process.argv.slice(2);
const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const pages = JSON.parse(Buffer.concat(chunks));

const chrome = await launch({ chromePath, chromeFlags: ["--headless=new", "--no-sandbox", "--disable-gpu"] });
const MOST_TIMES = 3;
const found = {};

// Asks again when the page could not be recorded, as Lighthouse itself advises.
async function audited(address, cookie) {
  for (let times = 1; ; times += 1) {
    const { lhr } = await lighthouse(address, {
      port: chrome.port,
      onlyCategories: ["accessibility"],
      onlyAudits: ["cumulative-layout-shift"],
      throttlingMethod: "provided",
      extraHeaders: cookie ? { Cookie: cookie } : {},
      logLevel: "error",
    });
    if (times === MOST_TIMES || !lhr.runtimeError) return lhr;
  }
}

for (const { address, cookie } of pages) {
  const lhr = await audited(address, cookie);
  const audits = lhr.categories.accessibility.auditRefs.filter(({ weight }) => weight).map(({ id }) => lhr.audits[id]);
  const shift = lhr.audits["cumulative-layout-shift"];
  const came = lhr.finalDisplayedUrl;
  found[address] = {
    score: lhr.categories.accessibility.score,
    failed: audits.filter(({ score }) => score !== null && score < 1).map(({ id, details }) =>
      [id, ...(details?.items ?? []).slice(0, 3).map((item) => item.node?.snippet ?? "")].join(" ")),
    shift: shift.numericValue ?? null,
    error: lhr.runtimeError?.message ?? shift.errorMessage ?? (came === new URL(address).href ? null : `came out at ${came}`),
  };
}
await chrome.kill();
process.stdout.write(JSON.stringify(found));
