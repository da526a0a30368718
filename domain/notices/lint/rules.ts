import { sha256 } from "@/lib/crypto";
import type { Rule } from "@/content/rules/types";
import type { RequiredForm, RequiredItem, RequiredOrder } from "../../rules/types";
import type { TemplateVersion } from "../types";
import { Conflict, Forbidden, type Refusal } from "../../kernel/errors";
import type { Finding, JudgedFinding, LintAudience, LintRule } from "./types";

/** What is found or not found according to who is in the audience. */
const aboutAudience: readonly LintRule[] = ["class-missing", "class-extra", "evidence-wrong", "item-missing", "form-missing"];

/**
 * Name a finding by all that it rests on: the rule, the words and their place, and for some whom the words were held for. What is passed over for one audience is
 * not passed over for another.
 */
export function findingKey({ rule, place, about }: Finding, { confirmed, possible, countries }: LintAudience): string {
  const held = aboutAudience.includes(rule) ? [[...confirmed].sort(), [...possible].sort(), [...countries].sort()] : [];
  return sha256(JSON.stringify([rule, place.locale, place.field, about, ...held])).toString("hex");
}

/**
 * While nobody has said for whom the words are, they are held for everybody of the incident. What another audience would not need can then be passed over by an approver;
 * each wave holds them against its own audience again.
 */
export function whileAudienceUnknown(findings: readonly Finding[], required: readonly RequiredItem[], forms: readonly RequiredForm[]): Finding[] {
  const asking = [...required.flatMap(({ rules, perhaps }) => [...rules, ...perhaps]), ...forms.map(({ rule }) => rule)];
  const places = (rules: readonly Rule[]) => new Set(rules.map(({ jurisdiction }) => jurisdiction)).size;
  const everywhere = (law: readonly string[]) => places(asking.filter(({ id }) => law.includes(id))) === places(asking);
  return findings.map((finding) => (aboutAudience.includes(finding.rule) && !(finding.law.length > 0 && everywhere(finding.law)) ? { ...finding, overridable: true } : finding));
}

/** Add to findings the law behind them: a regulator's order that asks for the same. */
export function withOrders(findings: readonly Finding[], orders: readonly RequiredOrder[]): Finding[] {
  return findings.map((finding) => ({ ...finding, law: [...finding.law, ...orders.filter(({ order }) => order.lint.includes(finding.rule)).map(({ rule }) => rule.id)] }));
}

/** List the findings that nobody has passed over, and those that nobody can. */
export function openFindings(findings: readonly JudgedFinding[]): JudgedFinding[] {
  return findings.filter(({ override, overridable }) => override === null || !overridable);
}

/** Say why somebody cannot pass over a finding, or null. `edit` is the save that they have read. */
export function whyNotOverridable(version: Pick<TemplateVersion, "state" | "edit" | "editedBy">, finding: JudgedFinding | undefined, staffId: string, edit: number): Refusal | null {
  if (version.state === "draft") return new Conflict("wording-not-in-review");
  if (version.edit !== edit) return new Conflict("wording-changed-meanwhile");
  if (version.editedBy.includes(staffId)) return new Forbidden("second-person");
  if (!finding) return new Conflict("finding-gone");
  if (!finding.overridable) return new Conflict("finding-demanded");
  return finding.override ? new Conflict("finding-overridden") : null;
}
