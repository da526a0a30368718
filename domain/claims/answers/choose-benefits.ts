import type { Context } from "../../kernel/context";
import { Invalid, parseInput } from "../../kernel/errors";
import { whyNotChoosable } from "../../programmes/rules";
import { chooseBenefitsInput } from "../input";
import { whyNotByPost } from "../rules";
import { changeDraft, type Changed } from "./change-draft";

/** Choose what to ask for. What was answered about a benefit stays, should it be chosen again. @throws {Invalid} @throws {Conflict} once the claim is filed */
export async function chooseBenefits(ctx: Context, raw: unknown): Promise<Changed> {
  const { claimId, benefits } = parseInput(chooseBenefitsInput, raw);
  return changeDraft(ctx, claimId, ({ programme, eligible, answers }) => {
    if (benefits.some((slug) => !eligible.some((benefit) => benefit.slug === slug))) throw new Invalid({ benefits: ["choose-one"] });
    const refusal = whyNotChoosable(programme.terms, benefits) ?? whyNotByPost(answers.contact, eligible.filter(({ slug }) => benefits.includes(slug)));
    if (refusal) throw refusal;
    return { answers: { ...answers, benefits }, set: { termsVersion: programme.termsVersion } };
  });
}
