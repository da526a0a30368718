import { readFileSync, statSync } from "node:fs";
import { Reader, type CityResponse, type CountryResponse } from "mmdb-lib";
import type { PlaceFinder } from "@/domain/alarms/types";

/** Databases of other makers leave out what they do not know. */
type Located = CountryResponse & { location?: Partial<NonNullable<CityResponse["location"]>> };

/**
 * The operator's own geo database: a MaxMind DB file with coordinates. It is asked on this machine alone, so that nobody outside learns who signs in from where. A file that was put in its place is read at the next question, and
 * one that cannot be read is not. @throws at the start where it is no such file
 */
export function openGeoDatabase(file: string): PlaceFinder {
  const open = (changed: number) => ({ changed, reader: new Reader<Located>(readFileSync(file)) });
  let opened = open(statSync(file).mtimeMs);
  const current = () => {
    try {
      const changed = statSync(file).mtimeMs;
      if (changed !== opened.changed) opened = open(changed);
    } catch {
      // Half of a file while it is copied: what was read before holds until it is whole.
    }
    return opened.reader;
  };
  return {
    find(network) {
      const location = current().get(network.slice(0, network.indexOf("/")))?.location;
      if (typeof location?.latitude !== "number" || typeof location.longitude !== "number") return null;
      // What some databases say of what they do not know.
      if (location.latitude === 0 && location.longitude === 0) return null;
      return { latitude: location.latitude, longitude: location.longitude, radius: location.accuracy_radius ?? 0 };
    },
  };
}
