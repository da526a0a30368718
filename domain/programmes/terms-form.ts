import { moneyInField, readMoney } from "@/content/formats";
import { readZonedTime, writeZonedTime } from "../incidents/zoned-time";
import { storeTerms } from "./store-terms";
import type { ProgrammeDocument, ProgrammeTerms, TermsForm } from "./types";

type Node = string | Node[] | Group;
interface Group {
  [name: string]: Node | undefined;
}

/** Fields that hold several choices. */
const LIST = /(^|\.)(classes|kinds|accounts|languages)$|^exclusive\.\d+$|^jointCaps\.\d+\.benefits$/;
const SWITCH = /(^|\.)(membersOnly|keepsBalance|proRata)$/;
const AMOUNT = /Minor$/;
/** Amounts that may be left out. */
const OPEN = /^(poolMinor|secondPersonAboveMinor)$/;
const TIME = /^(opensAt|closesAt)$/;
/** Repeated parts of terms, and of a benefit. */
const ROWS = ["benefits", "exclusive", "jointCaps", "faq", "documents"] as const;

const words = { ko: "", en: "" };
const every = { slug: "", name: words, explanation: words, eligibility: { evidence: "confirmed", classes: "", kinds: "account-holder,third-party" } };
const part = { valueMinor: "", validDays: "", minimumSpendMinor: "0", keepsBalance: "1", notFor: words };

/** What a new row begins with. */
const fresh: Record<string, Node> = {
  "benefits.vouchers": { kind: "vouchers", ...every, membersOnly: "", parts: [part] },
  "benefits.flat-cash": { kind: "flat-cash", ...every, amountMinor: "" },
  "benefits.documented-loss": { kind: "documented-loss", ...every, capMinor: "", losses: [{ slug: "", name: words }] },
  "benefits.lost-time": { kind: "lost-time", ...every, rateMinor: "", stepMinutes: "15", minimumMinutes: "15", capMinutes: "" },
  "benefits.monitoring": { kind: "monitoring", ...every, months: "", costMinor: "", provider: words },
  parts: part,
  losses: { slug: "", name: words },
  exclusive: "",
  jointCaps: { benefits: "", capMinor: "" },
  faq: { question: words, answer: words },
};

/** What a programme begins with: nothing promised, and the periods that the fairness check asks for. */
export function emptyTerms(): ProgrammeTerms {
  return {
    texts: { name: words, summary: words, terms: words, signedBy: words, noRightsWaived: words },
    currency: "KRW",
    opensAt: null,
    closesAt: null,
    cureDays: 14,
    appealDays: 30,
    onePer: "account",
    eligibleBy: "filing",
    benefits: [],
    exclusive: [],
    jointCaps: [],
    poolMinor: null,
    proRata: false,
    secondPersonAboveMinor: null,
    accounts: ["kr-account"],
    faq: [],
    documents: [],
  };
}

/** Write terms into the fields of a form. Times are those of a clock on the wall of `timeZone`. */
export function writeTermsForm(terms: ProgrammeTerms, timeZone: string): TermsForm {
  const form: TermsForm = {};
  const write = (path: string, value: unknown) => {
    if (value === null || value === undefined) form[path] = "";
    else if (LIST.test(path)) form[path] = (value as string[]).join(",");
    else if (Array.isArray(value)) value.forEach((one, i) => write(`${path}.${i}`, one));
    else if (typeof value === "object") for (const [name, one] of Object.entries(value)) write(path === "" ? name : `${path}.${name}`, one);
    else if (typeof value === "boolean") form[path] = value ? "1" : "";
    else if (typeof value === "number") form[path] = String(value);
    else if (typeof value === "string") form[path] = TIME.test(path) ? writeZonedTime(value, timeZone) : AMOUNT.test(path) ? moneyInField(BigInt(value), terms.currency) : value;
  };
  write("", storeTerms(terms));
  return form;
}

