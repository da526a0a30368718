import { domainToASCII } from "node:url";
import type { SenderKind } from "@/db/values/authenticity";
import { canonicalEmail, canonicalPhone } from "../../keys/canonical-contact";

const DOMAIN = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** Bring a sender to the one form in which it is looked up, or null when it is none of its kind. Numbers that can be called in one country alone (1588-0000) are their digits. */
export function nameOfSender(kind: SenderKind, value: string): string | null {
  switch (kind) {
    case "mail-address": {
      const address = canonicalEmail(value);
      return address.ok ? address.value : null;
    }
    case "phone":
      return nameOfPhone(value);
    default:
      return nameOfDomain(value);
  }
}

function nameOfPhone(value: string): string | null {
  const given = value.normalize("NFKC").trim();
  if (!/^[+(]?\d[\d\s().-]*$/.test(given)) return null;
  const digits = given.replaceAll(/\D/g, "");
  if (/^1[5-9]\d\d/.test(digits) && digits.length === 8) return digits;
  const phone = canonicalPhone(given);
  if (phone.ok) return phone.value;
  return digits.length >= 3 && digits.length <= 8 ? digits : null;
}

/** The host of an address, or a domain as it is. */
function nameOfDomain(value: string): string | null {
  const given = value.normalize("NFKC").trim().toLowerCase();
  const host = URL.canParse(given) ? new URL(given).hostname : given.replace(/^@/, "").replace(/[/?#:].*$/, "");
  const ascii = domainToASCII(host).replace(/\.$/, "");
  return DOMAIN.test(ascii) ? ascii : null;
}

/** Whether a host is a domain or lies in it. */
export function isWithinDomain(host: string, domain: string): boolean {
  return host === domain || host.endsWith(`.${domain}`);
}

/** What somebody who looks up a sender may mean by it. */
export function readSender(typed: string): { kind: SenderKind; name: string }[] {
  const given = typed.normalize("NFKC").trim();
  if (given.includes("@") && !/^https?:/i.test(given)) {
    const address = nameOfSender("mail-address", /<([^<>]+)>$/.exec(given)?.[1] ?? given);
    if (address) return [{ kind: "mail-address", name: address }];
  }
  const phone = nameOfPhone(given);
  if (phone) return [{ kind: "phone", name: phone }];
  const domain = nameOfDomain(given);
  return domain ? [{ kind: "web-domain", name: domain }, { kind: "mail-domain", name: domain }] : [];
}
