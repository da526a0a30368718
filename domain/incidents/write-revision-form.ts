import type { Localized } from "@/db/values/locales";
import { sectionNames } from "@/db/values/revisions";
import type { RevisionContent, RevisionForm } from "./types";
import { writeZonedTime } from "./zoned-time";

/** Write a revision's content as the values of the editor's form; `readRevisionForm` reads them back to the same content, instants to the same moment. */
export function writeRevisionForm(content: RevisionContent): RevisionForm {
  const form: RevisionForm = {};
  const words = (name: string, text: Localized) => {
    form[`${name}.ko`] = text.ko;
    form[`${name}.en`] = text.en;
  };
  const instant = (name: string, at: string | null) => (form[name] = at ? writeZonedTime(at, content.timeZone) : "");
  words("organisation", content.organisation);
  words("title", content.title);
  for (const name of sectionNames) words(`sections.${name}`, content.sections[name]);
  words("contact.department", content.contact.department);
  form["contact.phone"] = content.contact.phone;
  form["contact.email"] = content.contact.email;
  words("contact.hours", content.contact.hours);
  words("contact.post", content.contact.post);
  words("apology.text", content.apology.text);
  words("apology.signatory", content.apology.signatory);
  words("apology.role", content.apology.role);
  content.updates.forEach((update, i) => {
    instant(`updates.${i}.at`, update.at);
    words(`updates.${i}.title`, update.title);
    words(`updates.${i}.text`, update.text);
  });
  content.leaked.forEach(({ slug, urgency }, i) => Object.assign(form, { [`leaked.${i}.slug`]: slug, [`leaked.${i}.urgency`]: urgency }));
  form.notLeaked = content.notLeaked.join(",");
  for (const name of ["started", "ended", "discovered"] as const) form[`dates.${name}`] = content.dates[name] ?? "";
  instant("knewLeak", content.knewLeak);
  form.timeZone = content.timeZone;
  return form;
}