/** Read a form's fields as terms, still to be parsed: what is no amount or time stays as it was typed, so that the parser names its field. */
export function readTermsForm(form: TermsForm, timeZone: string): unknown {
  const currency = form.currency ?? "";
  const read = (path: string, node: Node | undefined): unknown => {
    if (node === undefined) return undefined;
    if (Array.isArray(node)) return node.map((one, i) => read(`${path}.${i}`, one));
    if (typeof node === "object") return Object.fromEntries(Object.entries(node).map(([name, one]) => [name, read(path === "" ? name : `${path}.${name}`, one)]));
    if (LIST.test(path)) return node.split(",").map((one) => one.trim()).filter((one) => one !== "");
    if (SWITCH.test(path)) return node === "1";
    if (TIME.test(path)) return node === "" ? null : readZonedTime(node, timeZone);
    if (!AMOUNT.test(path)) return node;
    if (node.trim() === "") return OPEN.test(path) ? null : "0";
    return /^[A-Z]{3}$/.test(currency) ? (readMoney(node, currency)?.toString() ?? node) : node;
  };
  return read("", withLists(nest(form)));
}

/** Add a row to a form (`faq.add`, `benefits.add.flat-cash`, `benefits.0.parts.add`), remove one (`faq.2.remove`) or move one up (`faq.2.up`). An act that names no row changes nothing. */
export function changeTermsRows(form: TermsForm, act: string): TermsForm {
  const steps = act.split(".");
  const root = withLists(nest(form));
  const adds = steps.indexOf("add");
  const at = adds > 0 ? steps.slice(0, adds) : steps.slice(0, -2);
  const list = at.reduce<Node | undefined>((node, step) => (typeof node === "object" ? (node as Group)[step] : undefined), root);
  if (!Array.isArray(list)) return form;
  if (adds > 0) {
    const row = fresh[[at.at(-1), ...steps.slice(adds + 1)].join(".")];
    if (row !== undefined) list.push(structuredClone(row));
  } else {
    const index = Number(steps.at(-2));
    if (!Number.isInteger(index) || list[index] === undefined) return form;
    const [row] = list.splice(index, 1);
    if (steps.at(-1) === "up" && row !== undefined) list.splice(Math.max(0, index - 1), 0, row);
  }
  return flatten(root);
}

/** Add the row of a document that was attached; whoever has the form says what it is called and in which language it is. */
export function addDocumentRow(form: TermsForm, { sha256, size }: Pick<ProgrammeDocument, "sha256" | "size">): TermsForm {
  const root = withLists(nest(form));
  (root.documents as Node[]).push({ sha256, size: String(size), languages: "", title: words });
  return flatten(root);
}

/** Fields by path as lists and groups. */
function nest(form: TermsForm): Group {
  const root: Group = {};
  for (const [path, value] of Object.entries(form)) {
    const steps = path.split(".");
    if (steps.includes("__proto__")) continue;
    const last = steps.pop() ?? "";
    const group = steps.reduce((node, step) => (node[step] ??= {}) as Group, root);
    group[last] = value;
  }
  return Object.fromEntries(Object.entries(root).map(([name, node]) => [name, listed(node ?? "")]));
}

/** Groups whose names are numbers are lists; gaps in the numbers close. */
function listed(node: Node): Node {
  if (typeof node === "string" || Array.isArray(node)) return node;
  const entries = Object.entries(node).map(([name, one]): [string, Node] => [name, listed(one ?? "")]);
  return entries.length > 0 && entries.every(([name]) => /^\d+$/.test(name)) ? entries.sort(([a], [b]) => Number(a) - Number(b)).map(([, one]) => one) : Object.fromEntries(entries);
}

/** A list without rows leaves no field behind, and a box that is not ticked none either. */
function withLists(root: Group): Group {
  for (const name of ROWS) root[name] ??= [];
  root.accounts ??= "";
  root.proRata ??= "";
  for (const document of root.documents as Group[]) document.languages ??= "";
  for (const benefit of root.benefits as Group[]) {
    const eligibility = (benefit.eligibility ??= {}) as Group;
    eligibility.classes ??= "";
    eligibility.kinds ??= "";
    if (benefit.kind === "vouchers") {
      benefit.membersOnly ??= "";
      for (const one of (benefit.parts ??= []) as Group[]) one.keepsBalance ??= "";
    }
    if (benefit.kind === "documented-loss") benefit.losses ??= [];
  }
  return root;
}

function flatten(root: Node): TermsForm {
  const form: TermsForm = {};
  const write = (path: string, node: Node | undefined) => {
    if (typeof node === "string") form[path] = node;
    else if (node !== undefined) for (const [name, one] of Object.entries<Node | undefined>(node)) write(path === "" ? name : `${path}.${name}`, one);
  };
  write("", root);
  return form;
}
