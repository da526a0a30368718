import type { AskedBenefits } from "../programmes/reckon";
import { isCash, lossesOf } from "../programmes/rules";
import type { Benefit, BenefitOf } from "../programmes/types";
import type { ClaimAnswers } from "./types";

/** The questions of a claim, in the order they are asked: what is known is not asked, and the account comes last. */
export type QuestionName = "benefits" | "time" | "losses" | "account";

export interface Question {
  name: QuestionName;
  answered: boolean;
}

/** List the questions that some answers lead to. `eligible` is what the person may choose from; a single benefit is no question. */
export function questionsFor(eligible: readonly Benefit[], answers: ClaimAnswers, hasAccount: boolean): Question[] {
  const chosen = eligible.filter(({ slug }) => answers.benefits.includes(slug));
  const asks = (kind: Benefit["kind"]) => chosen.some((benefit) => benefit.kind === kind);
  const questions: (Question | false)[] = [
    eligible.length > 1 && { name: "benefits", answered: chosen.length > 0 },
    asks("lost-time") && { name: "time", answered: answers.time !== undefined },
    asks("documented-loss") && { name: "losses", answered: withoutLosses(eligible, answers).length === 0 },
    chosen.some(isCash) && { name: "account", answered: hasAccount },
  ];
  return questions.filter((question) => question !== false);
}

/** The chosen benefits that pay losses, with the kinds that each pays. */
export function lossBenefits(eligible: readonly Benefit[], answers: Pick<ClaimAnswers, "benefits">): BenefitOf<"documented-loss">[] {
  return eligible.filter((benefit) => benefit.kind === "documented-loss").filter(({ slug }) => answers.benefits.includes(slug));
}

/** Those of them for which nothing was entered yet. */
export function withoutLosses(eligible: readonly Benefit[], answers: Pick<ClaimAnswers, "benefits" | "losses">): BenefitOf<"documented-loss">[] {
  return lossBenefits(eligible, answers).filter(({ slug }) => lossesOf(eligible, answers.benefits, slug, answers.losses).length === 0);
}

/** The first question that is not answered yet; null where all are. */
export function nextQuestion(questions: readonly Question[]): QuestionName | null {
  return questions.find(({ answered }) => !answered)?.name ?? null;
}

/** What a draft asks for, as it is reckoned: of what the answers choose that which is offered. */
export function askedBenefits(eligible: readonly Pick<Benefit, "slug">[], { benefits, time, losses }: Pick<ClaimAnswers, "benefits" | "time" | "losses">): AskedBenefits {
  return { chosen: benefits.filter((slug) => eligible.some((benefit) => benefit.slug === slug)), minutes: time?.minutes, losses };
}
