/** The button that adds, moves or removes a row of a form: it posts the form with what it does, so that it works without JavaScript too. `of` says which row, for those who do not see where it stands. */
export function RowButton({ act, text, of }: { act: string; text: string; of?: string }) {
  return (
    <button type="submit" name="rows" value={act} className="rounded-6 border border-edge bg-surface px-3 py-1 hover:underline">
      {text}
      {of && <span className="sr-only"> · {of}</span>}
    </button>
  );
}
