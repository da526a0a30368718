import type { RevisionForm } from "@/domain/incidents/types";

/** A form's typed values by name; several of one name are joined by commas, which no slug contains. */
export function formValues(form: FormData): RevisionForm {
  const values: RevisionForm = {};
  for (const name of new Set(form.keys())) {
    if (name.startsWith("$ACTION")) continue;
    values[name] = form.getAll(name).filter((value) => typeof value === "string").join(",");
  }
  return values;
}
