// Audits pages with Lighthouse: reads [{address, cookie}] as JSON, writes {address: {score, failed, shift}}.
// Asks for accessibility and layout shift only, on the small screen that Lighthouse takes for a phone.

import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

const [chromePath] = process.argv.slice(2);
const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const pages = JSON.parse(Buffer.concat(chunks));

const chrome = await launch({ chromePath, chromeFlags: ["--headless=new", "--no-sandbox", "--disable-gpu"] });
const found = {};
for (const { address, cookie } of pages) {
  const { lhr } = await lighthouse(address, {
    port: chrome.port,
    onlyCategories: ["accessibility"],
    onlyAudits: ["cumulative-layout-shift"],
    throttlingMethod: "provided",
    extraHeaders: cookie ? { Cookie: cookie } : {},
    logLevel: "error",
  });
  const audits = lhr.categories.accessibility.auditRefs.filter(({ weight }) => weight).map(({ id }) => lhr.audits[id]);
  const shift = lhr.audits["cumulative-layout-shift"];
  found[address] = {
    score: lhr.categories.accessibility.score,
    failed: audits.filter(({ score }) => score !== null && score < 1).map(({ id, details }) =>
      [id, ...(details?.items ?? []).slice(0, 3).map((item) => item.node?.snippet ?? "")].join(" ")),
    shift: shift.numericValue ?? null,
    error: lhr.runtimeError?.message ?? shift.errorMessage ?? null,
  };
}
await chrome.kill();
process.stdout.write(JSON.stringify(found));
