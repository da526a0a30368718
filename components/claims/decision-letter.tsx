import type { ClaimDecision } from "@/domain/claims/types";
import { Prose } from "../incidents/prose";

/** A decision in the words that were mailed, or will be: each benefit with what is granted, and the reasons for what is not. */
export function DecisionLetter({ decision: { lines, reason, locale } }: { decision: Pick<ClaimDecision, "lines" | "reason" | "locale"> }) {
  return (
    <div lang={locale} className="space-y-4">
      {lines.length > 0 && (
        <ul className="divide-y divide-line border-y border-line">
          {lines.map(({ benefit, name, amount, reasons }) => (
            <li key={benefit} className="py-3">
              <p className="flex flex-wrap justify-between gap-x-4">
                <strong>{name}</strong>
                <span className="tabular-nums">{amount}</span>
              </p>
              {reasons.map((why) => (
                <p key={why} className="mt-1">
                  {why}
                </p>
              ))}
            </li>
          ))}
        </ul>
      )}
      {reason && <Prose text={reason} />}
    </div>
  );
}
