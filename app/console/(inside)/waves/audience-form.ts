import type { NoticeKind } from "@/db/values/notice-kinds";
import type { Audience } from "@/domain/audiences/types";

type Fields = Record<string, unknown>;

/** What a name that may occur once, often or not at all stands for. */
export const list = (value: unknown): unknown[] => (value === undefined || value === "" ? [] : [value].flat());
const chosen = (value: unknown) => (value === "" ? undefined : value);

/** The audience that the fields of a wave's form speak of, still to be parsed. */
export function audienceOf(input: Fields): Record<string, unknown> {
  const { change, changeFrom, changeTo, changeClass, toldWave, toldNamed, toldClass } = input;
  const excluded = (field: string, who: "all" | "reached") => list(input[field]).map((waveId) => ({ waveId, who }));
  return {
    ...Object.fromEntries(["confirmed", "possible", "cleared", "kinds", "locales", "countries"].map((name) => [name, list(input[name])])),
    match: chosen(input.match),
    differences: chosen(change) ? [{ change, from: changeFrom, to: changeTo, dataClasses: list(changeClass) }] : [],
    told: chosen(toldWave) ? [{ waveId: toldWave, named: toldNamed !== "no", dataClass: toldClass }] : [],
    owed: (["left-out", "told-wrongly"] as const).flatMap((what) => list(input[`owed.${what}`]).map((dataClass) => ({ what, dataClass }))),
    misinformedBy: list(input.misinformedBy),
    unreachedBy: input.unreached === "any" ? "any" : null,
    onList: chosen(input.onList) ?? null,
    offList: chosen(input.offList) ?? null,
    excluded: [...excluded("excludeAll", "all"), ...excluded("excludeReached", "reached")],
  };
}

/** The fields that stand for an audience. What a notice of this kind is about is ticked at its levels. */
export function fieldsOf(audience: Audience, kind: NoticeKind): Record<string, string> {
  const { dataClasses, match, differences, told, owed, misinformedBy, unreachedBy, onList, offList, excluded } = audience;
  const [difference] = differences;
  const [earlier] = told;
  const about = (level: "confirmed" | "possible" | "cleared") => [...new Set([...audience[level], ...((kind === "all-clear") === (level === "cleared") ? dataClasses : [])])].join(",");
  const waves = (who: "all" | "reached") => excluded.filter((each) => each.who === who).map(({ waveId }) => waveId);
  const fields = {
    ...{ confirmed: about("confirmed"), possible: about("possible"), cleared: about("cleared"), match },
    ...{ kinds: audience.kinds.join(","), locales: audience.locales.join(","), countries: audience.countries.join(",") },
    ...(difference && { change: difference.change, changeFrom: String(difference.from), changeTo: String(difference.to), changeClass: difference.dataClasses[0] ?? "" }),
    ...(earlier && { toldWave: earlier.waveId, toldNamed: earlier.named ? "yes" : "no", toldClass: earlier.dataClass }),
    ...Object.fromEntries((["left-out", "told-wrongly"] as const).map((what) => [`owed.${what}`, owed.filter((each) => each.what === what).map(({ dataClass }) => dataClass).join(",")])),
    misinformedBy: misinformedBy.join(","),
    ...{ unreached: unreachedBy === "any" ? "any" : "", onList: onList ?? "", offList: offList ?? "" },
    // Not reached by these is the same as without those whom these reached.
    ...{ excludeAll: waves("all").join(","), excludeReached: [...waves("reached"), ...(Array.isArray(unreachedBy) ? unreachedBy : [])].join(",") },
  };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ""));
}
