import { loadRulebook } from "@/content/rules/rulebook";
import type { Anchor, Rule, Rulebook } from "@/content/rules/types";
import { dayIn, reckonDeadline } from "./deadline";
import { judgeAll, judgeCondition, judgePeople, type Case, type Judgement } from "./judge-condition";
import type { Answer, Reason, RuleVerdict, Situation } from "./types";

/**
 * Say of every rule of every jurisdiction whether it applies, does not, or cannot be decided yet, and why. Duties and clocks are those in force when the
 * organisation knew of the leak; while that is not known, when the rule's own clock began. Wording rules are those of the day `on`, when something is sent.
 * An exemption counts only where it is established: an open one leaves the duty standing. The same arguments give the same answer.
 */
export function decideRules(situation: Situation, on: Date, rulebook: Rulebook = loadRulebook()): RuleVerdict[] {
  const answers = new Map<string, Answer>();
  return rulebook.rules.map((rule) => {
    const verdict = decide({ situation, jurisdictions: rulebook.jurisdictions, rule, answers }, on, rulebook);
    answers.set(rule.id, verdict.answer);
    return verdict;
  });
}

function decide(at: Case, on: Date, rulebook: Rulebook): RuleVerdict {
  const { rule, situation } = at;
  const timeZone = rulebook.jurisdictions.find(({ id }) => id === rule.jurisdiction)?.timeZone ?? "UTC";
  const presence = judgePeople(at, rule.jurisdiction, 1);
  const judged = judgeAll([judgeForce(rule, situation, on, timeZone), { holds: presence.holds, because: [presence] }, ...(rule.when ? [judgeCondition(at, rule.when)] : [])]);
  const exemption = rule.exemptions.findIndex(({ when }) => when && judgeCondition(at, when).holds === true);
  if (judged.holds === false) return { rule, answer: "does-not-apply", reasons: withoutEcho(judged.because), deadline: null, items: [] };
  if (exemption >= 0) return { rule, answer: "does-not-apply", reasons: [{ about: "exempt", exemption, holds: false }], deadline: null, items: [] };
  const applies = judged.holds === true;
  const longer = rule.clock?.longer !== undefined && judgeCondition(at, rule.clock.longer.when).holds === true;
  const conditional = rule.conditionalItems.map(({ item, when }) => ({ item, holds: judgeCondition(at, when).holds })).filter(({ holds }) => holds !== false);
  const named = [...rule.items.map((item) => ({ item, holds: true })), ...conditional];
  return {
    rule,
    answer: applies ? "applies" : "undecided",
    reasons: withoutEcho(judged.because),
    deadline: rule.clock ? reckonDeadline(rule.clock, situation, timeZone, longer) : null,
    items: rulebook.items.flatMap((item) => named.filter((each) => each.item === item.id).map(({ holds }) => ({ item, certain: applies && holds === true }))),
  };
}

/** Moments by which it can be told which law was in force: not one that the organisation chooses itself. */
const knowing: readonly Anchor[] = ["knew-leak", "knew-access", "first-suspicion", "knew-not-leaked"];

function judgeForce(rule: Rule, situation: Situation, on: Date, timeZone: string): Judgement {
  const { from = null, to = null } = rule.effective;
  if (from === null && to === null) return { holds: true, because: [] };
  const own = rule.clock && knowing.includes(rule.clock.anchor) ? situation.anchors[rule.clock.anchor] : null;
  const moment = rule.kind === "wording" ? on : (situation.anchors["knew-leak"] ?? own);
  const day = moment && dayIn(moment, timeZone);
  const holds = day === null ? null : (from === null || from <= day) && (to === null || day <= to);
  return { holds, because: [{ about: "in-force", holds, day, from, to }] };
}

/** Drop a count of people that a larger count of the same place says as well. */
function withoutEcho(reasons: Reason[]): Reason[] {
  return reasons.filter((reason) => reason.about !== "people" || !reasons.some((other) => other.about === "people" && other.place === reason.place && other.atLeast > reason.atLeast));
}
