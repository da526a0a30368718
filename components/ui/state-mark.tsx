export type Answer = "confirmed" | "possible" | "none";

const looks: Record<Answer, { shape: string; colour: string }> = {
  confirmed: { shape: "●", colour: "text-leaked" },
  possible: { shape: "◐", colour: "text-possible" },
  none: { shape: "○", colour: "text-none" },
};

/** One of the three answers: a shape, a colour and always the word. Never green, never a tick: nobody is told that they are safe. */
export function StateMark({ answer, children }: { answer: Answer; children: string }) {
  const { shape, colour } = looks[answer];
  return (
    <span className={`inline-flex items-baseline gap-2 font-semibold ${colour}`}>
      <span aria-hidden="true">{shape}</span>
      {children}
    </span>
  );
}
