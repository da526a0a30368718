import type { APIResponse, BrowserContext, Page, Response } from "@playwright/test";
import type { Piece } from "@/test/markers";

/** What a GET form may put into an address: filters and places in lists, the number or domain of a sender that anybody looks up, and the number of a record. Nothing in which people write names or contacts. */
const IN_ADDRESSES = /^(q|actor|action|kind|object|from|to|until|request|eligible|takeUp|mix\..+|average\..+|state|benefit|flag|assigned|locale|programme|over|sort|incident|number)$/;

export interface Watched {
  /** What browsers sent and were told by, apart from pages: addresses, Referer, headers, titles, error pages, their own console and what they keep. */
  pieces: Piece[];
  /** Every answer that is text, by its address, and every page as it stood when it had loaded: of an answer that a page leaves behind the browser keeps no body. */
  answers: { url: string; text: string }[];
  /** Fields of forms that would land in an address and may not. */
  badFields: Set<string>;
  /** So many GET forms were seen. */
  getForms: number;
  /** Until every answer that came was read. */
  settled(): Promise<unknown>;
}

const FILES = /\/_next\/static\//;

/** What a page shows of itself beside its words, and keeps. Runs in the page. */
function ofPage() {
  const forms = [...document.querySelectorAll<HTMLFormElement>("form")].filter(({ method }) => method === "get");
  return {
    title: document.title,
    html: document.documentElement.outerHTML,
    kept: JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage), window.name, history.state]),
    // A form whose act is the page's own script has no method, and without the script no address it could be sent to.
    fields: forms.filter((form) => !(form.getAttribute("action") ?? "").startsWith("javascript:") && form.hasAttribute("method")).map((form) => [...form.elements].map((field) => field.getAttribute("name") ?? "").filter((name) => name !== "")),
  };
}

/** Follow everything that the browsers of a walk do. */
export function startWatch(): Watched & { follow(context: BrowserContext): void; look(page: Page): Promise<void>; /** An answer to what no browser asked for. */ read: (response: Response | APIResponse) => Promise<void> } {
  const reading = new Set<Promise<void>>();
  const watched: Watched = { pieces: [], answers: [], badFields: new Set(), getForms: 0, settled: () => Promise.all(reading) };
  const add = (place: string, text: string) => {
    watched.pieces.push({ place, text });
  };
  const later = (act: Promise<void>) => {
    const done = act.catch(() => undefined).finally(() => reading.delete(done));
    reading.add(done);
  };
  const read = async (response: Response | APIResponse) => {
    const headers = await Promise.resolve(response.headersArray());
    // A session's own cookie is what proves it.
    add("headers of an answer", headers.filter(({ name }) => name.toLowerCase() !== "set-cookie").map(({ name, value }) => `${name}: ${value}`).join("\n"));
    if (!/text|json|component/.test(response.headers()["content-type"] ?? "") || FILES.test(response.url())) return;
    const text = await response.text();
    watched.answers.push({ url: response.url(), text });
    if (response.status() >= 400) add("an error page", text);
  };
  const look = async (page: Page) => {
    const url = page.url();
    const { title, html, kept, fields } = await page.evaluate(ofPage);
    watched.answers.push({ url, text: html });
    add("a title", title);
    add("what a page keeps", kept);
    watched.getForms += fields.length;
    for (const name of fields.flat()) if (!IN_ADDRESSES.test(name)) watched.badFields.add(`${name} at ${new URL(url).pathname}`);
  };
  const follow = (context: BrowserContext) => {
    context.on("request", (request) => {
      if (FILES.test(request.url())) return;
      add("an address that was asked for", request.url());
      later(request.headerValue("referer").then((referer) => add("a Referer", referer ?? "")));
    });
    context.on("response", (response) => later(read(response)));
    context.on("console", (message) => add("the browser's console", message.text()));
    context.on("weberror", (error) => add("the browser's console", String(error.error())));
    context.on("page", (page) => page.on("load", () => later(look(page))));
  };
  return Object.assign(watched, { follow, look, read });
}
