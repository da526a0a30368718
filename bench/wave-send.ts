import type { Bench } from "./result";
import { measureWaveSending } from "./wave-sending";

export const run: Bench = (options) => measureWaveSending({ name: "wave-send", must: 1.4, signed: false }, options);
