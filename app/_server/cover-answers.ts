import { subscribe } from "node:diagnostics_channel";
import type { ServerResponse } from "node:http";
import { contentSecurityPolicy, everyAnswer, transportSecurity } from "./content-security-policy";

/** What an answer says that none of ours has said anything about: as ours, and that nobody keeps it or tells where they came from, since its address may have a secret in it. */
function coveringHeaders(): [name: string, value: string][] {
  const strict = transportSecurity();
  return [...everyAnswer.map(({ key, value }): [string, string] => [key, value]), ["Content-Security-Policy", contentSecurityPolicy(null)], ["Referrer-Policy", "no-referrer"], ["Cache-Control", "no-store"], ...(strict === null ? [] : [["Strict-Transport-Security", strict] satisfies [string, string]])];
}

/**
 * Give the headers of ours to what the framework answers before it asks any of us: above all the way from an address with a slash behind it, or with two in a row, to the one without, which it calls permanent. It is known by having no
 * policy: every answer of ours has one, but a 304, by which what a browser has keeps its own.
 */
export function coverAnswers(): void {
  const covering = coveringHeaders();
  subscribe("http.server.request.start", (message) => {
    const { response } = message as { response: ServerResponse };
    const writeHead = response.writeHead.bind(response) as (...args: unknown[]) => ServerResponse;
    response.writeHead = (...args: unknown[]) => {
      if (args[0] !== 304 && !response.hasHeader("content-security-policy")) for (const [name, value] of covering) if (!response.hasHeader(name)) response.setHeader(name, value);
      return writeHead(...args);
    };
  });
}
