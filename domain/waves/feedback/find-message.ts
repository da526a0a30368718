import { sql } from "drizzle-orm";
import type { Context } from "../../kernel/context";
import { installationIndex, type InstallationIndex } from "../../keys/sealed";
import { currentContact } from "../ledger/current-contact";
import { deriveTokenKeys, deriveUnsubscribeKeys, parseToken, waveOfToken, type MessageIdentity } from "../ledger/tokens";
import { contactKindOf } from "../rules";
import type { AddressUse } from "./types";

/** A message that one of our tokens names. */
export interface NamedMessage {
  use: AddressUse;
  identity: MessageIdentity;
  incidentId: string;
  /** The dataset version that the wave reads. */
  readVersion: number;
  /** Of the index key when its audience was taken. */
  indexLinks: number;
}

/** Read a token with its wave's keys. Null for whatever we did not make ourselves. */
export async function findMessage(ctx: Pick<Context, "db" | "keys">, token: string): Promise<NamedMessage | null> {
  const waveId = waveOfToken(token);
  if (waveId === null) return null;
  const { rows } = await ctx.db.execute<{ incident_id: string; read_version: number | null; token_key_id: number | null; index_links: number }>(sql`select incident_id, read_version, token_key_id, index_links from waves w where id = ${waveId} and not exists (select from incidents i where i.id = w.incident_id and i.erased_at is not null)`);
  const [wave] = rows;
  if (wave?.token_key_id == null || wave.read_version === null) return null;
  const { bytes } = await ctx.keys.byId(wave.token_key_id);
  const named = { incidentId: wave.incident_id, readVersion: wave.read_version, indexLinks: wave.index_links };
  const message = parseToken(deriveTokenKeys(bytes), token);
  if (message) return { ...named, use: "message", identity: message };
  const unsubscribe = parseToken(deriveUnsubscribeKeys(bytes), token);
  return unsubscribe && { ...named, use: "unsubscribe", identity: unsubscribe };
}

/** What one of our addresses is for; null for anybody else's. */
export async function useOfToken(ctx: Pick<Context, "db" | "keys">, token: string): Promise<AddressUse | null> {
  return (await findMessage(ctx, token))?.use ?? null;
}

/** Where a message goes, under the installation's own index; null when nobody knows any more. */
export async function contactOfMessage(ctx: Pick<Context, "db" | "keys">, { identity, incidentId, readVersion, indexLinks }: NamedMessage): Promise<{ index: InstallationIndex; canonical: string } | null> {
  const kind = contactKindOf[identity.channel];
  if (kind === "postal") return null;
  const { rows } = await ctx.db.execute<{ record_id: string; sealed: Buffer | null; country: string | null }>(sql`
    select record_id, sealed, country from subjects
    where incident_id = ${incidentId} and subject_id = ${identity.subjectId} and from_version <= ${readVersion} and to_version > ${readVersion} limit 1`);
  const contact = rows[0] && (await currentContact(ctx, incidentId, { channel: identity.channel, links: indexLinks }, rows[0]));
  return contact && "canonical" in contact ? { canonical: contact.canonical, index: await installationIndex(ctx.keys, `${kind}:${contact.canonical}`) } : null;
}
