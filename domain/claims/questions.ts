import type { AskedBenefits } from "../programmes/reckon";
import { isCash, lossesOf, whyNotChoosable } from "../programmes/rules";
import type { Benefit, BenefitOf, ProgrammeTerms } from "../programmes/types";
import { whyNotByPost } from "./rules";
import type { ClaimAnswers } from "./types";

/** The questions of a claim, in the order they are asked: what is known is not asked, and the account comes last. */
export type QuestionName = "benefits" | "time" | "losses" | "account";

export interface Question {
  name: QuestionName;
  answered: boolean;
}

/** Which benefits a draft asks for: of what its answers choose that which is offered, and what is offered alone. Data and terms may have changed since it was chosen. */
function countedBenefits(eligible: readonly Pick<Benefit, "slug">[], { benefits }: Pick<ClaimAnswers, "benefits">): string[] {
  const [only, second] = eligible;
  return only && !second ? [only.slug] : benefits.filter((slug) => eligible.some((benefit) => benefit.slug === slug));
}

/** List the questions that some answers lead to. `eligible` is what the person may choose from; a single benefit is no question, and a choice that the terms allow no more is no answer. */
export function questionsFor(eligible: readonly Benefit[], { exclusive }: Pick<ProgrammeTerms, "exclusive">, answers: ClaimAnswers, hasAccount: boolean): Question[] {
  const counted = countedBenefits(eligible, answers);
  const chosen = eligible.filter(({ slug }) => counted.includes(slug));
  const asks = (kind: Benefit["kind"]) => chosen.some((benefit) => benefit.kind === kind);
  const questions: (Question | false)[] = [
    eligible.length > 1 && { name: "benefits", answered: (whyNotChoosable({ exclusive }, counted) ?? whyNotByPost(answers.contact, chosen)) === null },
    asks("lost-time") && { name: "time", answered: answers.time !== undefined },
    asks("documented-loss") && { name: "losses", answered: withoutLosses(eligible, answers).length === 0 },
    chosen.some(isCash) && { name: "account", answered: hasAccount },
  ];
  return questions.filter((question) => question !== false);
}

/** The chosen benefits that pay losses, with the kinds that each pays. */
export function lossBenefits(eligible: readonly Benefit[], answers: Pick<ClaimAnswers, "benefits">): BenefitOf<"documented-loss">[] {
  const counted = countedBenefits(eligible, answers);
  return eligible.filter((benefit) => benefit.kind === "documented-loss").filter(({ slug }) => counted.includes(slug));
}

/** Those of them for which nothing was entered yet. */
export function withoutLosses(eligible: readonly Benefit[], answers: Pick<ClaimAnswers, "benefits" | "losses">): BenefitOf<"documented-loss">[] {
  return lossBenefits(eligible, answers).filter(({ slug }) => lossesOf(eligible, countedBenefits(eligible, answers), slug, answers.losses).length === 0);
}

/** The first question that is not answered yet; null where all are. */
export function nextQuestion(questions: readonly Question[]): QuestionName | null {
  return questions.find(({ answered }) => !answered)?.name ?? null;
}

/** What a draft asks for, as it is reckoned. */
export function askedBenefits(eligible: readonly Pick<Benefit, "slug">[], answers: Pick<ClaimAnswers, "benefits" | "time" | "losses">): AskedBenefits {
  return { chosen: countedBenefits(eligible, answers), minutes: answers.time?.minutes, losses: answers.losses };
}
