import { sectionNames, type RevisionRows } from "@/db/values/revisions";
import { countRows } from "./rules";
import type { RevisionForm } from "./types";
import { readZonedTime } from "./zoned-time";

/** Where no zone is said, times are Korea's: the law that the product is built on. */
const DEFAULT_TIME_ZONE = "Asia/Seoul";

/**
 * Read an editor's form as a revision's content. A field that is not there is empty, so a few fields make the beginnings of a revision. Times are those of
 * the wall clock in the form's own time zone. Nothing is judged here: what comes back goes through the schema, whose paths are the names of the fields.
 */
export function readRevisionForm(form: RevisionForm): Record<string, unknown> {
  const word = (name: string) => (form[name] ?? "").replaceAll("\r\n", "\n");
  const words = (name: string) => ({ ko: word(`${name}.ko`), en: word(`${name}.en`) });
  const day = (name: string) => word(name) || null;
  const timeZone = word("timeZone") || DEFAULT_TIME_ZONE;
  // What is no time goes on as it was typed, for the schema to refuse by its field.
  const instant = (name: string) => readZonedTime(word(name).trim(), timeZone) ?? word(name).trim();
  const rows = <Row>(name: RevisionRows, read: (path: string) => Row): Row[] => Array.from({ length: countRows(form, name) }, (_, i) => read(`${name}.${i}`));
  return {
    organisation: words("organisation"),
    title: words("title"),
    sections: Object.fromEntries(sectionNames.map((name) => [name, words(`sections.${name}`)])),
    contact: { department: words("contact.department"), phone: word("contact.phone"), email: word("contact.email").trim(), hours: words("contact.hours"), post: words("contact.post") },
    apology: { text: words("apology.text"), signatory: words("apology.signatory"), role: words("apology.role") },
    updates: rows("updates", (path) => ({ at: instant(`${path}.at`), title: words(`${path}.title`), text: words(`${path}.text`) })),
    leaked: rows("leaked", (path) => ({ slug: word(`${path}.slug`), urgency: word(`${path}.urgency`) })),
    notLeaked: word("notLeaked").split(",").filter(Boolean),
    dates: { started: day("dates.started"), ended: day("dates.ended"), discovered: day("dates.discovered") },
    knewLeak: instant("knewLeak") || null,
    timeZone,
  };
}
