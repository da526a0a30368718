import { buttonClass } from "../ui/button";

/** The form that the boxes of the list belong to. */
export const PICKS = "picks";

interface PicksFormProps {
  /** The list's filter as pairs of an address, to come back to it. */
  query: Iterable<[string, string]>;
  words: { assign: string; more: string; says: { assign: string; more: string } };
}

/** What can be done with the rows that are ticked. It is sent as an address, to the page that shows what would happen first. */
export function PicksForm({ query, words }: PicksFormProps) {
  return (
    <form id={PICKS} action="/console/claims/bulk" className="my-2 flex flex-wrap items-center gap-2">
      {[...query].map(([name, value]) => (
        <input key={`${name}-${value}`} type="hidden" name={name} value={value} />
      ))}
      <input type="hidden" name="picked" value="1" />
      <button name="act" value="assign:me" data-key="a" data-key-row data-key-says={words.says.assign} className={buttonClass("secondary", "small")}>
        {words.assign}
      </button>
      <button data-key="m" data-key-row data-key-says={words.says.more} className={buttonClass("secondary", "small")}>
        {words.more}
      </button>
    </form>
  );
}
