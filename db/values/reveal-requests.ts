/** `ended`: nobody may decide it any more, or what was granted no longer counts, because somebody it rests on has left. */
export type RevealRequestState = "asked" | "granted" | "declined" | "ended";
