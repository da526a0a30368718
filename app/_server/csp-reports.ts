import "server-only";
import { Counter, register } from "prom-client";
import { z } from "zod";
import { getParts } from "./parts";
import { parseJson, readRawBody } from "./request-body";

const MOST_BYTES = 16_384;
/** Log lines of a process in a minute: whoever floods this raises a figure and nothing else. */
const LINES_A_MINUTE = 10;

/** What browsers send to a `report-uri`. */
const report = z.object({ "csp-report": z.object({ "effective-directive": z.string().optional(), "violated-directive": z.string().optional(), "blocked-uri": z.string().optional() }) });

const DIRECTIVES = new Set(["script-src", "script-src-elem", "script-src-attr", "style-src", "style-src-elem", "style-src-attr", "img-src", "connect-src", "frame-src", "form-action", "base-uri", "object-src", "font-src", "frame-ancestors", "default-src"]);

const counter = () => (register.getSingleMetric("amends_csp_reports_total") as Counter<"directive"> | undefined) ?? new Counter({ name: "amends_csp_reports_total", help: "Things that a content security policy stopped, as browsers reported them.", labelNames: ["directive"] as const });
let lines = { minute: 0, written: 0 };

/** Count what a browser reports and log its kind: the directive and where from, never the address of the page, which may name a person's claim. What is no report is dropped. */
export async function countCspReports(request: Request): Promise<void> {
  const body = await readRawBody(request, MOST_BYTES);
  const read = report.safeParse(body && parseJson(body));
  if (!read.success) return;
  const { "csp-report": stopped } = read.data;
  const { directive, blocked } = plain(stopped["effective-directive"] ?? stopped["violated-directive"], stopped["blocked-uri"]);
  counter().inc({ directive });
  const minute = Math.floor(Date.now() / 60_000);
  if (lines.minute !== minute) lines = { minute, written: 0 };
  if (lines.written++ < LINES_A_MINUTE) getParts().log.warn({ directive, blocked }, "a content security policy stopped something");
}

/** Known words alone become labels and lines: a report is written by whoever likes. */
function plain(directive = "", blocked = ""): { directive: string; blocked: string } {
  const name = directive.split(" ")[0] ?? "";
  const origin = URL.canParse(blocked) ? new URL(blocked).origin : "";
  return { directive: DIRECTIVES.has(name) ? name : "other", blocked: ["inline", "eval", "data", "blob"].includes(blocked) ? blocked : origin === "" || origin === "null" ? "other" : origin.slice(0, 100) };
}
