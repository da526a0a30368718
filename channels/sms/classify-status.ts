import smpp from "smpp";
import type { WaveHandover } from "@/domain/waves/types";

/** Comes right by itself: the gateway is busy or unwell. */
const later = names("ESME_RTHROTTLED", "ESME_RMSGQFUL", "ESME_RSYSERR", "ESME_RX_T_APPN");
/** Speaks of us rather than of the text: every other text would be refused alike, and nothing is known against this number. */
const ofUs = names("ESME_RINVBNDSTS", "ESME_RBINDFAIL", "ESME_RINVPASWD", "ESME_RINVSYSID", "ESME_RINVSYSTYP", "ESME_RINVSRCADR", "ESME_RINVSRCTON", "ESME_RINVSRCNPI", "ESME_RINVSERTYP", "ESME_RSERTYPUNAUTH", "ESME_RSERTYPUNAVAIL", "ESME_RSERTYPDENIED");
const byNumber = new Map(Object.entries(smpp.errors).map(([name, value]) => [value, name]));

/** Sort a status of submit_sm_resp or bind_resp (SMPP 3.4 § 5.1.3). */
export function classifyStatus(status: number): WaveHandover {
  const reply = byNumber.get(status) ?? `status 0x${status.toString(16).padStart(8, "0")}`;
  if (status === 0) return { outcome: "accepted", reply };
  return { outcome: later.has(status) ? "later" : ofUs.has(status) ? "unavailable" : "rejected", reply };
}

function names(...of: string[]): Set<number | undefined> {
  return new Set(of.map((name) => smpp.errors[name]));
}
