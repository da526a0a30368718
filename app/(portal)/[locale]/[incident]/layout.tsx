import { findHeldTyped } from "@/app/_server/held-form";
import { requirePublishedIncident } from "@/app/_server/published-incident";
import { IncidentFrame } from "@/components/incidents/incident-frame";
import { HeldForm } from "@/components/lookups/held-form";

/** Where a form was sent without JavaScript after the proof had ended, the page that it came from would lead away and lose it: what was typed is given back in its stead. */
export default async function IncidentLayout({ children, params }: LayoutProps<"/[locale]/[incident]">) {
  const values = await findHeldTyped();
  if (!values) return children;
  const { incident, locale } = await requirePublishedIncident(params);
  return (
    <IncidentFrame incident={incident} locale={locale} path="/check">
      <HeldForm values={values} proof={`/${locale}/${incident.slug}/check`} locale={locale} />
    </IncidentFrame>
  );
}
