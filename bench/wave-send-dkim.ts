import type { Bench } from "./result";
import { measureWaveSending } from "./wave-sending";

export const run: Bench = (options) => measureWaveSending({ name: "wave-send-dkim", must: 1.3, signed: true }, options);
