import sharp from "sharp";
import type { Inspection } from "@/domain/evidence/types";
import { MOST_PIXELS_AT_ONCE, remake, tooManyPixels } from "./read-picture";

/** Decode a HEIC picture in WebAssembly and make a JPEG of it. Its decoder holds all of it at once. What else the container has (films, depth, metadata) is not read. */
export async function readHeic(bytes: Buffer): Promise<Inspection> {
  const { default: libheif } = await import("libheif-js/wasm-bundle.js");
  try {
    const [picture] = new libheif.HeifDecoder().decode(bytes);
    if (!picture) return { ok: false, defect: "damaged" };
    const size = { width: picture.get_width(), height: picture.get_height() };
    if (size.width === 0 || size.height === 0) return { ok: false, defect: "damaged" };
    if (tooManyPixels({ ...size, atOnce: true })) return { ok: false, defect: "too-many-pixels" };
    const data = new Uint8ClampedArray(size.width * size.height * 4);
    const shown = await new Promise<boolean>((resolve) => picture.display({ data, ...size }, (done) => resolve(done !== null)));
    if (!shown) return { ok: false, defect: "damaged" };
    return await remake(sharp(data, { raw: { ...size, channels: 4 }, limitInputPixels: MOST_PIXELS_AT_ONCE }), false);
  } catch {
    return { ok: false, defect: "damaged" };
  }
}
