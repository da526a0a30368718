import "server-only";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requirePublishedIncident } from "./published-incident";

/** Makes the metadata of a page of a claim: what it asks, and who asks. */
export function claimTitle(key: string): (props: { params: Promise<{ locale: string; incident: string }> }) => Promise<Metadata> {
  return async ({ params }) => {
    const { incident, locale } = await requirePublishedIncident(params);
    const t = await getTranslations({ locale, namespace: "claims" });
    return { title: `${t(key)} · ${incident.content.organisation[locale]}` };
  };
}
